import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { bookings, emails } from "@/db/schema";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";

const TELLS = ["booking_booked", "booking_moved"];
/** Mails that say when a lesson is, or would be: of those that wait, only the last one still holds. */
const WHEN = [...TELLS, "booking_asked"];
/** Mails about a lesson that are held back where what became of it meanwhile makes them untrue. */
export const ofLesson = (template: string): boolean =>
  WHEN.includes(template) || template === "booking_cancelled" || template === "forms_asked";

/** Addresses at which all that was written of a lesson's time still waits here: they have heard of none. */
export async function unheard(
  tx: Tx,
  { practiceId, bookingId }: { practiceId: string; bookingId: string },
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ to: emails.toAddress })
    .from(emails)
    .where(
      and(
        eq(emails.practiceId, practiceId),
        eq(emails.subjectId, bookingId),
        inArray(emails.template, TELLS),
        ne(emails.state, "dropped"),
      ),
    )
    .groupBy(emails.toAddress)
    .having(sql`bool_and(${emails.state} = 'queued' and ${emails.leavingAt} is null)`);
  return new Set(rows.map(({ to }) => to));
}

/**
 * The moment before a mail or text about a lesson is handed to its server: from here on it may have left. What waited
 * while the lesson was cancelled does not go, nor does the word that it is cancelled to whoever never heard of it, nor an
 * earlier time once a later one was written. Whoever cancels at this very moment waits for this, or this for them.
 */
export const letGo = command({
  name: "messaging.let_go",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), emailId: id("email") }),
  run: async ({ tx, audit }, { practiceId, emailId }): Promise<"held" | "first" | "again"> => {
    const mine = and(eq(emails.practiceId, practiceId), eq(emails.id, emailId));
    const [mail] = await tx.select().from(emails).where(mine);
    if (!mail) throw notFound();
    if (mail.state !== "queued" || !mail.clientId) return "held";
    const subject = mail.subjectId ?? sql`null`;
    const [booking] = await tx
      .select()
      .from(bookings)
      .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, subject)))
      .for("update");
    const written = await tx
      .select()
      .from(emails)
      .where(
        and(
          eq(emails.practiceId, practiceId),
          eq(emails.clientId, mail.clientId),
          eq(emails.toAddress, mail.toAddress),
          eq(emails.subjectId, subject),
          inArray(emails.template, WHEN),
        ),
      )
      .orderBy(desc(emails.createdAt), desc(emails.id));
    const stands = () => {
      if (!booking) return true;
      if (booking.cancelRule === "untold") return false;
      if (mail.template === "forms_asked") return true;
      if (mail.template === "booking_cancelled") {
        const told = written.filter(({ template }) => TELLS.includes(template));
        const waits = told.filter(({ state }) => state !== "dropped");
        const left = waits.some(({ state, leavingAt }) => state !== "queued" || leavingAt);
        // Whoever booked it on our pages knows of it, whatever became of the mail.
        const knows = booking.source !== "staff" && booking.cancelledBy !== "family";
        return told.length === 0 || left || knows;
      }
      return booking.status !== "cancelled" && written[0]?.id === mail.id;
    };
    const goes = stands();
    audit({ type: "email", id: emailId }, { leaving: goes });
    if (!goes) return "held";
    // A try before this one may have brought it there already: then no failure of this one says that it is here.
    if (mail.leavingAt) return "again";
    await tx.update(emails).set({ leavingAt: sql`clock_timestamp()` }).where(mine);
    return "first";
  },
});
