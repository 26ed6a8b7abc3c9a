import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { newId, newReference } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { addDays, instantOf, minuteOf, wallOf } from "@/lib/core/time";
import { seal } from "@/lib/work/vault";
import { staffCalendar, staffToday } from "./staff.read";
import { cancelByStaff, completeLesson, markArrived, markNoShow, undoOutcome } from "./staff.write";
import { bookByStaff } from "./staff-book.write";
import { staffBooking, staffFreeTimes } from "./staff-one.read";
import { blockTime, moveByStaff, unblockTime } from "./staff-time.write";
import { bookLesson } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
let family: TestFamily;
beforeEach(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
});

const refusalOf = async (doing: Promise<unknown>): Promise<Refusal> => {
  const refused = await doing.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refused instanceof Refusal)) throw refused ?? new Error("it was not refused");
  return refused;
};

/** A lesson of the family that is there already, however far in the past. */
async function lessonOf(startsAt: Date, more: { referralId?: string; minutes?: number } = {}) {
  const { practiceId, practitionerId, serviceId, placeId, zone } = at;
  const [lessonId, bookingId] = [newId<"lesson">(), newId<"booking">()];
  const endsAt = new Date(startsAt.getTime() + (more.minutes ?? 60) * 60_000);
  const wall = wallOf(startsAt, zone);
  await db.owner.insert(t.lessons).values({
    practiceId,
    id: lessonId,
    practitionerId,
    serviceId,
    placeId,
    status: "confirmed",
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedUntil: endsAt,
    timeZone: zone,
    localStart: `${wall.day} ${wall.time}`,
  });
  await db.owner.insert(t.bookings).values({
    practiceId,
    id: bookingId,
    lessonId,
    clientId: family.clientId,
    referralId: more.referralId ?? null,
    reference: newReference(),
    source: "staff",
    priceMinor: 4800,
    currency: "GBP",
  });
  await db.owner
    .insert(t.bookingBabies)
    .values({ practiceId, bookingId, babyId: family.babyId, clientId: family.clientId });
  return { lessonId, bookingId, startsAt };
}
const hoursAgo = (n: number) => instantOf(minuteOf(new Date()) - n * 60);
const rowsOf = async (bookingId: string) => {
  const [row] = await db.owner
    .select({ booking: t.bookings, lesson: t.lessons })
    .from(t.bookings)
    .innerJoin(t.lessons, eq(t.lessons.id, t.bookings.lessonId))
    .where(eq(t.bookings.id, bookingId));
  return row!;
};
const jobsOf = (bookingId: string) =>
  db.owner.execute<{ event: string; sequence: string; key: string | null }>(sql`
    select j.payload->>'event' as event, j.payload->>'sequence' as sequence, j.key
    from graphile_worker._private_jobs j where j.payload->>'bookingId' = ${bookingId}`);
const auditOf = (operation: string) =>
  db.owner
    .select()
    .from(t.auditEvents)
    .where(
      and(eq(t.auditEvents.practiceId, at.practiceId), eq(t.auditEvents.operation, operation)),
    );

