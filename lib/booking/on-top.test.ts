import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { type Desk, makeDesk } from "@/db/testing/desk";
import { refusalOf, seatRows } from "@/db/testing/lessons";
import type { Visitor } from "@/lib/core/actor";
import { restoreBooking } from "./cancel.write";
import { blockTime } from "./staff-time.write";
import { bookLesson } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: Desk;
beforeEach(async () => {
  at = await makeDesk(db.owner);
});

test("whoever books while one is being put on top of another waits, and does not get its time", async () => {
  const below = await at.book("10:00");
  const { practiceId, practitionerId } = at;
  let outcome: unknown = null;
  let booked: Promise<void> = Promise.resolve();
  await db.owner.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended('calendar:' || ${practitionerId}::uuid, 0))`,
    );
    booked = bookLesson(visitor, asking(at, coming(at.zone, 2, "11:00"))).then(
      () => {
        outcome = "booked";
      },
      (error: unknown) => {
        outcome = error;
      },
    );
    const waits = async () => {
      const [row] = await db.owner.execute<{
        n: number;
      }>(sql`select count(*)::int as n from pg_locks
        where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`);
      return (row?.n ?? 0) > 0;
    };
    while (outcome === null && !(await waits()));
    const start = coming(at.zone, 2, "10:30").toISOString();
    const end = coming(at.zone, 2, "11:30").toISOString();
    await tx.execute(sql`insert into lessons (practice_id, id, practitioner_id, kind, service_id, place_id, status, starts_at, ends_at,
        blocked_from, blocked_until, time_zone, local_start, on_top)
      select practice_id, gen_random_uuid(), practitioner_id, kind, service_id, place_id, status, ${start}, ${end}, ${start}, ${end},
        time_zone, local_start, true from lessons where practice_id = ${practiceId} and id = ${below.lessonId}`);
  });
  await booked;
  expect(outcome).toMatchObject({ code: "slot_taken" });
});

test("two who put lessons on each other at once, each for a reason, do not wait for each other for ever", async () => {
  await at.book("10:00");
  const times = ["10:00", "10:15", "10:30", "10:45"];
  const all = await Promise.all(times.map((time) => at.book(time, { onTop: "other" })));
  expect(new Set(all.map(({ lessonId }) => lessonId)).size).toBe(4);
});

describe("a lesson that staff put on top of another, once that other is gone", () => {
  let onTop: { bookingId: string; lessonId: string };
  beforeEach(async () => {
    const below = await at.book("10:00");
    onTop = await at.book("10:00", { onTop: "short" });
    await at.cancel(below.bookingId);
  });

  test("keeps its time: nobody is put beside it without a reason of their own", async () => {
    expect((await refusalOf(at.book("10:30"))).code).toBe("slot_taken");
    const other = await at.book("14:00");
    expect((await refusalOf(at.move(other.bookingId, "10:30"))).code).toBe("slot_taken");
    const block = blockTime(at.staff(), {
      practitionerId: at.practitionerId,
      title: "Away",
      from: comingDay(at.zone, 2),
      fromTime: "10:30",
      untilTime: "12:00",
    });
    expect((await refusalOf(block)).code).toBe("slot_taken");
    await at.move(other.bookingId, "10:30", { onTop: "short" });
    expect((await seatRows(db.owner, other.bookingId)).lesson.onTop).toBe(true);
  });

  test("comes back after a cancellation only where its time is still free", async () => {
    const { version } = await at.cancel(onTop.bookingId);
    const restore = () => restoreBooking(at.staff(), { bookingId: onTop.bookingId, version });
    const start = coming(at.zone, 2, "10:00");
    const { bookingId } = await bookLesson(visitor, asking(at, start));
    expect((await refusalOf(restore())).code).toBe("slot_taken");
    await at.cancel(bookingId);
    await restore();
    expect((await seatRows(db.owner, onTop.bookingId)).lesson).toMatchObject({
      status: "confirmed",
      onTop: false,
    });
  });
});
