import type { System } from "@/lib/core/actor";
import { publicUrl } from "@/lib/core/env";
import type { PracticeId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { canSend, deliver } from "@/lib/messaging/mailer";
import { mailToSend } from "@/lib/messaging/read";
import { noteTry } from "@/lib/messaging/write";
import type { JobName, Jobs } from "@/lib/work/jobs";
import { cleanExpired } from "./clean.write";
import {
  queueBooking,
  queueInvitation,
  queueReferral,
  queueRoutine,
  queueSignIn,
} from "./mail.write";
import { freeStuckJobs } from "./stuck";

/** `last`: when this try fails there is no other. */
export type Try = { count: number; last: boolean };
type Handlers = { [Name in JobName]: (payload: Jobs[Name], attempt: Try) => Promise<void> };

const system = (practiceId: string | null): System => ({
  kind: "system",
  practiceId: practiceId as PracticeId | null,
});

/** Every job there is. Each may run twice, or again after it was cut off at any point. */
export const handlers: Handlers = {
  "mail.sign_in": (payload) => queueSignIn(system(null), payload),
  "mail.invitation": (payload) => queueInvitation(system(payload.practiceId), payload),
  "mail.booking": (payload) => queueBooking(system(payload.practiceId), payload),
  "mail.referral": (payload) => queueReferral(system(payload.practiceId), payload),
  "mail.routine": (payload) => queueRoutine(system(payload.practiceId), payload),
  "mail.send": (payload, attempt) => send(payload.emailId, attempt),
  "clean.expired": async () => {
    await cleanExpired(system(null), {});
  },
  "clean.stuck": freeStuckJobs,
};

// RFC 5321, 4.2.3: no such mailbox, moved away, a name that cannot be. Asked three times, as some servers say so to
// strangers at first; then the practice should see that the mail came back, not tomorrow.
const noSuchMailbox = /^55[013]$/;

/**
 * At least once: cut off between the server's yes and our own note of it, the mail is sent again under the same
 * Message-ID. Without a server it is kept for the administrator's mail page, and one line says so.
 */
async function send(emailId: string, { count, last }: Try): Promise<void> {
  const found = await mailToSend(system(null), { emailId });
  if (!found) return;
  const note = noteTry.bind(null, system(found.practiceId));
  if (!canSend()) {
    await note({ emailId, outcome: { is: "kept" } });
    const domain = found.to.split("@").at(-1);
    process.stdout.write(
      `Mail kept: ${found.template} for somebody at ${domain}. Read it at ${publicUrl()}/admin/mail\n`,
    );
    return;
  }
  const code = await deliver(found);
  if (code === null) {
    await note({ emailId, outcome: { is: "sent" } });
    return;
  }
  const over = last || (noSuchMailbox.test(code) && count >= 3);
  await note({ emailId, outcome: { is: "refused", code, last: over } });
  // Thrown so that the queue tries again later; after the last try the row says what happened.
  if (!over) throw new Refusal("busy", "errors:busy", { facts: { code } });
}
