import { and, desc, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Tx } from "@/db/client";
import * as t from "@/db/schema";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { type Desk, makeDesk } from "@/db/testing/desk";
import { refusalOf, seatRows } from "@/db/testing/lessons";
import type { Visitor } from "@/lib/core/actor";
import { type Id, newId } from "@/lib/core/id";
import { minuteOf } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { restoreBooking } from "./cancel.write";
import { ownTimes } from "./own.read";
import { moveOwn } from "./own.write";
import { openPass } from "./pass";
import { approveRequest } from "./requests.write";
import { staffFreeTimes } from "./staff-one.read";
import { moveByStaff } from "./staff-time.write";
import { confirmHold } from "./time";
import { bookingTrail } from "./trail.read";
import { bookLesson, holdTime } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: Desk;
beforeEach(async () => {
  at = await makeDesk(db.owner);
});

const person = (set: Partial<typeof t.practitioners.$inferInsert>) =>
  db.owner.update(t.practitioners).set(set).where(eq(t.practitioners.id, at.practitionerId));
const said = async (doing: Promise<unknown>) => {
  const { code, say, facts } = await refusalOf(doing);
  return { code, key: say.key, asksFor: facts.limits };
};
const refusedFor = (key: string) => ({
  code: "invalid",
  key: `calendar:errors.${key}`,
  asksFor: true,
});
const one = async (bookingId: string) => ({ bookingId, ...(await seen(db.owner, bookingId)) });
const written = async (subjectId: string) => {
  const [row] = await db.owner
    .select({ detail: t.auditEvents.detail })
    .from(t.auditEvents)
    .where(and(eq(t.auditEvents.practiceId, at.practiceId), eq(t.auditEvents.subjectId, subjectId)))
    .orderBy(desc(t.auditEvents.seq))
    .limit(1);
  return row?.detail;
};

test("one lesson more than a day may have is booked for a reason that stands in the trail", async () => {
  await person({ maxPerDay: 1 });
  const first = await at.book("09:00");
  expect(await said(at.book("14:00"))).toEqual(refusedFor("full"));
  const { bookingId, lessonId } = await at.book("14:00", { limits: "urgent" });
  expect(await written(lessonId)).toMatchObject({ limits: "urgent" });
  const trail = await bookingTrail(at.staff(), { bookingId });
  expect(trail.map((entry) => entry.limits)).toContain("urgent");
  // What was not needed is not written down.
  const other = await at.book("09:00", { limits: "urgent" }, 3);
  expect(await written(other.lessonId)).not.toMatchObject({ limits: expect.anything() });
  // A full day is offered to nobody as a free one, and a lesson that stays on it makes no more of them.
  const { days } = await staffFreeTimes(at.staff(), { serviceId: at.serviceId });
  expect(days.find(({ day }) => day === comingDay(at.zone, 2))?.times).toEqual([]);
  await at.move(first.bookingId, "10:00");
});

test("a move to a full day or week is made for a reason, and back again without one", async () => {
  await person({ maxPerWeek: 2 });
  await at.book("09:00");
  await at.book("14:00", {}, 3);
  // Eight days on, in another week.
  const { bookingId } = await at.book("09:00", {
    day: new Date(Date.parse(comingDay(at.zone, 2)) + 8 * 86_400_000).toISOString().slice(0, 10),
  });
  const before = (await seatRows(db.owner, bookingId)).lesson;
  expect(await said(at.move(bookingId, "11:00"))).toEqual(refusedFor("full"));
  expect((await seatRows(db.owner, bookingId)).lesson).toEqual(before);
  await at.move(bookingId, "11:00", { limits: "family_asked" });
  expect(await written(before.id)).toMatchObject({ limits: "family_asked" });
  // Meanwhile the week that it came from has as many as it may have.
  const [day = "", time = ""] = before.localStart.split(" ");
  await at.book("12:00", { day });
  await at.book("14:00", { day });
  const { lesson } = await seatRows(db.owner, bookingId);
  const back = { lessonId: lesson.id, version: lesson.version, day, time: time.slice(0, 5) };
  await moveByStaff(at.staff(), { ...back, outside: "undo" });
  expect((await seatRows(db.owner, bookingId)).lesson.startsAt).toEqual(before.startsAt);
});

test("two visits nearer to each other than the way is long take a reason", async () => {
  await person({ travelKmh: 30 });
  const where = (latitude: number) => ({ latitude, longitude: -2.59 });
  await db.owner.update(t.places).set(where(51.45)).where(eq(t.places.id, at.placeId));
  const placeId = newId<"place">();
  const [[place], [service]] = await Promise.all([
    db.owner.select().from(t.places).where(eq(t.places.id, at.placeId)),
    db.owner.select().from(t.services).where(eq(t.services.id, at.serviceId)),
  ]);
  if (!place || !service) throw new Error("no place");
  const serviceId = newId<"service">();
  // Eleven kilometres to the north: half an hour by this practitioner's reckoning.
  await db.owner.insert(t.places).values({ ...place, ...where(51.55), id: placeId });
  await db.owner.insert(t.services).values({ ...service, id: serviceId, placeId });
  await at.book("09:00");
  expect(await said(at.book("10:00", { serviceId }))).toEqual(refusedFor("near"));
  const { bookingId, lessonId } = await at.book("11:00", { serviceId });
  expect(await said(at.move(bookingId, "10:15"))).toEqual(refusedFor("near"));
  await at.move(bookingId, "10:15", { limits: "short_way" });
  expect(await written(lessonId)).toMatchObject({ limits: "short_way" });
  await person({ maxPerDay: 2 });
  expect(await said(at.book("11:15"))).toEqual(refusedFor("fullAndNear"));
});

