import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { emails } from "@/db/schema";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { Work } from "@/lib/work/command";
import { sealForSystem, unsealForSystem } from "@/lib/work/vault";
import type { Mail } from "./layout";
import { StoredMail } from "./schema";

type Row = typeof emails.$inferSelect;
export type Draft = {
  practiceId: string | null;
  clientId?: string | null;
  template: string;
  /** What it tells of: a booking, a reminder, a referral, a home routine. */
  about?: string;
  /** An e-mail address, or for a text a telephone number in international form. */
  to: string;
  /** Names the happening and the reader: the same one twice is one mail. */
  dedupe: string;
} & ({ mail: Mail } | { text: string });

const where = (row: Pick<Row, "practiceId" | "id">) => ({
  table: "emails",
  column: "rendered",
  practiceId: row.practiceId,
  id: row.id,
});
export const openMail = (row: Pick<Row, "practiceId" | "id">, rendered: Buffer): Mail => {
  const { attachments, ...mail } = StoredMail.parse(
    JSON.parse(unsealForSystem(where(row), rendered)),
  );
  return attachments ? { ...mail, attachments } : mail;
};

export const sendJobKey = (emailId: string): string => `mail.send:${emailId}`;

/** Rows and jobs for mails and texts, in the transaction of the job that writes them. Returns how many are new. */
export async function queueMails(
  work: Pick<Work<Actor>, "tx" | "enqueue">,
  drafts: readonly Draft[],
): Promise<number> {
  let queued = 0;
  for (const draft of drafts) {
    const { practiceId, clientId = null, template, about = null, to, dedupe } = draft;
    const id = newId<"email">();
    const content = "mail" in draft ? draft.mail : { subject: "", text: draft.text, html: "" };
    const made = await work.tx
      .insert(emails)
      .values({
        id,
        practiceId,
        clientId,
        template,
        subjectId: about,
        channel: "mail" in draft ? "email" : "sms",
        toAddress: to,
        dedupe,
        rendered: sealForSystem(where({ practiceId, id }), JSON.stringify(content)),
      })
      .onConflictDoNothing({ target: emails.dedupe });
    if (made.count === 0) continue;
    work.enqueue("mail.send", { emailId: id }, { key: sendJobKey(id) });
    queued += 1;
  }
  return queued;
}

/**
 * The server took a mail, so it is back: those that waited for it go now instead of when their pause is over.
 * Only what failed for the server's sake is woken; a refused recipient keeps its pause.
 */
export const wakeWaiting = (tx: Tx, channel: Row["channel"]) =>
  tx.execute(sql`
    select graphile_worker.reschedule_jobs(array(
      select j.id from graphile_worker.jobs j join emails e on j.key = 'mail.send:' || e.id
      where j.task_identifier = 'mail.send' and j.attempts between 1 and j.max_attempts - 1
        and j.locked_at is null and j.run_at > now() and e.state = 'queued' and e.channel = ${channel}
        and e.last_error ~ '^(E|421$)'
      limit 500), run_at := now())`);

export const findMail = async (tx: Tx, emailId: string): Promise<Row | undefined> =>
  (await tx.select().from(emails).where(eq(emails.id, emailId)))[0];
