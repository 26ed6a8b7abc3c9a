import { and, desc, eq, like, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { guestBooking, seen } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { makeLesson, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import type { LinkHolder, Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { queueBooking } from "@/lib/jobs/mail.write";
import { cancelByStaff, restoreBooking } from "./cancel.write";
import { confirmOwn } from "./own.write";
import { bookingByLink } from "./read";
import { staffBooking } from "./staff-one.read";
import { moveByStaff } from "./staff-time.write";
import { bookingTrail } from "./trail.read";
import { headlineOf } from "./trail.rules";
import { bookLesson } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
let booked: { bookingId: string; lessonId: string; link: LinkHolder };
beforeEach(async () => {
  at = await makePractice(db.owner);
  const { bookingId, link } = await guestBooking(at, coming(at.zone, 2, "09:00"));
  booked = { bookingId, link, lessonId: (await rows()).lesson.id };

  async function rows() {
    return seatRows(db.owner, bookingId);
  }
});

const now = () => seatRows(db.owner, booked.bookingId);
const move = async (time: string, more: object = {}, lessonId = booked.lessonId) => {
  const [lesson] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, lessonId));
  return moveByStaff(at.staff(), {
    ...{ lessonId, version: lesson?.version, day: comingDay(at.zone, 2), time },
    ...more,
  });
};
const undo = { outside: "undo" };
/** What the job does once the three minutes are over; its mail leaves at once. */
const tell = async (event: "booked" | "moved") => {
  const { sequence } = (await now()).lesson;
  const { bookingId } = booked;
  await queueBooking(at.system, { practiceId: at.practiceId, bookingId, event, sequence });
  await db.owner.update(t.emails).set({ state: "sent" }).where(eq(t.emails.subjectId, bookingId));
};
const mails = async () =>
  (
    await db.owner
      .select({ template: t.emails.template })
      .from(t.emails)
      .where(and(eq(t.emails.practiceId, at.practiceId), like(t.emails.template, "booking%")))
      .orderBy(t.emails.id)
  ).map(({ template }) => template);

/** Somebody who gives the same lesson at the same place all week. */
async function colleague() {
  const [practitionerId, id] = [newId<"practitioner">(), newId<"service">()];
  const { practiceId } = at;
  await db.owner.insert(t.practitioners).values({
    practiceId,
    id: practitionerId,
    slug: `c-${practitionerId.slice(-12)}`,
    displayName: "Bea",
  });
  const [own] = await db.owner.select().from(t.services).where(eq(t.services.id, at.serviceId));
  if (!own) throw new Error("no service");
  await db.owner.insert(t.services).values({ ...own, id, practitionerId });
  await db.owner.insert(t.weeklyHours).values(
    [1, 2, 3, 4, 5].map((weekday) => ({
      ...{ practiceId, id: newId<"hours">(), practitionerId, weekday },
      ...{ startsAt: "09:00", endsAt: "17:00" },
    })),
  );
  return practitionerId;
}

describe("the family hears of a move", () => {
  beforeEach(() => tell("booked"));

  test("also when a stretch after it is taken back", async () => {
    await move("10:00");
    await move("10:00", { minutes: 90 });
    await move("10:00", { minutes: 60, ...undo });
    const { bookingId } = booked;
    expect((await staffBooking(at.staff(), { bookingId })).newsToCome).toBe(true);
    await tell("moved");
    expect(await mails()).toEqual(["booking_booked", "booking_moved"]);
  });

  test("also when the colleague it went to after it gives it back", async () => {
    const practitionerId = await colleague();
    await move("10:00");
    await move("10:00", { practitionerId });
    await move("10:00", { practitionerId: at.practitionerId, ...undo });
    await tell("moved");
    expect(await mails()).toEqual(["booking_booked", "booking_moved"]);
  });

  test.each([
    ["of another start", { time: "10:00", more: {}, back: {} }],
    ["of another length", { time: "09:00", more: { minutes: 90 }, back: { minutes: 60 } }],
  ])("%s, and of nothing once all is as it was told", async (_, { time, more, back }) => {
    await move(time, more);
    await tell("moved");
    expect(await mails()).toEqual(["booking_booked", "booking_moved"]);
    await move("11:00", more);
    await move(time, { ...more, ...undo });
    await tell("moved");
    expect(await mails()).toHaveLength(2);
    await move("09:00", back);
    await tell("moved");
    expect(await mails()).toHaveLength(3);
  });

  test("of another practitioner at the same time", async () => {
    await move("09:00", { practitionerId: await colleague() });
    await tell("moved");
    expect(await mails()).toEqual(["booking_booked", "booking_moved"]);
    expect((await now()).booking.toldPractitionerId).not.toBe(at.practitionerId);
  });
});

test("what was moved and moved back is no new time on the family's page, nor in its history", async () => {
  await tell("booked");
  const page = async () => {
    const trail = await bookingTrail(booked.link, {});
    const { known } = await bookingByLink(booked.link, {});
    return { ...headlineOf(trail, known), history: trail.map(({ kind }) => kind) };
  };
  await move("10:00");
  expect(await page()).toEqual({ moved: true, mailed: false, history: ["booked", "moved"] });
  await move("09:00", undo);
  expect(await page()).toEqual({ moved: false, mailed: true, history: ["booked"] });
  await cancelByStaff(at.staff(), {
    ...{ bookingId: booked.bookingId, reason: "mistake" },
    ...(await seen(db.owner, booked.bookingId)),
  });
  await restoreBooking(at.staff(), {
    bookingId: booked.bookingId,
    ...(await seen(db.owner, booked.bookingId)),
  });
  expect(await page()).toEqual({ moved: false, mailed: true, history: ["booked"] });
  await move("10:00");
  await tell("moved");
  expect(await page()).toMatchObject({ moved: true, mailed: true });
});

describe("that a family comes", () => {
  beforeEach(async () => {
    await confirmOwn(booked.link, await seen(db.owner, booked.bookingId));
  });

  test("was said of a time: of another one they are asked again", async () => {
    await move("10:00");
    expect((await now()).booking.confirmedAt).toBeNull();
  });

  test("holds for another length, and again once a move was taken back", async () => {
    const { confirmedAt } = (await now()).booking;
    expect(confirmedAt).not.toBeNull();
    await move("09:00", { minutes: 75 });
    expect((await now()).booking.confirmedAt).toEqual(confirmedAt);
    await move("10:00");
    await move("09:00", undo);
    expect((await now()).booking.confirmedAt).toEqual(confirmedAt);
  });
});

describe("taking back", () => {
  const early = { outside: "family_asked" };

  test("leads outside the hours only to where the lesson was a moment ago", async () => {
    await move("06:00", early);
    await move("10:00");
    expect(await refusalOf(move("05:00", undo))).toMatchObject({
      code: "too_late",
      say: { key: "calendar:errors.moveUndoOver" },
    });
    await move("06:00", undo);
    expect((await now()).lesson.startsAt).toEqual(coming(at.zone, 2, "06:00"));
    // Once is enough: what was taken back is not where it was before that.
    expect((await refusalOf(move("09:00", undo))).code).toBe("too_late");
  });

  test("is over when the family is about to be told, and when somebody else changed it since", async () => {
    await move("06:00", early);
    await move("10:00");
    // Nobody makes an entry of the trail older, the owner of the table included, while its guards stand.
    await db.owner.transaction(async (tx) => {
      await tx.execute(sql`alter table audit_events disable trigger user`);
      await tx.execute(
        sql`update audit_events set at = at - interval '181 seconds' where practice_id = ${at.practiceId}`,
      );
      await tx.execute(sql`alter table audit_events enable trigger user`);
    });
    expect((await refusalOf(move("06:00", undo))).code).toBe("too_late");
    await move("11:00");
    await db.owner.update(t.lessons).set({ version: 9 }).where(eq(t.lessons.id, booked.lessonId));
    expect((await refusalOf(move("10:00", undo))).code).toBe("too_late");
  });

  test("is for a lesson that was moved, of the practice itself", async () => {
    expect((await refusalOf(move("06:00", undo))).code).toBe("too_late");
    await move("06:00", early);
    const other = await makePractice(db.owner);
    const { version } = (await now()).lesson;
    const asked = { lessonId: booked.lessonId, version, day: comingDay(at.zone, 2), time: "09:00" };
    expect((await refusalOf(moveByStaff(other.staff(), { ...asked, ...undo }))).code).toBe(
      "not_found",
    );
  });

  test("brings a lesson back over the one that it lay on, and over no other", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const { lessonId } = await makeLesson(db.owner, at, family, coming(at.zone, 2, "14:00"));
    await move("09:30", { onTop: "short" }, lessonId);
    await move("15:00", {}, lessonId);
    await move("09:30", undo, lessonId);
    const [back] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, lessonId));
    expect(back).toMatchObject({ onTop: true, startsAt: coming(at.zone, 2, "09:30") });
    // The one below went and came back: it lies with the other as before.
    await move("12:00");
    await move("09:00", undo);
    // Meanwhile somebody books beside it, where it reaches over the end of the other.
    await move("15:00", {}, lessonId);
    await bookLesson(visitor, asking(at, coming(at.zone, 2, "10:00")));
    expect((await refusalOf(move("09:30", undo, lessonId))).code).toBe("slot_taken");
  });
});

test("of a booking with a long history the newest is shown, in its order", async () => {
  const { practiceId } = at;
  await move("10:00");
  // Entries of the trail are kept as they are; copies of one stand for months of changes.
  await db.owner.transaction(async (tx) => {
    await tx.execute(sql`alter table audit_events disable trigger user`);
    await tx.execute(sql`insert into audit_events select (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + 1000 + n,
        'at', e.at + n * interval '1 second'))).* from audit_events e, generate_series(1, 205) n
      where e.practice_id = ${practiceId} and e.operation = 'booking.move_by_staff'`);
    await tx.execute(sql`alter table audit_events enable trigger user`);
  });
  const trail = await bookingTrail(at.staff(), { bookingId: booked.bookingId });
  expect(trail).toHaveLength(200);
  const times = trail.map((entry) => entry.at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const [last] = await db.owner
    .select({ at: t.auditEvents.at })
    .from(t.auditEvents)
    .where(eq(t.auditEvents.practiceId, practiceId))
    .orderBy(desc(t.auditEvents.seq))
    .limit(1);
  expect(trail.at(-1)?.at).toEqual(last?.at);
});
