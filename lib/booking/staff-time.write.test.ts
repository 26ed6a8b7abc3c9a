import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, mailJobs, makeLesson, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, startOfDay, wallOf } from "@/lib/core/time";
import { cancelByStaff } from "./cancel.write";
import { staffCalendar } from "./staff.read";
import { completeLesson, markArrived } from "./staff.write";
import { bookByStaff } from "./staff-book.write";
import { lessonsOutsideHours, staffBooking, staffFreeTimes } from "./staff-one.read";
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

const lessonOf = (startsAt: Date) => makeLesson(db.owner, at, family, startsAt);
const rowsOf = (bookingId: string) => seatRows(db.owner, bookingId);
const jobsOf = (bookingId: string) => mailJobs(db.owner, bookingId);
const auditOf = (operation: string) =>
  db.owner
    .select()
    .from(t.auditEvents)
    .where(
      and(eq(t.auditEvents.practiceId, at.practiceId), eq(t.auditEvents.operation, operation)),
    );

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
  });

  test("inside the hours is read on the wall of the place, in whatever zone the practice is", async () => {
    await db.owner
      .update(t.places)
      .set({ timeZone: "America/New_York" })
      .where(eq(t.places.id, at.placeId));
    await db.owner
      .update(t.weeklyHours)
      .set({ placeId: at.placeId })
      .where(eq(t.weeklyHours.practiceId, at.practiceId));
    const booked = (time: string) =>
      bookByStaff(at.staff(), {
        ...{ serviceId: at.serviceId, clientId: family.clientId, babyIds: [family.babyId] },
        ...{ day: comingDay(at.zone, 3), time },
      });
    // From nine to five in New York; the calendar is drawn, and written to, in the practice's own time.
    expect((await refusalOf(booked("10:00"))).facts).toEqual({ outside: true });
    const { lessonId } = await booked("20:00");
    await move(lessonId, 1, comingDay(at.zone, 3), "18:00");
    expect((await refusalOf(move(lessonId, 2, comingDay(at.zone, 3), "12:00"))).facts).toEqual({
      outside: true,
    });
    const seen = await staffCalendar(at.staff(), { from: comingDay(at.zone, 3), days: 1 });
    expect(seen.days[0]?.open).toEqual([{ start: 14 * 60, end: 22 * 60 }]);
    const { practitionerId } = at;
    expect(await lessonsOutsideHours(at.staff(), { practitionerId })).toEqual([]);
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

  test("a whole day is taken off also where the clocks jump over its midnight, or over the next", async () => {
    at = await makePractice(db.owner, "Africa/Cairo");
    const begins = (on: string) => startOfDay(on, at.zone);
    let gap = addDays(comingDay(at.zone, 1), 7);
    while (wallOf(begins(gap), at.zone).time === "00:00") gap = addDays(gap, 1);
    const { practitionerId } = at;
    for (const from of [gap, addDays(gap, -1)]) {
      const off = { practitionerId, title: "Away", from, allDay: true };
      const { lessonId } = await blockTime(at.staff(), off);
      const [row] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, lessonId));
      expect([row?.startsAt, row?.endsAt]).toEqual([begins(from), begins(addDays(from, 1))]);
    }
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
    const { lessonId } = await blockTime(at.staff("front_desk"), input);
    const shorter = { lessonId, version: 1, day: comingDay(at.zone, 2), time: "00:00", minutes: 5 };
    expect((await refusalOf(moveByStaff(colleague, shorter))).code).toBe("not_found");
    await expect(moveByStaff(at.staff("front_desk"), shorter)).resolves.toBeDefined();
  });

  test("a practitioner keeps its own", async () => {
    const own = at.staff("practitioner");
    const { practitionerId } = at;
    const { lessonId } = await blockTime(
      { ...own, practitionerId },
      {
        ...{ practitionerId, title: "Away", from: comingDay(at.zone, 2), allDay: "on" },
      },
    );
    const moved = { lessonId, version: 1, day: comingDay(at.zone, 3), time: "00:00" };
    await expect(moveByStaff({ ...own, practitionerId }, moved)).resolves.toBeDefined();
  });
});
