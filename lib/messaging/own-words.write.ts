import { and, eq, sql } from "drizzle-orm";
import { mailTemplates } from "@/db/schema";
import { isOwner } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { DropWords, SaveWords } from "./schema";
import { assertWords } from "./words-check";

const which = (practiceId: string, at: { template: string; locale: string; version: number }) =>
  and(
    eq(mailTemplates.practiceId, practiceId),
    eq(mailTemplates.template, at.template),
    eq(mailTemplates.locale, at.locale),
    eq(mailTemplates.version, at.version),
  );

/** The practice's own words from now on; version 0 is ours. Of two tabs, the second is told. */
export const saveWords = command({
  name: "messaging.save_words",
  allow: isOwner,
  input: SaveWords,
  run: async ({ actor, tx, audit }, { subject, body, ...at }) => {
    assertWords({ subject, body });
    const { practiceId } = actor;
    const done =
      at.version === 0
        ? await tx
            .insert(mailTemplates)
            .values({ ...at, practiceId, id: newId(), subject, body, version: 1 })
            .onConflictDoNothing()
        : await tx
            .update(mailTemplates)
            .set({ subject, body, version: at.version + 1, changedAt: sql`clock_timestamp()` })
            .where(which(practiceId, at));
    if (done.count === 0) throw new Refusal("conflict");
    audit(
      { type: "practice", id: practiceId },
      { template: at.template, locale: at.locale, version: at.version + 1 },
    );
  },
});

/** Back to our words. */
export const dropWords = command({
  name: "messaging.drop_words",
  allow: isOwner,
  input: DropWords,
  run: async ({ actor, tx, audit }, at) => {
    const { practiceId } = actor;
    const gone = await tx.delete(mailTemplates).where(which(practiceId, at));
    if (gone.count === 0) throw new Refusal("conflict");
    audit(
      { type: "practice", id: practiceId },
      { template: at.template, locale: at.locale, version: 0 },
    );
  },
});
