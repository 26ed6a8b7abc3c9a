import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { emails, reminders } from "@/db/schema";
import { bookingMailFacts } from "@/lib/booking/mail-facts";
import { isSystem, type System } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { type Draft, queueMails } from "@/lib/messaging/outbox";
import { command, type Work } from "@/lib/work/command";
import { lessonLetters } from "./lesson-letters";
import { reminderLetters } from "./remind.write";
import { requestLetters } from "./request-mail.write";

type Lost = typeof emails.$inferSelect & { practiceId: string; subjectId: string };

/** A message that reached nobody, written anew for whoever of the family has not been sent it. */
export const queueAgain = command({
  name: "messaging.queue_again",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), emailId: id("email") }),
  run: async (work, { practiceId, emailId }) => {
    const { tx, audit, enqueue } = work;
    const [row] = await tx
      .select()
      .from(emails)
      .where(and(eq(emails.practiceId, practiceId), eq(emails.id, emailId)));
    let queued = 0;
    if (row?.subjectId && row.template === "routine_assigned")
      enqueue("mail.routine", { practiceId, assignmentId: row.subjectId });
    else if (row?.subjectId) {
      const lost: Lost = { ...row, practiceId, subjectId: row.subjectId };
      const had = await tx
        .select({ to: emails.toAddress })
        .from(emails)
        .where(
          and(
            eq(emails.practiceId, practiceId),
            eq(emails.template, lost.template),
            eq(emails.subjectId, lost.subjectId),
            inArray(emails.state, ["queued", "sent", "kept"]),
          ),
        );
      const drafts = (await draftsOf(work, lost))
        .filter((draft) => draft.clientId && !had.some(({ to }) => to === draft.to))
        // Another happening than the first: the address may be the one that was tried before.
        .map((draft) => ({ ...draft, dedupe: `${draft.dedupe}:again:${emailId}` }));
      queued = await queueMails(work, drafts);
    }
    audit({ type: "email", id: emailId }, { queued });
  },
});

async function draftsOf(
  work: Work<System>,
  { practiceId, template, subjectId }: Lost,
): Promise<Draft[]> {
  const { tx } = work;
  if (template === "reminder" || template === "follow_up") {
    const [reminder] = await tx
      .select()
      .from(reminders)
      .where(and(eq(reminders.practiceId, practiceId), eq(reminders.id, subjectId)));
    return reminder ? reminderLetters(work, reminder) : [];
  }
  const facts = await bookingMailFacts(tx, { practiceId, bookingId: subjectId });
  const named = <E extends string>(events: readonly E[]) =>
    events.find((one) => template === `booking_${one}`);
  const request = named(["asked", "declined", "unanswered"]);
  // Without the free times that a no brought along: they may be taken by now.
  if (facts && request)
    return requestLetters(tx, facts, { event: request, sequence: facts.sequence, times: [] });
  const event = named(["booked", "moved", "cancelled"]);
  // What is no longer so is not told, also not to a corrected address.
  if (!event || !facts || (facts.status === "cancelled") !== (event === "cancelled")) return [];
  return lessonLetters(work, facts, { event, sequence: facts.sequence, by: "practice" });
}
