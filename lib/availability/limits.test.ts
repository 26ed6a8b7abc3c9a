import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, type Day, instantOf, startOfDay, wallOf } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { bookables, openings, openingsOfMany, slots } from "./read";
import { decodeSlots } from "./wire";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
let monday: Day;
beforeEach(async () => {
  at = await makePractice(db.owner);
  monday = addDays(comingDay(at.zone, 1), 7);
});

const redland = { latitude: 51.4716, longitude: -2.6046 };
const bath = { latitude: 51.3811, longitude: -2.359 };

const set = (values: Partial<typeof t.services.$inferInsert>) =>
  db.owner.update(t.services).set(values).where(eq(t.services.id, at.serviceId));
const person = (values: Partial<typeof t.practitioners.$inferInsert>) =>
  db.owner.update(t.practitioners).set(values).where(eq(t.practitioners.id, at.practitionerId));
async function offered(day: Day, serviceId: string = at.serviceId, more = {}): Promise<string[]> {
  const range = { from: startOfDay(day, at.zone), to: startOfDay(addDays(day, 1), at.zone) };
  const found = await inContext(
    visitor,
    (tx) => openings(tx, { ...at, serviceId, ...range, ...more, now: new Date() }),
    "read only",
  );
  return found.map((minute) => wallOf(instantOf(minute), at.zone).time);
}
async function lesson(day: Day, hour: number, more: Partial<typeof t.lessons.$inferInsert> = {}) {
  const id = newId<"lesson">();
  const starts = new Date(startOfDay(day, at.zone).getTime() + hour * 3_600_000);
  const ends = new Date(starts.getTime() + 3_600_000);
  await db.owner.insert(t.lessons).values({
    practiceId: at.practiceId,
    id,
    practitionerId: at.practitionerId,
    serviceId: at.serviceId,
    placeId: at.placeId,
    status: "confirmed",
    startsAt: starts,
    endsAt: ends,
    blockedFrom: starts,
    blockedUntil: ends,
    timeZone: at.zone,
    localStart: `${day} 09:00`,
    ...more,
  });
  return id;
}
async function another(
  kind: "studio" | "home" | "online",
  more: Partial<typeof t.places.$inferInsert> = {},
) {
  const { practiceId, practitionerId, zone } = at;
  const [placeId, serviceId] = [newId<"place">(), newId<"service">()];
  await db.owner
    .insert(t.places)
    .values({ practiceId, id: placeId, kind, name: kind, timeZone: zone, ...more });
  await db.owner.insert(t.services).values({
    practiceId,
    id: serviceId,
    practitionerId,
    placeId,
    name: kind,
    durationMinutes: 60,
    minNoticeMinutes: 0,
    priceMinor: 1,
    currency: "GBP",
    position: 1,
  });
  return { placeId, serviceId };
}

describe("limits of the day and the week", () => {
  test("a full day of the service is not offered, other services are", async () => {
    await set({ maxPerDay: 2 });
    const online = await another("online");
    await lesson(monday, 9);
    expect(await offered(monday)).toHaveLength(7);
    const second = await lesson(monday, 11);
    expect(await offered(monday)).toEqual([]);
    expect(await offered(addDays(monday, 1))).toHaveLength(8);
    expect(await offered(monday, online.serviceId)).toHaveLength(6);
    // Whoever moves the second lesson may leave it on its day.
    expect(await offered(monday, at.serviceId, { exceptId: second })).toHaveLength(7);
  });

  test("a full week of the practitioner closes its days, Monday to Sunday, for every service", async () => {
    await person({ maxPerWeek: 2 });
    const online = await another("online");
    await lesson(monday, 9);
    await lesson(addDays(monday, 4), 9, { serviceId: online.serviceId });
    for (const day of [0, 1, 4]) {
      expect(await offered(addDays(monday, day))).toEqual([]);
      expect(await offered(addDays(monday, day), online.serviceId)).toEqual([]);
    }
    expect(await offered(addDays(monday, -3))).toHaveLength(8);
    expect(await offered(addDays(monday, 7))).toHaveLength(8);
  });

  test("blocked time, cancelled lessons and dead holds fill nothing", async () => {
    await set({ maxPerDay: 1 });
    await lesson(monday, 9, { kind: "block", serviceId: null, placeId: null });
    await lesson(monday, 10, { status: "cancelled" });
    await lesson(monday, 11, { status: "held", holdExpiresAt: new Date(Date.now() - 1000) });
    expect(await offered(monday)).toHaveLength(7);
    await lesson(monday, 12, { status: "requested", answerBy: new Date(Date.now() + 86_400_000) });
    expect(await offered(monday)).toEqual([]);
  });
});

test("a range of days and no booking on the day itself", async () => {
  await set({ opensOn: addDays(monday, 1), closesOn: addDays(monday, 2) });
  expect(await offered(monday)).toEqual([]);
  expect(await offered(addDays(monday, 1))).toHaveLength(8);
  expect(await offered(addDays(monday, 2))).toHaveLength(8);
  expect(await offered(addDays(monday, 3))).toEqual([]);
  await set({ opensOn: null, closesOn: null, sameDay: false });
  await db.owner.delete(t.weeklyHours).where(eq(t.weeklyHours.practitionerId, at.practitionerId));
  await db.owner.insert(t.weeklyHours).values(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      practiceId: at.practiceId,
      practitionerId: at.practitionerId,
      id: newId(),
      weekday,
      startsAt: "00:00",
      endsAt: "24:00",
    })),
  );
  const today = wallOf(new Date(), at.zone).day;
  expect(await offered(today)).toEqual([]);
  expect((await offered(addDays(today, 1)))[0]).toBe("00:00");
});

