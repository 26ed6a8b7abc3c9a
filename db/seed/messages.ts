import { and, eq } from "drizzle-orm";
import { newId } from "@/lib/core/id";
import { planReminders } from "@/lib/messaging/plan";
import type { Tx } from "../client";
import * as t from "../schema";
import type { SeededFamily } from "./families";
import type { SeededPractice } from "./people";

const MINUTE = 60_000;

/** What was written to the families so far: sent, except one to an address that is wrong, and the reminders to come. */
export async function seedMessages(
  tx: Tx,
  { practiceId }: SeededPractice,
  families: Map<string, SeededFamily>,
  now: Date,
): Promise<void> {
  const seats = await tx
    .select({
      id: t.bookings.id,
      clientId: t.bookings.clientId,
      status: t.bookings.status,
      createdAt: t.bookings.createdAt,
      startsAt: t.lessons.startsAt,
      to: t.guardians.email,
    })
    .from(t.bookings)
    .innerJoin(
      t.lessons,
      and(eq(t.lessons.practiceId, t.bookings.practiceId), eq(t.lessons.id, t.bookings.lessonId)),
    )
    .innerJoin(
      t.guardians,
      and(
        eq(t.guardians.practiceId, t.bookings.practiceId),
        eq(t.guardians.clientId, t.bookings.clientId),
      ),
    )
    .where(eq(t.bookings.practiceId, practiceId))
    .orderBy(t.bookings.createdAt, t.bookings.id);
  const wrong = families.get("Otis")?.clientId;
  const rows: (Omit<typeof t.emails.$inferInsert, "id"> & { createdAt: Date })[] = [];
  for (const { id: subjectId, clientId, to, startsAt, status } of seats) {
    if (!to || status === "requested") continue;
    const about = { practiceId, clientId, subjectId, toAddress: to };
    const booked = new Date(
      Math.min(startsAt.getTime() - 6 * 1440 * MINUTE, now.getTime() - MINUTE),
    );
    const reminded = new Date(startsAt.getTime() - 2 * 1440 * MINUTE);
    const lost = clientId === wrong;
    const made = (template: string, at: Date): (typeof rows)[number] => ({
      ...about,
      template,
      dedupe: `demo:${template}:${subjectId}:${to}`,
      createdAt: at,
      ...(lost
        ? { state: "failed", attempts: 3, lastError: "550" }
        : { state: "sent", attempts: 1, sentAt: new Date(at.getTime() + 4000) }),
    });
    rows.push(made("booking_booked", booked));
    if (reminded < now && reminded > booked) rows.push(made("reminder", reminded));
  }
  // Ids rise with time, and lists go by them.
  rows.sort((one, two) => one.createdAt.getTime() - two.createdAt.getTime());
  if (rows.length > 0)
    await tx.insert(t.emails).values(rows.map((row) => ({ ...row, id: newId() })));
  await planReminders(tx, { practiceId, serviceId: null, after: null, most: 500 }, now);
}
