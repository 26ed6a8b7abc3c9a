import { sql } from "drizzle-orm";
import { z } from "zod";
import { readOutside } from "@/lib/availability/outside";
import { outsideToRead } from "@/lib/availability/outside.read";
import { noteOutside, outsideJobKey } from "@/lib/availability/outside.write";
import { busySpans } from "@/lib/availability/outside-busy";
import { isSystem, type System } from "@/lib/core/actor";
import type { PracticeId } from "@/lib/core/id";
import { systemNow } from "@/lib/core/time";
import { command } from "@/lib/work/command";

const EVERY_MS = 15 * 60_000;
const MOST = 200;
const DAY_MS = 86_400_000;
// As far as a service's horizon may reach.
const AHEAD_DAYS = 735;

/** Gives every calendar whose turn it is a job of its own: a slow server holds up nobody else's. */
export const queueOutside = command({
  name: "jobs.queue_outside",
  allow: isSystem,
  input: z.strictObject({}),
  run: async ({ tx, now, audit, enqueue }) => {
    const before = new Date(now.getTime() - EVERY_MS).toISOString();
    const due = await tx.execute<{ practice_id: string; id: string }>(
      sql`select practice_id, id from due_calendars(${before}::timestamptz, ${MOST})`,
    );
    for (const { practice_id: practiceId, id: calendarId } of due)
      enqueue("outside.read", { practiceId, calendarId }, { key: outsideJobKey(calendarId) });
    audit({ type: "installation", id: "outside" }, { due: due.length });
  },
});

/** Asks the other server outside of any transaction, then writes down what it said. */
export async function readCalendar(payload: {
  practiceId: string;
  calendarId: string;
}): Promise<void> {
  const { practiceId, calendarId } = payload;
  const actor: System = { kind: "system", practiceId: practiceId as PracticeId };
  const found = await outsideToRead(actor, { calendarId });
  if (!found) return;
  const answer = await readOutside(found.address, found.etag);
  if (answer.is !== "read") {
    await noteOutside(actor, { calendarId, outcome: answer });
    return;
  }
  const now = systemNow().getTime();
  const range = { from: new Date(now - DAY_MS), until: new Date(now + AHEAD_DAYS * DAY_MS) };
  const busy = busySpans(answer.text, { ...range, zone: found.zone });
  const outcome = busy
    ? {
        is: "read" as const,
        etag: answer.etag,
        busy: busy.map(({ start, end }) => ({
          start: start.toISOString(),
          end: end.toISOString(),
        })),
      }
    : { is: "problem" as const, problem: "not_a_calendar" };
  await noteOutside(actor, { calendarId, outcome });
}