describe("what became of a lesson", () => {
  test("arrived, then completed; each can be taken back, and the time stays taken", async () => {
    const { bookingId } = await lessonOf(hoursAgo(1));
    const here = await markArrived(at.staff(), { bookingId, version: 1 });
    expect(here).toEqual({ version: 2, lessonVersion: 1, status: "arrived" });
    const done = await completeLesson(at.staff("front_desk"), { bookingId, version: 2 });
    expect(done).toEqual({ version: 3, lessonVersion: 2, status: "completed" });
    expect((await rowsOf(bookingId)).lesson.status).toBe("completed");
    const back = await undoOutcome(at.staff(), { bookingId, version: 3 });
    expect(back).toEqual({ version: 4, lessonVersion: 3, status: "arrived" });
    await undoOutcome(at.staff(), { bookingId, version: 4 });
    const { booking, lesson } = await rowsOf(bookingId);
    expect(booking).toMatchObject({ status: "booked", arrivedAt: null, completedAt: null });
    expect(lesson.status).toBe("confirmed");
  });

  test("a family that did not come, and then did", async () => {
    const { bookingId } = await lessonOf(hoursAgo(2));
    await markNoShow(at.staff(), { bookingId, version: 1 });
    expect((await rowsOf(bookingId)).lesson.status).toBe("no_show");
    await undoOutcome(at.staff(), { bookingId, version: 2 });
    const { booking, lesson } = await rowsOf(bookingId);
    expect([booking.status, booking.noShowAt, lesson.status]).toEqual([
      "booked",
      null,
      "confirmed",
    ]);
  });

  test("is not said before it started, nor over what somebody else has said", async () => {
    const { bookingId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const early = await refusalOf(completeLesson(at.staff(), { bookingId, version: 1 }));
    expect(early.say.key).toBe("calendar:errors.notStarted");
    expect((await refusalOf(markNoShow(at.staff(), { bookingId, version: 1 }))).code).toBe(
      "conflict",
    );
    expect((await refusalOf(markArrived(at.staff(), { bookingId, version: 1 }))).say.key).toBe(
      "calendar:errors.tooEarly",
    );
    const past = await lessonOf(hoursAgo(1));
    await markNoShow(at.staff(), { bookingId: past.bookingId, version: 1 });
    const stale = await refusalOf(
      completeLesson(at.staff(), { bookingId: past.bookingId, version: 1 }),
    );
    expect(stale).toMatchObject({ code: "conflict", facts: { status: "no_show", version: 2 } });
    const twice = await refusalOf(
      completeLesson(at.staff(), { bookingId: past.bookingId, version: 2 }),
    );
    expect(twice.code).toBe("conflict");
  });

  test("two people at once: one is heard, the other is told", async () => {
    const { bookingId } = await lessonOf(hoursAgo(1));
    const results = await Promise.allSettled([
      completeLesson(at.staff(), { bookingId, version: 1 }),
      markNoShow(at.staff("front_desk"), { bookingId, version: 1 }),
      cancelByStaff(at.staff(), { bookingId, version: 1, reason: "mistake" }),
    ]);
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    for (const one of results)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
  });
});

describe("cancelling", () => {
  test("frees the time, keeps the reason and sends exactly one mail", async () => {
    const start = coming(at.zone, 3, "11:00");
    const { bookingId } = await lessonOf(start);
    const input = { bookingId, version: 1, reason: "travel" as const, note: "The road is closed." };
    const key = "cancel-key-0123456789";
    await cancelByStaff(at.staff("front_desk"), input, { key });
    await cancelByStaff(at.staff("front_desk"), input, { key });
    const { booking, lesson } = await rowsOf(bookingId);
    expect(booking).toMatchObject({
      status: "cancelled",
      cancelledBy: "practice",
      cancelReason: "travel: The road is closed.",
    });
    expect(lesson).toMatchObject({ status: "cancelled", sequence: 1, version: 2 });
    expect(await jobsOf(bookingId)).toEqual([{ event: "cancelled", sequence: "1", key: null }]);
    const [row] = await auditOf("booking.cancel_by_staff");
    expect(JSON.stringify(row?.detail)).not.toContain("road");
    // Free at once: another family has it.
    await expect(bookLesson(visitor, asking(at, start))).resolves.toBeDefined();
    const seen = await staffBooking(at.staff(), { bookingId });
    expect(seen.cancelled).toEqual({ reason: "travel", note: "The road is closed." });
    expect(seen.history.map((one) => one.kind)).toEqual(["booked", "cancelled"]);
  });

  test("a lesson that is over is cancelled without a mail", async () => {
    const { bookingId } = await lessonOf(hoursAgo(30));
    await cancelByStaff(at.staff(), { bookingId, version: 1, reason: "mistake" });
    expect(await jobsOf(bookingId)).toEqual([]);
  });

  test("a completed lesson is not cancelled by a slip", async () => {
    const { bookingId } = await lessonOf(hoursAgo(2));
    await completeLesson(at.staff(), { bookingId, version: 1 });
    const refused = await refusalOf(
      cancelByStaff(at.staff(), { bookingId, version: 2, reason: "other" }),
    );
    expect(refused.code).toBe("conflict");
  });
});

describe("moving", () => {
  const move = (lessonId: string, version: number, day: string, time: string, more = {}) =>
    moveByStaff(at.staff(), { lessonId, version, day, time, ...more });

  test("keeps lesson and buffers as long as they were, and tells the family once it has settled", async () => {
    const { lessonId, bookingId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const first = await move(lessonId, 1, comingDay(at.zone, 3), "14:15");
    expect(first).toEqual({ lessonId, version: 2, bookingVersion: 2 });
    await move(lessonId, 2, comingDay(at.zone, 4), "09:30");
    const { lesson } = await rowsOf(bookingId);
    expect(lesson.startsAt).toEqual(coming(at.zone, 4, "09:30"));
    expect(lesson.endsAt).toEqual(coming(at.zone, 4, "10:30"));
    expect(lesson).toMatchObject({ sequence: 2, version: 3, status: "confirmed" });
    expect(lesson.localStart).toContain("09:30");
    // Two moves within a minute are one mail, about where it ended up.
    const jobs = await jobsOf(bookingId);
    expect(jobs.map(({ event, sequence }) => [event, sequence])).toEqual([["moved", "2"]]);
  });

  test("two staff, two lessons, one time: one wins, the other is told where else is free", async () => {
    const one = await lessonOf(coming(at.zone, 2, "09:00"));
    const two = await lessonOf(coming(at.zone, 2, "12:00"));
    for (let round = 0; round < 8; round++) {
      const before = [await rowsOf(one.bookingId), await rowsOf(two.bookingId)];
      const time = round % 2 === 0 ? "15:00" : "10:00";
      const day = comingDay(at.zone, (round % 3) + 2);
      const results = await Promise.allSettled(
        [one, two].map(({ lessonId }, i) => move(lessonId, before[i]!.lesson.version, day, time)),
      );
      const lost = results.flatMap((result) =>
        result.status === "rejected" ? [result.reason] : [],
      );
      expect(lost).toHaveLength(1);
      expect(lost[0]).toMatchObject({ code: "slot_taken", say: { key: "calendar:errors.taken" } });
      expect(lost[0].facts.nearest).toHaveLength(3);
    }
    const doubles = await db.owner.execute(sql`
      select 1 from lessons a join lessons b on a.practitioner_id = b.practitioner_id and a.id < b.id
        and tstzrange(a.blocked_from, a.blocked_until) && tstzrange(b.blocked_from, b.blocked_until)
      where a.status = 'confirmed' and b.status = 'confirmed' and a.practice_id = ${at.practiceId}`);
    expect(doubles).toHaveLength(0);
  });

  test("swapping two neighbours at once never deadlocks", async () => {
    const one = await lessonOf(coming(at.zone, 2, "10:00"));
    const two = await lessonOf(coming(at.zone, 2, "11:00"));
    const day = comingDay(at.zone, 2);
    const results = await Promise.allSettled([
      move(one.lessonId, 1, day, "11:00"),
      move(two.lessonId, 1, day, "10:00"),
    ]);
    // Both times are taken until the other has left: nobody moves, and nobody hangs.
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "slot_taken" });
    expect(results.some((result) => result.status === "rejected")).toBe(true);
  });

  test("a move and a family that books the same time: exactly one has it", async () => {
    for (const time of ["11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]) {
      const { lessonId, bookingId } = await lessonOf(coming(at.zone, 5, "09:00"));
      const day = comingDay(at.zone, 4);
      const results = await Promise.allSettled([
        move(lessonId, 1, day, time),
        bookLesson(visitor, asking(at, coming(at.zone, 4, time))),
      ]);
      expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
      for (const one of results)
        if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "slot_taken" });
      const { booking } = await rowsOf(bookingId);
      await cancelByStaff(at.staff(), { bookingId, version: booking.version, reason: "mistake" });
    }
  });

  test("from an old look it is refused in words, and nothing moves", async () => {
    const { lessonId, bookingId } = await lessonOf(coming(at.zone, 2, "10:00"));
    await move(lessonId, 1, comingDay(at.zone, 2), "12:00");
    const refused = await refusalOf(move(lessonId, 1, comingDay(at.zone, 2), "15:00"));
    expect(refused).toMatchObject({ code: "conflict", say: { key: "calendar:errors.moved" } });
    expect((await rowsOf(bookingId)).lesson.startsAt).toEqual(coming(at.zone, 2, "12:00"));
    // What its page showed before the move is old as well.
    const old = await refusalOf(
      cancelByStaff(at.staff(), { bookingId, version: 1, reason: "other" }),
    );
    expect(old.code).toBe("conflict");
  });

  test("into the hour that the clocks jump over it is refused", async () => {
    const { lessonId, bookingId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const year = new Date().getUTCFullYear() + 1;
    const sunday = 31 - new Date(Date.UTC(year, 2, 31)).getUTCDay();
    const refused = await refusalOf(
      move(lessonId, 1, `${year}-03-${sunday}`, "01:30", { outside: "other" }),
    );
    expect(refused).toMatchObject({ code: "invalid", say: { key: "calendar:errors.gap" } });
    expect((await rowsOf(bookingId)).lesson.version).toBe(1);
  });

  test("outside the hours only for a reason, which the audit trail keeps", async () => {
    const { lessonId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const refused = await refusalOf(move(lessonId, 1, comingDay(at.zone, 7), "10:00"));
    expect(refused).toMatchObject({
      say: { key: "calendar:errors.outside" },
      facts: { outside: true },
    });
    await move(lessonId, 1, comingDay(at.zone, 7), "10:00", { outside: "family_asked" });
    const [row] = await auditOf("booking.move_by_staff");
    expect(row?.detail).toMatchObject({ outside: "family_asked" });
    // Taking it back needs no reason, only the version.
    await expect(
      move(lessonId, 2, comingDay(at.zone, 7), "18:00", { outside: "undo" }),
    ).resolves.toMatchObject({ version: 3 });
  });

  test("a lesson that is over, or whose family is here, is not moved", async () => {
    const past = await lessonOf(hoursAgo(2));
    await completeLesson(at.staff(), { bookingId: past.bookingId, version: 1 });
    const { lesson } = await rowsOf(past.bookingId);
    const refused = await refusalOf(
      move(past.lessonId, lesson.version, comingDay(at.zone, 2), "10:00"),
    );
    expect(refused.code).toBe("conflict");
  });
});

describe("booking by staff", () => {
  const ask = (more = {}) => ({
    serviceId: at.serviceId,
    day: comingDay(at.zone, 2),
    time: "10:00",
    clientId: family.clientId,
    babyIds: [family.babyId],
    ...more,
  });
  const newOne = {
    name: "Sam Grant",
    phone: "07700 900142",
    baby: {
      firstName: "Ivy",
      bornOn: { day: "24", month: "8", year: "2026" },
      born: { early: "no" as const },
    },
  };

  test("a known family, at a time off the grid and at once", async () => {
    const made = await bookByStaff(at.staff("front_desk"), ask({ time: "10:20" }));
    const { booking, lesson } = await rowsOf(made.bookingId);
    expect(booking).toMatchObject({ source: "staff", clientId: family.clientId, priceMinor: 4800 });
    expect(lesson.startsAt).toEqual(coming(at.zone, 2, "10:20"));
    expect((await jobsOf(made.bookingId)).map((job) => job.event)).toEqual(["booked"]);
  });

  test("a new family with a telephone and no address", async () => {
    const made = await bookByStaff(
      at.staff(),
      ask({ clientId: undefined, babyIds: [], family: newOne }),
    );
    const seen = await staffBooking(at.staff(), { bookingId: made.bookingId });
    expect(seen.seat.guardians).toEqual(["Sam Grant"]);
    expect(seen.seat.babies[0]?.firstName).toBe("Ivy");
  });

  test("never over another lesson, and outside the hours only for a reason", async () => {
    await bookByStaff(at.staff(), ask());
    const taken = await refusalOf(bookByStaff(at.staff(), ask({ time: "10:30" })));
    expect(taken).toMatchObject({ code: "slot_taken" });
    expect(taken.facts.nearest).toHaveLength(3);
    const late = ask({ time: "19:00" });
    expect((await refusalOf(bookByStaff(at.staff(), late))).facts).toEqual({ outside: true });
    await bookByStaff(at.staff(), { ...late, outside: "urgent" });
    const rows = await auditOf("booking.book_by_staff");
    expect(rows.map((row) => row.detail)).toContainEqual({ outside: "urgent" });
  });

  test("twenty at once: one has the time", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => bookByStaff(at.staff(), ask({ time: "13:00" }))),
    );
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });

  test("another practice's family, baby, service and lesson are not there", async () => {
    const elsewhere = await makePractice(db.owner);
    const other = await makeFamily(db.owner, elsewhere.practiceId);
    const { lessonId, bookingId } = await lessonOf(coming(at.zone, 3, "10:00"));
    const tries = [
      bookByStaff(at.staff(), ask({ clientId: other.clientId, babyIds: [other.babyId] })),
      bookByStaff(at.staff(), ask({ babyIds: [other.babyId] })),
      bookByStaff(at.staff(), ask({ serviceId: elsewhere.serviceId })),
      moveByStaff(elsewhere.staff(), {
        lessonId,
        version: 1,
        day: comingDay(at.zone, 3),
        time: "12:00",
      }),
      cancelByStaff(elsewhere.staff(), { bookingId, version: 1, reason: "other" }),
      markArrived(elsewhere.staff(), { bookingId, version: 1 }),
      staffBooking(elsewhere.staff(), { bookingId }),
      blockTime(at.staff(), {
        practitionerId: elsewhere.practitionerId,
        title: "Away",
        from: comingDay(at.zone, 3),
      }),
    ];
    for (const one of await Promise.allSettled(tries))
      expect(one).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
  });
});

