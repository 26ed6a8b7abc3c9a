import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { emails } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { familyReaders } from "@/lib/clients/mail-facts";
import { isStaff, type Staff } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { sendJobKey } from "./outbox";
import { OneMail } from "./schema";

/** Messages that are written anew for an address that was corrected; any other goes to the same address again. */
const anew =
  /^(booking_(booked|moved|cancelled|asked|declined|unanswered)|reminder|follow_up|routine_assigned)$/;

async function lost(tx: Tx, { practiceId }: Staff, emailId: string) {
  const [row] = await tx
    .select()
    .from(emails)
    .where(and(eq(emails.practiceId, practiceId), eq(emails.id, emailId)));
  if (!row?.clientId) throw notFound();
  if (row.state !== "failed") throw new Refusal("conflict", "mail_settings:errors.notLost");
  return { ...row, clientId: row.clientId };
}

/**
 * After the address was corrected the message goes there, written as things are now; to an address that stayed, such as
 * a mailbox that was full, it goes once more as it was.
 */
export const resend = command({
  name: "messaging.resend",
  allow: isStaff,
  input: OneMail,
  run: async ({ actor, tx, audit, enqueue }, { emailId }) => {
    const { practiceId } = actor;
    const row = await lost(tx, actor, emailId);
    const { clientId, toAddress } = row;
    const { recipients, texts } = await familyReaders(
      tx,
      { practiceId, clientId },
      { purpose: "booking", lesson: true },
    );
    const same =
      row.rendered !== null &&
      (recipients.some(({ email }) => email === toAddress) ||
        texts.some(({ phone }) => phone === toAddress) ||
        !anew.test(row.template));
    if (!same && (!anew.test(row.template) || !row.subjectId || recipients.length === 0))
      throw new Refusal("conflict", "mail_settings:errors.noAddress");
    // Its words are gone, and the routine itself says no more than the mail did.
    if (
      !same &&
      row.template === "routine_assigned" &&
      recipients.some(({ email }) => email === toAddress)
    )
      throw new Refusal("conflict", "mail_settings:errors.tooOld");
    await acting(tx, { actor: "system", practiceId }, () =>
      tx
        .update(emails)
        .set(same ? { state: "queued", lastError: null } : { state: "dropped", rendered: null })
        .where(eq(emails.id, emailId)),
    );
    if (same) enqueue("mail.send", { emailId }, { key: sendJobKey(emailId) });
    else enqueue("mail.again", { practiceId, emailId });
    audit({ type: "email", id: emailId }, { clientId, anew: !same });
    return { clientId };
  },
});

/** Somebody called the family instead: nothing is left to do about this message. */
export const leaveMail = command({
  name: "messaging.leave",
  allow: isStaff,
  input: OneMail,
  run: async ({ actor, tx, audit }, { emailId }) => {
    const { practiceId } = actor;
    const { clientId } = await lost(tx, actor, emailId);
    await acting(tx, { actor: "system", practiceId }, () =>
      tx.update(emails).set({ state: "dropped", rendered: null }).where(eq(emails.id, emailId)),
    );
    audit({ type: "email", id: emailId }, { clientId, left: true });
    return { clientId };
  },
});
