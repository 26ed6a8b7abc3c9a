import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, instantOf, startOfDay, wallOf } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { bookables, openings, openingsOfMany, slots } from "./read";
import { decodeSlots } from "./wire";

const db = testDatabase();
const visitor: Actor = { kind: "visitor" };

/** Wall times offered on a day, as somebody at the place reads them. */
async function offered(
  at: TestPractice,
  day: string,
  { actor = visitor, now = new Date() }: { actor?: Actor; now?: Date } = {},
): Promise<string[]> {
  const range = { from: startOfDay(day, at.zone), to: startOfDay(addDays(day, 1), at.zone) };
  const found = await inContext(actor, (tx) => openings(tx, { ...at, ...range, now }), "read only");
  return found.map((minute) => wallOf(instantOf(minute), at.zone).time);
}
const set = (at: TestPractice, values: Partial<typeof t.services.$inferInsert>) =>
  db.owner.update(t.services).set(values).where(eq(t.services.id, at.serviceId));
const hours = async (at: TestPractice, weekday: number, startsAt: string, endsAt: string) => {
  await db.owner
    .delete(t.weeklyHours)
    .where(
      and(eq(t.weeklyHours.practitionerId, at.practitionerId), eq(t.weeklyHours.weekday, weekday)),
    );
  const { practiceId, practitionerId } = at;
  await db.owner
    .insert(t.weeklyHours)
    .values({ practiceId, practitionerId, id: newId(), weekday, startsAt, endsAt });
};
async function lesson(
  at: TestPractice,
  from: Date,
  until: Date,
  more: Partial<typeof t.lessons.$inferInsert> = {},
) {
  await db.owner.insert(t.lessons).values({
    practiceId: at.practiceId,
    id: newId(),
    practitionerId: at.practitionerId,
    serviceId: at.serviceId,
    placeId: at.placeId,
    status: "confirmed",
    startsAt: from,
    endsAt: until,
    blockedFrom: from,
    blockedUntil: until,
    timeZone: at.zone,
    localStart: "2026-01-01 00:00",
    ...more,
  });
}

test("an ordinary day, the same for a visitor and for staff", async () => {
  const at = await makePractice(db.owner);
  const day = comingDay(at.zone, 1);
  const whole = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"];
  expect(await offered(at, day)).toEqual(whole);
  expect(await offered(at, day, { actor: at.staff() })).toEqual(whole);
  expect(await offered(at, comingDay(at.zone, 6))).toEqual([]);
  expect(await offered(await makePractice(db.owner), day, { actor: at.staff() })).toEqual([]);
});

test("26: buffers change the grid, and a lesson keeps its neighbours away by its own", async () => {
  const at = await makePractice(db.owner);
  const day = comingDay(at.zone, 1);
  await set(at, { durationMinutes: 20, bufferAfterMinutes: 5 });
  await hours(at, 1, "09:00", "11:00");
  expect(await offered(at, day)).toEqual(["09:00", "09:25", "09:50", "10:15", "10:40"]);
  const start = new Date(startOfDay(day, at.zone).getTime() + (9 * 60 + 50) * 60_000);
  const minutes = (n: number) => new Date(start.getTime() + n * 60_000);
  await lesson(at, start, minutes(20), { blockedUntil: minutes(25) });
  expect(await offered(at, day)).toEqual(["09:00", "09:25", "10:15", "10:40"]);
});

test("days that differ: closed, other hours, two windows", async () => {
  const at = await makePractice(db.owner);
  const { practiceId, practitionerId } = at;
  const [closed, other] = [comingDay(at.zone, 1), comingDay(at.zone, 2)];
  const saturday = comingDay(at.zone, 6);
  const override = { practiceId, practitionerId };
  await db.owner.insert(t.dateOverrides).values([
    { ...override, id: newId(), day: closed },
    { ...override, id: newId(), day: other, startsAt: "12:00", endsAt: "13:00" },
    { ...override, id: newId(), day: other, startsAt: "18:00", endsAt: "20:00" },
    { ...override, id: newId(), day: saturday, startsAt: "10:00", endsAt: "24:00" },
  ]);
  expect(await offered(at, closed)).toEqual([]);
  expect(await offered(at, other)).toEqual(["12:00", "18:00", "19:00"]);
  expect((await offered(at, saturday)).slice(-2)).toEqual(["22:00", "23:00"]);
});

test("blocked time of any length is seen from any hour of it", async () => {
  const at = await makePractice(db.owner);
  const [monday, friday] = [comingDay(at.zone, 1), addDays(comingDay(at.zone, 1), 4)];
  await lesson(at, startOfDay(monday, at.zone), startOfDay(addDays(friday, 1), at.zone), {
    kind: "block",
    serviceId: null,
    placeId: null,
  });
  for (const day of [monday, addDays(monday, 2), friday])
    expect(await offered(at, day)).toEqual([]);
  expect(await offered(at, addDays(monday, 7))).toHaveLength(8);
});

test("what was cancelled, has expired or is a dead hold takes no time; a live hold does", async () => {
  const at = await makePractice(db.owner);
  const day = comingDay(at.zone, 3);
  const at9 = (n: number) => new Date(startOfDay(day, at.zone).getTime() + (9 + n) * 3_600_000);
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  await lesson(at, at9(0), at9(1), { status: "cancelled" });
  await lesson(at, at9(1), at9(2), { status: "expired" });
  await lesson(at, at9(2), at9(3), { status: "held", holdExpiresAt: soon(-1) });
  await lesson(at, at9(3), at9(4), { status: "held", holdExpiresAt: soon(5) });
  await lesson(at, at9(4), at9(5), { status: "requested", answerBy: soon(60) });
  await lesson(at, at9(5), at9(6), { status: "no_show" });
  expect(await offered(at, day)).toEqual(["09:00", "10:00", "11:00", "15:00", "16:00"]);
});