test("hours at one place are offered there and nowhere else, other days as well", async () => {
  const clinic = await another("studio");
  const row = { practiceId: at.practiceId, practitionerId: at.practitionerId };
  await db.owner
    .update(t.weeklyHours)
    .set({ placeId: clinic.placeId })
    .where(and(eq(t.weeklyHours.practitionerId, at.practitionerId), eq(t.weeklyHours.weekday, 1)));
  expect(await offered(monday)).toEqual([]);
  expect(await offered(monday, clinic.serviceId)).toHaveLength(8);
  expect(await offered(addDays(monday, 1), clinic.serviceId)).toHaveLength(8);
  await db.owner.insert(t.dateOverrides).values([
    {
      ...row,
      id: newId(),
      day: addDays(monday, 1),
      placeId: at.placeId,
      startsAt: "09:00",
      endsAt: "11:00",
    },
    {
      ...row,
      id: newId(),
      day: addDays(monday, 1),
      placeId: clinic.placeId,
      startsAt: "14:00",
      endsAt: "15:00",
    },
  ]);
  expect(await offered(addDays(monday, 1))).toEqual(["09:00", "10:00"]);
  expect(await offered(addDays(monday, 1), clinic.serviceId)).toEqual(["14:00"]);
});

describe("the way between two lessons", () => {
  test("no lesson is offered that cannot be reached, and none that leaves no time for the next", async () => {
    await person({ travelKmh: 30 });
    await db.owner.update(t.places).set(redland).where(eq(t.places.id, at.placeId));
    const far = await another("studio", bath);
    await lesson(monday, 12, { serviceId: far.serviceId, placeId: far.placeId, ...bath });
    // 52 minutes there and back: 11:00 would end when the lesson in Bath begins.
    expect(await offered(monday)).toEqual(["09:00", "10:00", "14:00", "15:00", "16:00"]);
    expect(await offered(monday, far.serviceId)).toHaveLength(7);
    await person({ travelKmh: null });
    expect(await offered(monday)).toHaveLength(7);
  });

  test("a home visit may be anywhere in its area, so the way to it has the radius on top", async () => {
    await person({ travelKmh: 30 });
    await db.owner.update(t.places).set(redland).where(eq(t.places.id, at.placeId));
    const visits = await another("home", { ...redland, radiusMiles: 5 });
    await lesson(monday, 12, redland);
    // 5 miles at 30 km an hour are 21 minutes; from one visit to another it may be twice that.
    expect(await offered(monday, visits.serviceId)).toEqual([
      "09:00",
      "10:00",
      "14:00",
      "15:00",
      "16:00",
    ]);
    const known = { visit: redland };
    expect(await offered(monday, visits.serviceId, known)).toHaveLength(7);
    await set({ stepMinutes: 15 });
    await lesson(addDays(monday, 1), 12, { placeId: visits.placeId, ...redland });
    expect(await offered(addDays(monday, 1))).toContain("13:30");
    expect(await offered(addDays(monday, 1))).not.toContain("13:15");
  });

  test("online there is no way", async () => {
    await person({ travelKmh: 5 });
    const online = await another("online", redland);
    await lesson(monday, 12, bath);
    expect(await offered(monday, online.serviceId)).toHaveLength(7);
  });
});

test("cards, lists and the single question agree under limits, places and ways", async () => {
  await person({ travelKmh: 20, maxPerDay: 3 });
  await db.owner.update(t.places).set(redland).where(eq(t.places.id, at.placeId));
  const visits = await another("home", { ...bath, radiusMiles: 3 });
  await another("online");
  await lesson(monday, 10, redland);
  await lesson(addDays(monday, 1), 12, { ...bath, placeId: visits.placeId });
  for (const hour of [9, 10, 15]) await lesson(addDays(monday, 2), hour);
  const range = { from: new Date(), to: startOfDay(addDays(monday, 7), at.zone), now: new Date() };
  await inContext(
    visitor,
    async (tx) => {
      const list = await bookables(tx, [at]);
      expect(list).toHaveLength(3);
      const many = await openingsOfMany(tx, list, range);
      for (const one of list)
        expect(many.get(one.serviceId)).toEqual(await openings(tx, { ...one, ...range }));
    },
    "read only",
  );
  const day = await slots(visitor, { service: visits.serviceId, from: monday, days: 1 });
  expect(decodeSlots(day.slots)).toHaveLength((await offered(monday, visits.serviceId)).length);
});

test("an unlisted service is bookable and listed nowhere; one by link is neither", async () => {
  const list = () => inContext(visitor, (tx) => bookables(tx, [at]), "read only");
  expect(await list()).toHaveLength(1);
  await set({ listing: "unlisted" });
  expect(await list()).toEqual([]);
  expect((await slots(visitor, { service: at.serviceId })).slots.length).toBeGreaterThan(0);
  await set({ listing: "by_link" });
  await expect(slots(visitor, { service: at.serviceId })).rejects.toThrow("not_found");
});

test("online, a day is counted where the lesson is as well, not in Greenwich", async () => {
  at = await makePractice(db.owner, "Pacific/Auckland");
  await db.owner.update(t.places).set({ kind: "online" }).where(eq(t.places.id, at.placeId));
  await person({ maxPerDay: 1 });
  await lesson(monday, 9);
  expect(await offered(monday)).toEqual([]);
  expect(await offered(addDays(monday, -3))).toHaveLength(8);
  expect(await offered(addDays(monday, 1))).toHaveLength(8);
});
