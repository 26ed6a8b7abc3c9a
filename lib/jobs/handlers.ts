import { giveUpRequest, requestsDue } from "@/lib/booking/requests.write";
import { lookThrough, practicesToLook } from "@/lib/clients/retention.write";
import type { System } from "@/lib/core/actor";
import { publicUrl } from "@/lib/core/env";
import type { PracticeId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { makeExport } from "@/lib/documents/export.make";
import { failExport, purgeExport } from "@/lib/documents/export.write";
import { purgeFile } from "@/lib/documents/file.write";
import { letGo, ofLesson } from "@/lib/messaging/leave.write";
import { canSend, deliver, stayedHere } from "@/lib/messaging/mailer";
import { dueReminders, replan, startReminders } from "@/lib/messaging/plan.write";
import { mailToSend } from "@/lib/messaging/read";
import { mailStands } from "@/lib/messaging/standing.read";
import { OPTED_OUT, textDriver } from "@/lib/messaging/texts";
import { noteTry } from "@/lib/messaging/write";
import type { JobName, Jobs } from "@/lib/work/jobs";
import { queueAgain } from "./again.write";
import { cleanExpired } from "./clean.write";
import { queueCopiesBegin } from "./copies-mail.write";
import { queueConsents, queueForms } from "./forms-mail.write";
import {
  queueBooking,
  queueInvitation,
  queueReferral,
  queueRoutine,
  queueSignIn,
} from "./mail.write";
import { queueReferralNews } from "./news-mail.write";
import { queueOutside, readCalendar } from "./outside.write";
import { remind } from "./remind.write";
import { queueCopies, queueRequest } from "./request-mail.write";
import { freeStuckJobs, stillWorking } from "./stuck";
import { signTrail } from "./trail";

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
  "mail.request": (payload) => queueRequest(system(payload.practiceId), payload),
  "mail.copies": (payload) => queueCopies(system(payload.practiceId), payload),
  "mail.copies_begin": (payload) => queueCopiesBegin(system(payload.practiceId), payload),
  "booking.give_up": async () => {
    for (const one of await requestsDue(system(null), {}))
      await giveUpRequest(system(one.practiceId), one);
  },
  "mail.referral": (payload) => queueReferral(system(payload.practiceId), payload),
  "mail.referral_news": (payload) => queueReferralNews(system(payload.practiceId), payload),
  "mail.routine": (payload) => queueRoutine(system(payload.practiceId), payload),
  "mail.forms": (payload) => queueForms(system(payload.practiceId), payload),
  "mail.consents": ({ practiceId, guardianId, consentIds }) =>
    queueConsents(system(practiceId), { practiceId, guardianId, consentIds: [...consentIds] }),
  "mail.again": (payload) => queueAgain(system(payload.practiceId), payload),
  "mail.send": (payload, attempt) => send(payload.emailId, attempt),
  "remind.due": async () => {
    const due = await dueReminders(system(null), { now: systemNow() });
    // Nothing due, nothing written: this runs every minute.
    if (due.length > 0) await startReminders(system(null), { due });
  },
  "remind.send": async (payload) => {
    await remind(system(payload.practiceId), { ...payload, now: systemNow() });
  },
  "remind.plan": (payload) => replan(system(payload.practiceId), payload),
  "files.purge": async (payload) => {
    await purgeFile(system(payload.practiceId), payload);
  },
  "export.make": async (payload, attempt) => {
    const key = `export.make:${payload.exportId}`;
    try {
      await makeExport(payload, { alive: () => stillWorking(key) });
    } catch (error) {
      if (attempt.last) await failExport(system(payload.practiceId), payload);
      throw error;
    }
  },
  "export.purge": async (payload) => {
    await purgeExport(system(payload.practiceId), payload);
  },
  "clients.look": async () => {
    for (const practiceId of await practicesToLook(system(null), {}))
      await lookThrough(system(practiceId), { practiceId });
  },
  "clean.expired": async () => {
    await cleanExpired(system(null), {});
  },
  "clean.stuck": freeStuckJobs,
  "audit.checkpoint": signTrail,
  "outside.due": async () => {
    await queueOutside(system(null), {});
  },
  "outside.read": readCalendar,
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
  const { practiceId, channel, template } = found;
  const note = noteTry.bind(null, system(practiceId));
  if (practiceId && !(await mailStands(system(practiceId), { practiceId, emailId }))) {
    await note({ emailId, outcome: { is: "dropped" } });
    return;
  }
  const leaves =
    practiceId && ofLesson(template)
      ? await letGo(system(practiceId), { practiceId, emailId })
      : null;
  if (leaves === "held") {
    await note({ emailId, outcome: { is: "dropped" } });
    return;
  }
  const texts = textDriver();
  if (channel === "sms" ? !texts : !canSend()) {
    await note({ emailId, outcome: { is: "kept" } });
    const what =
      channel === "sms"
        ? `Text kept: ${template}`
        : `Mail kept: ${template} for somebody at ${found.to.split("@").at(-1)}`;
    process.stdout.write(`${what}. Read it at ${publicUrl()}/admin/mail\n`);
    return;
  }
  const code =
    channel === "sms" && texts
      ? await texts.send({ id: emailId, to: found.to, text: found.mail.text })
      : await deliver(found);
  if (code === null) {
    await note({ emailId, outcome: { is: "sent" } });
    return;
  }
  // Whoever asked for no more texts is not asked a second time.
  const over =
    last || code === OPTED_OUT || (channel !== "sms" && noSuchMailbox.test(code) && count >= 3);
  const stayed = leaves === "first" && stayedHere(code);
  await note({ emailId, outcome: { is: "refused", code, last: over, stayed } });
  // Thrown so that the queue tries again later; after the last try the row says what happened.
  if (!over) throw new Refusal("busy", "errors:busy", { facts: { code } });
}
