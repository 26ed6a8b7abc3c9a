import { and, eq } from "drizzle-orm";
import { mailTemplates, practices } from "@/db/schema";
import { isOwner } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { exampleMail, ourWords } from "./example";
import { OneTemplate, PreviewWords } from "./schema";
import { mailWords } from "./words";
import { assertWords } from "./words-check";

/** One message as the practice writes it, or ours to start from; and how either looks. */
export const ownWords = query({
  name: "messaging.own_words",
  allow: isOwner,
  input: OneTemplate,
  run: async ({ actor, tx }, { template, locale }) => {
    const { practiceId } = actor;
    const [practice] = await tx
      .select({ name: practices.name, currency: practices.currency, zone: practices.timeZone })
      .from(practices)
      .where(eq(practices.practiceId, practiceId));
    if (!practice) throw notFound();
    const [row] = await tx
      .select()
      .from(mailTemplates)
      .where(
        and(
          eq(mailTemplates.practiceId, practiceId),
          eq(mailTemplates.template, template),
          eq(mailTemplates.locale, locale),
        ),
      );
    const words = mailWords(locale);
    const own = row ? { subject: row.subject, body: row.body } : undefined;
    return {
      ...(own ?? ourWords(words, template)),
      version: row?.version ?? 0,
      example: exampleMail(words, template, practice, own),
    };
  },
});

/** How words would look before they are saved, with an invented family. */
export const previewWords = query({
  name: "messaging.preview_words",
  allow: isOwner,
  input: PreviewWords,
  run: async ({ actor, tx }, { template, locale, ...own }) => {
    assertWords(own);
    const [practice] = await tx
      .select({ name: practices.name, currency: practices.currency, zone: practices.timeZone })
      .from(practices)
      .where(eq(practices.practiceId, actor.practiceId));
    if (!practice) throw notFound();
    return exampleMail(mailWords(locale), template, practice, own);
  },
});
