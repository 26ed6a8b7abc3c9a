import { and, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { formAssignments } from "@/db/schema";
import { CLOSES_AFTER_MS, OPEN_FOR_MS } from "./rules";

const eachLesson = sql`exists (select 1 from form_versions v join forms f on f.practice_id = v.practice_id and f.id = v.form_id
  where v.practice_id = form_assignments.practice_id and v.id = form_assignments.form_version_id and f.send_when = 'each_lesson')`;

const shifted = (now: Date, ms: number) =>
  sql`${new Date(now.getTime() + ms).toISOString()}::timestamptz`;
/** Forms whose time it is, as `isToCome` and `isGone` of the rules say it of one; a condition on rows of form_assignments. */
export const isTime = (now: Date): SQL =>
  sql`(form_assignments.booking_id is null or form_assignments.due_at is null
    or form_assignments.due_at between ${shifted(now, -CLOSES_AFTER_MS)} and ${shifted(now, OPEN_FOR_MS)} or not ${eachLesson})`;

/**
 * Takes back what was begun about another day, as when the lesson was moved to a later one: how a baby was then is no
 * answer to how it is. What was typed stays with the form and is shown to nobody who fills in.
 */
export const dropBegunTooEarly = (
  tx: Tx,
  { practiceId, bookingId, startsAt }: { practiceId: string; bookingId: string; startsAt: Date },
) =>
  tx
    .update(formAssignments)
    .set({ status: "cancelled" })
    .where(
      and(
        eq(formAssignments.practiceId, practiceId),
        eq(formAssignments.bookingId, bookingId),
        eq(formAssignments.status, "open"),
        lt(formAssignments.startedAt, new Date(startsAt.getTime() - OPEN_FOR_MS)),
        eachLesson,
      ),
    );