describe("time off", () => {
  const away = (more = {}) =>
    blockTime(at.staff(), {
      practitionerId: at.practitionerId,
      title: "Supervision",
      from: comingDay(at.zone, 2),
      fromTime: "10:00",
      untilTime: "12:00",
      ...more,
    });
  const freeOn = async (weekday: number) => {
    const found = await staffFreeTimes(at.staff(), {
      serviceId: at.serviceId,
      from: comingDay(at.zone, weekday),
      days: 1,
    });
    return found.days[0]?.times.length;
  };

  test("is not offered any more, can be moved, and can be given back", async () => {
    expect(await freeOn(2)).toBe(8);
    const { lessonId } = await away();
    expect(await freeOn(2)).toBe(6);
    const moved = await moveByStaff(at.staff(), {
      lessonId,
      version: 1,
      day: comingDay(at.zone, 7),
      time: "10:00",
    });
    expect(moved).toMatchObject({ version: 2, bookingVersion: null });
    expect(await freeOn(2)).toBe(8);
    await unblockTime(at.staff(), { lessonId, version: 2 });
    const seen = await staffCalendar(at.staff(), { from: comingDay(at.zone, 2), days: 7 });
    expect(seen.events).toEqual([]);
  });

  test("over several days, drawn on each of them", async () => {
    const from = comingDay(at.zone, 2);
    const [next, last] = [addDays(from, 1), addDays(from, 2)];
    await away({ until: last, untilTime: "09:30" });
    const seen = await staffCalendar(at.staff(), { from, days: 7 });
    expect(seen.events.map(({ day, start, end, whole }) => [day, start, end, whole])).toEqual([
      [from, 600, 1440, false],
      [next, 0, 1440, false],
      [last, 0, 570, false],
    ]);
  });

  test("meets lessons that are booked: they are named and stay", async () => {
    const { bookingId } = await lessonOf(coming(at.zone, 2, "11:00"));
    const refused = await refusalOf(away());
    expect(refused).toMatchObject({ code: "slot_taken", say: { key: "calendar:errors.inTheWay" } });
    expect(refused.facts.inTheWay).toMatchObject([{ bookingId }]);
    expect((await rowsOf(bookingId)).lesson.status).toBe("confirmed");
  });

  test("of a colleague is the owner's and the desk's to keep, not another practitioner's", async () => {
    const colleague = { ...at.staff("practitioner"), practitionerId: newId<"practitioner">() };
    const input = {
      practitionerId: at.practitionerId,
      title: "Away",
      from: comingDay(at.zone, 2),
      allDay: "on" as const,
    };
    expect((await refusalOf(blockTime(colleague, input))).code).toBe("not_found");
    await expect(blockTime(at.staff("front_desk"), input)).resolves.toBeDefined();
  });
});

