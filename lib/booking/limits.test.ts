import { and, desc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { bookByStaff } from "./staff-book.write";
import { staffFreeTimes } from "./staff-one.read";
import { moveByStaff } from "./staff-time.write";
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

const bookAt = (time: string, more: object = {}, weekday = 2) =>
  bookByStaff(at.staff(), {
    ...{ serviceId: at.serviceId, day: comingDay(at.zone, weekday), time },
    ...{ clientId: family.clientId, babyIds: [family.babyId] },
    ...more,
  });
const move = async (bookingId: string, time: string, more: object = {}, weekday = 2) => {
  const { lesson } = await seatRows(db.owner, bookingId);
  return moveByStaff(at.staff(), {
    ...{ lessonId: lesson.id, version: lesson.version, day: comingDay(at.zone, weekday), time },
    ...more,
  });
};
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
const written = async (lessonId: string) => {
  const [row] = await db.owner
    .select({ detail: t.auditEvents.detail })
    .from(t.auditEvents)
    .where(and(eq(t.auditEvents.practiceId, at.practiceId), eq(t.auditEvents.subjectId, lessonId)))
    .orderBy(desc(t.auditEvents.seq))
    .limit(1);
  return row?.detail;
};

test("one lesson more than a day may have is booked for a reason that stands in the trail", async () => {
  await person({ maxPerDay: 1 });
  const first = await bookAt("09:00");
  expect(await said(bookAt("14:00"))).toEqual(refusedFor("full"));
  const { bookingId, lessonId } = await bookAt("14:00", { limits: "urgent" });
  expect(await written(lessonId)).toMatchObject({ limits: "urgent" });
  const trail = await bookingTrail(at.staff(), { bookingId });
  expect(trail.map((entry) => entry.limits)).toContain("urgent");
  // What was not needed is not written down.
  const other = await bookAt("09:00", { limits: "urgent" }, 3);
  expect(await written(other.lessonId)).not.toMatchObject({ limits: expect.anything() });
  // A full day is offered to nobody as a free one, and a lesson that stays on it makes no more of them.
  const { days } = await staffFreeTimes(at.staff(), { serviceId: at.serviceId });
  expect(days.find(({ day }) => day === comingDay(at.zone, 2))?.times).toEqual([]);
  await move(first.bookingId, "10:00");
});

test("a move to a full day or week is made for a reason, and back again without one", async () => {
  await person({ maxPerWeek: 2 });
  await bookAt("09:00");
  await bookAt("14:00", {}, 3);
  // Eight days on, in another week.
  const { bookingId } = await bookAt("09:00", {
    day: new Date(Date.parse(comingDay(at.zone, 2)) + 8 * 86_400_000).toISOString().slice(0, 10),
  });
  const before = (await seatRows(db.owner, bookingId)).lesson;
  expect(await said(move(bookingId, "11:00"))).toEqual(refusedFor("full"));
  expect((await seatRows(db.owner, bookingId)).lesson).toEqual(before);
  await move(bookingId, "11:00", { limits: "family_asked" });
  expect(await written(before.id)).toMatchObject({ limits: "family_asked" });
  // Meanwhile the week that it came from has as many as it may have.
  const [day = "", time = ""] = before.localStart.split(" ");
  await bookAt("12:00", { day });
  await bookAt("14:00", { day });
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
  await bookAt("09:00");
  expect(await said(bookAt("10:00", { serviceId }))).toEqual(refusedFor("near"));
  const { bookingId, lessonId } = await bookAt("11:00", { serviceId });
  expect(await said(move(bookingId, "10:15"))).toEqual(refusedFor("near"));
  await move(bookingId, "10:15", { limits: "short_way" });
  expect(await written(lessonId)).toMatchObject({ limits: "short_way" });
  await person({ maxPerDay: 2 });
  expect(await said(bookAt("11:15"))).toEqual(refusedFor("fullAndNear"));
});

test("of staff and a family who want a day's last lesson at once, only one has it without a reason", async () => {
  await person({ maxPerDay: 1 });
  const won = await Promise.allSettled([
    bookAt("09:00"),
    bookLesson(visitor, asking(at, coming(at.zone, 2, "14:00"))),
    bookAt("11:00"),
  ]);
  expect(won.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