test("a lesson somewhere in an area is moved only to times that leave the way from anywhere in it", async () => {
  await person({ travelKmh: 50 });
  await db.owner
    .update(t.places)
    .set({ kind: "home", radiusMiles: 6, latitude: 51.45, longitude: -2.59 })
    .where(eq(t.places.id, at.placeId));
  await setTerms(db.owner, at, { stepMinutes: 20 });
  const visitAddress = "1 Street";
  await guestBooking(at, coming(at.zone, 2, "09:00"), { visitAddress });
  const { link } = await guestBooking(at, coming(at.zone, 2, "15:00"), { visitAddress });
  // Half an hour and a minute to anywhere in the area from anywhere in it.
  const { days, version } = await ownTimes(link, {});
  const start = coming(at.zone, 2, "10:40");
  const on = days.find(({ day }) => day === comingDay(at.zone, 2));
  expect(on?.times[0]).toBe(minuteOf(start));
  await moveOwn(link, { version, start: start.toISOString(), feeMinor: 0, ill: undefined });
});

test("what comes to stand, or to stand again, on a day that is full by now takes a reason", async () => {
  await person({ maxPerDay: 1 });
  await setTerms(db.owner, at, { approval: true });
  const asked = await guestBooking(at, coming(at.zone, 2, "09:00"));
  await at.book("14:00", { limits: "urgent" });
  const yes = async (more: object = {}) =>
    approveRequest(at.staff(), { ...(await one(asked.bookingId)), ...more });
  expect(await said(yes())).toEqual(refusedFor("full"));
  await yes({ limits: "family_asked" });
  expect(await written(asked.bookingId)).toMatchObject({ to: "booked", limits: "family_asked" });

  const wednesday = await at.book("09:00", {}, 3);
  await at.cancel(wednesday.bookingId);
  await at.book("14:00", {}, 3);
  const back = async (more: object = {}) =>
    restoreBooking(at.staff(), { ...(await one(wednesday.bookingId)), ...more });
  expect(await said(back())).toEqual(refusedFor("full"));
  expect((await seatRows(db.owner, wednesday.bookingId)).lesson.status).toBe("cancelled");
  await back({ limits: "urgent" });
  const trail = await bookingTrail(at.staff(), { bookingId: wednesday.bookingId });
  expect(trail.at(-1)).toMatchObject({ kind: "restored", limits: "urgent" });
});

test("what stands where there is room is asked for no reason, and none is written down", async () => {
  await person({ maxPerDay: 1 });
  await setTerms(db.owner, at, { approval: true });
  const { bookingId } = await guestBooking(at, coming(at.zone, 2, "09:00"));
  await approveRequest(at.staff(), { ...(await one(bookingId)), limits: "urgent" });
  expect(await written(bookingId)).toEqual({ from: "requested", to: "booked" });
  await at.cancel(bookingId);
  await restoreBooking(at.staff(), await one(bookingId));
  expect(await written(bookingId)).toEqual({ from: "cancelled", to: "booked" });
});

test("of staff and a family who want a day's last lesson at once, only one has it without a reason", async () => {
  await person({ maxPerDay: 1 });
  const won = await Promise.allSettled([
    at.book("09:00"),
    bookLesson(visitor, asking(at, coming(at.zone, 2, "14:00"))),
    at.book("11:00"),
  ]);
  expect(won.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a hold that is booked in its last moment counts for whoever comes right after it", async () => {
  await person({ maxPerDay: 1 });
  const { practiceId, serviceId } = at;
  const start = coming(at.zone, 2, "09:00");
  const { holdId, pass } = await holdTime(visitor, {
    ...{ practiceId, serviceId, start: start.toISOString() },
  });
  const held = { practiceId, id: holdId as Id<"lesson">, secret: openPass(pass) };
  await db.owner
    .update(t.lessons)
    .set({ holdExpiresAt: sql`clock_timestamp() + interval '1 second'` })
    .where(eq(t.lessons.id, holdId));
  const over = async () => {
    const [row] = await db.owner.execute<{ over: boolean }>(
      sql`select hold_expires_at <= clock_timestamp() as over from lessons where id = ${holdId}`,
    );
    return row?.over;
  };
  const waiting = async () => {
    const [row] = await db.owner.execute<{ n: string }>(
      sql`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return Number(row?.n) > 0;
  };
  const after = { code: "" };
  let other: Promise<unknown> = Promise.resolve();
  const confirm = async (tx: Tx) => {
    expect(await confirmHold(tx, held, serviceId, start, null)).toBe(true);
    // For everybody else it is a hold still, whose time is over by now.
    await expect.poll(over, { timeout: 5000 }).toBe(true);
    other = bookLesson(visitor, asking(at, coming(at.zone, 2, "14:00"))).then(
      () => Object.assign(after, { code: "booked" }),
      (error) => Object.assign(after, { code: error.code }),
    );
    await expect.poll(async () => after.code !== "" || (await waiting())).toBe(true);
  };
  await inContext(visitor, confirm, "read write", practiceId);
  await other;
  expect(after.code).toBe("slot_taken");
});