describe("what the front desk sees", () => {
  beforeEach(async () => {
    const health = {
      allergies: ["No nut oils"],
      conditions: ["Reflux"],
      takeCare: "Head raised",
      findings: ["reflux", "ddh"],
    };
    const where = { table: "babies", column: "health", id: family.babyId };
    await db.owner
      .update(t.babies)
      .set({ health: seal(family.dataKey, where, JSON.stringify(health)) })
      .where(eq(t.babies.id, family.babyId));
  });

  test("is how much there is to take care of, never what", async () => {
    const { bookingId } = await lessonOf(hoursAgo(0));
    const [desk, clinician] = [at.staff("front_desk"), at.staff("practitioner")];
    const said = JSON.stringify([
      await staffBooking(desk, { bookingId }),
      await staffToday(desk, {}),
      await staffCalendar(desk, { from: wallOf(new Date(), at.zone).day, days: 1 }),
    ]);
    for (const secret of ["nut oils", "Reflux", "raised", "ddh"])
      expect(said).not.toContain(secret);
    const seen = await staffBooking(desk, { bookingId });
    expect(seen.seat.babies[0]?.alerts).toEqual({ bornEarly: 238, count: 4, facts: null });
    const told = await staffBooking(clinician, { bookingId });
    expect(told.seat.babies[0]?.alerts.facts).toEqual({
      allergies: ["No nut oils"],
      conditions: ["Reflux"],
      takeCare: "Head raised",
      findings: ["ddh"],
    });
  });

  test("only an owner reads who did what", async () => {
    const { bookingId } = await lessonOf(hoursAgo(1));
    await markArrived(at.staff(), { bookingId, version: 1 });
    expect((await staffBooking(at.staff("practitioner"), { bookingId })).trail).toBeNull();
    const { trail } = await staffBooking(at.staff("owner"), { bookingId });
    expect(trail?.map((one) => one.operation)).toEqual(["booking.mark_arrived"]);
  });
});

test("today: what is left to say, what waits, and how the week stands", async () => {
  await lessonOf(hoursAgo(50));
  const seen = await staffToday(at.staff(), {});
  expect(seen.unsaid).toHaveLength(1);
  expect(seen.referrals).toEqual({ count: 0, oldest: null });
  expect(seen.currency).toBe("GBP");
});
