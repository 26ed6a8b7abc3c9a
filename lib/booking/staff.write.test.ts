import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, mailJobs, makeLesson, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { wallOf } from "@/lib/core/time";
import { seal } from "@/lib/work/vault";
import { cancelByStaff } from "./cancel.write";
import { staffCalendar } from "./staff.read";
import { completeLesson, markArrived, markNoShow, undoOutcome } from "./staff.write";
import { staffBooking } from "./staff-one.read";
import { staffToday } from "./today.read";
import { bookingTrail } from "./trail.read";
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
    const told = eq(t.bookings.id, bookingId);
    await db.owner.update(t.bookings).set({ toldStartsAt: start }).where(told);
    const input = { bookingId, version: 1, reason: "travel" as const, note: "The road is closed." };
    const key = "cancel-key-0123456789";
    await cancelByStaff(at.staff("front_desk"), input, { key });
    await cancelByStaff(at.staff("front_desk"), input, { key });
    const { booking, lesson } = await rowsOf(bookingId);
    expect(booking).toMatchObject({
      status: "cancelled",
      cancelledBy: "practice",
      cancelReason: "travel",
    });
    expect(booking.cancelNote?.toString("latin1")).not.toContain("road");
    expect(lesson).toMatchObject({ status: "cancelled", sequence: 1, version: 2 });
    expect(await jobsOf(bookingId)).toEqual([
      { event: "cancelled", sequence: "1", key: `changed:${bookingId}` },
    ]);
    const [row] = await auditOf("booking.cancel_by_staff");
    expect(JSON.stringify(row?.detail)).not.toContain("road");
    // Free at once: another family has it.
    await expect(bookLesson(visitor, asking(at, start))).resolves.toBeDefined();
    const seen = await staffBooking(at.staff(), { bookingId });
    expect(seen.cancelled).toEqual({ reason: "travel", note: "The road is closed." });
    const trail = await bookingTrail(at.staff(), { bookingId });
    expect(trail.map((one) => one.kind)).toEqual(["cancelled"]);
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
    expect(seen.seat.babies[0]?.alerts).toEqual({
      ...{ bornEarly: 238, weeksUnknown: false, count: 4, facts: null },
    });
    const told = await staffBooking(clinician, { bookingId });
    expect(told.seat.babies[0]?.alerts.facts).toEqual({
      allergies: ["No nut oils"],
      familyAllergies: [],
      conditions: ["Reflux"],
      takeCare: "Head raised",
      findings: ["ddh"],
      feeding: null,
      limits: [],
      past: [],
    });
  });

  test("c33: everybody who works here reads who did what; another practice reads nothing", async () => {
    const { bookingId } = await lessonOf(hoursAgo(1));
    await markArrived(at.staff(), { bookingId, version: 1 });
    for (const role of ["owner", "practitioner", "front_desk"] as const) {
      const trail = await bookingTrail(at.staff(role), { bookingId });
      expect(trail.map((one) => one.kind)).toEqual(["arrived"]);
    }
    const other = await makePractice(db.owner);
    expect(await bookingTrail(other.staff(), { bookingId })).toEqual([]);
  });
});

test("today: what is left to say, what waits, and how the week stands", async () => {
  await lessonOf(hoursAgo(50));
  const seen = await staffToday(at.staff(), {});
  expect(seen.unsaid).toHaveLength(1);
  expect(seen.requests).toEqual([]);
  expect(seen.referrals).toEqual({ count: 0, oldest: null });
  expect(seen.currency).toBe("GBP");
});

test("today: when the day is over, the family that comes next is of a later one", async () => {
  await lessonOf(hoursAgo(-24 * 20));
  expect((await staffToday(at.staff(), {})).next).toBeNull();
  const later = await lessonOf(hoursAgo(-24 * 9));
  const sooner = await lessonOf(hoursAgo(-24 * 3));
  const idOfNext = async () => (await staffToday(at.staff(), {})).next?.seat?.id;
  expect(await idOfNext()).toBe(sooner.bookingId);
  await cancelByStaff(at.staff(), { bookingId: sooner.bookingId, version: 1, reason: "travel" });
  expect(await idOfNext()).toBe(later.bookingId);
});
