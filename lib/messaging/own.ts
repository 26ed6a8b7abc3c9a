import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { mailTemplates } from "@/db/schema";
import type { OwnTemplate, OwnWords } from "./own-words";
import type { Words } from "./words";

/** A practice's own words, as `own(template, words)`: undefined where ours are used. */
export async function ownWordsOf(tx: Tx, practiceId: string) {
  const rows = await tx
    .select({
      template: mailTemplates.template,
      locale: mailTemplates.locale,
      subject: mailTemplates.subject,
      body: mailTemplates.body,
    })
    .from(mailTemplates)
    .where(eq(mailTemplates.practiceId, practiceId));
  return (template: OwnTemplate, { locale }: Words): OwnWords | undefined =>
    rows.find((row) => row.template === template && row.locale === locale);
}