describe("days on which the clocks change", () => {
  const changes = [
    ["America/New_York", "2027-03-14"],
    ["America/New_York", "2027-11-07"],
    ["Europe/London", "2027-03-28"],
    ["Europe/London", "2027-10-31"],
  ] as const;
  test.each(changes)("%s on %s: 9 to 5 stays 9 to 5, in the afternoon too", async (zone, day) => {
    const at = await makePractice(db.owner, zone);
    await set(at, { horizonDays: 730 });
    await hours(at, 7, "09:00", "17:00");
    expect(await offered(at, day)).toEqual([
      "09:00",
      "10:00",
      "11:00",
      "12:00",
      "13:00",
      "14:00",
      "15:00",
      "16:00",
    ]);
    const noon = new Date(`${day}T12:00:00Z`);
    const weekAgo = new Date(noon.getTime() - 7 * 86_400_000);
    expect(await offered(at, day, { now: weekAgo })).toHaveLength(8);
  });

  test("6: 13:00 to 18:00 in New York on 8 March 2026 is 17:00Z to 22:00Z", async () => {
    const at = await makePractice(db.owner, "America/New_York");
    await hours(at, 7, "13:00", "18:00");
    const found = await inContext(
      visitor,
      (tx) =>
        openings(tx, {
          ...at,
          from: new Date("2026-03-08T00:00:00Z"),
          to: new Date("2026-03-09T04:00:00Z"),
          now: new Date("2026-03-01T12:00:00Z"),
        }),
      "read only",
    );
    expect(found.map((minute) => instantOf(minute).toISOString().slice(11, 16))).toEqual([
      "17:00",
      "18:00",
      "19:00",
      "20:00",
      "21:00",
    ]);
  });
});

describe("the slot list of the picker", () => {
  let at: TestPractice;
  beforeAll(async () => {
    at = await makePractice(db.owner);
  });

  test("names the zone and sends integers", async () => {
    const from = comingDay(at.zone, 1);
    const answer = await slots(visitor, { service: at.serviceId, from, days: "7" });
    expect(answer).toMatchObject({ zone: "Europe/London", from, days: 7 });
    expect(decodeSlots(answer.slots)).toHaveLength(40);
    expect(JSON.stringify(answer.slots).length).toBeLessThan(40 * 6);
  });

  test("shows nothing of a service that families cannot book", async () => {
    const hidden = await makePractice(db.owner);
    await set(hidden, { bookable: false });
    await expect(slots(visitor, { service: hidden.serviceId })).rejects.toThrow("not_found");
    await expect(slots(visitor, { service: newId() })).rejects.toThrow("not_found");
  });

  test("27: with 5,000 lessons, quickly and by index", async () => {
    const busy = await makePractice(db.owner);
    // Half-hour lessons around the clock, about a third of the hours: past and future.
    await db.owner.execute(sql`
      insert into lessons (practice_id, id, practitioner_id, kind, service_id, place_id, status, starts_at, ends_at,
        blocked_from, blocked_until, time_zone, local_start)
      select ${busy.practiceId}, gen_random_uuid(), ${busy.practitionerId}, 'lesson', ${busy.serviceId}, ${busy.placeId}, 'confirmed',
        s, s + interval '30 minutes', s, s + interval '30 minutes', 'Europe/London', s at time zone 'Europe/London'
      from (select date_trunc('hour', now()) - interval '150 days' + n * interval '90 minutes' as s
        from generate_series(1, 5000) as n) as made`);
    await db.owner.execute(sql`analyze lessons`);
    const took: number[] = [];
    for (let i = 0; i < 40; i++) {
      const before = performance.now();
      await slots(visitor, { service: busy.serviceId, days: 35 });
      took.push(performance.now() - before);
    }
    took.sort((a, b) => a - b);
    // The faster half: the others waited for whatever else the machine does.
    expect(took[19]).toBeLessThan(100);
    const plan = await db.owner.transaction(async (tx) => {
      const [row] = await tx.execute<{ "QUERY PLAN": unknown }>(sql`
        explain (format json) select 1 from lessons l where l.practitioner_id = ${busy.practitionerId}::uuid
          and tstzrange(l.blocked_from, l.blocked_until) && tstzrange(now(), now() + interval '35 days')
          and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show') and not l.on_top`);
      return JSON.stringify(row);
    });
    expect(plan).toContain("lessons_no_overlap");
    expect(plan).not.toContain("Seq Scan");
  });
});

test("what a card shows of several services is what each of them offers", async () => {
  const first = await makePractice(db.owner);
  const second = await makePractice(db.owner, "America/New_York");
  const range = { from: new Date(), to: new Date(Date.now() + 14 * 86_400_000), now: new Date() };
  await inContext(
    visitor,
    async (tx) => {
      const list = await bookables(tx, [first, second]);
      expect(list.map((one) => one.serviceId).sort()).toEqual(
        [first.serviceId, second.serviceId].sort(),
      );
      const many = await openingsOfMany(tx, list, range);
      for (const one of list)
        expect(many.get(one.serviceId)).toEqual(await openings(tx, { ...one, ...range }));
    },
    "read only",
  );
});
