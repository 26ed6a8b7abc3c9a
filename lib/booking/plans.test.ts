import { readFileSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { listen, readWhole, touched, where } from "@/db/testing/plans";
import { slots } from "@/lib/availability/read";
import type { Staff } from "@/lib/core/actor";
import type { PracticeId, UserId } from "@/lib/core/id";
import { addDays, dayOfWeek, startOfDay, systemNow, today } from "@/lib/core/time";
import { staffCalendar } from "./staff.read";
import { clientLessons } from "./staff-one.read";
import { staffToday } from "./today.read";
import { unsaidCounts, unsaidLessons } from "./unsaid.read";

// How PostgreSQL finds what the busiest pages ask, in a practice with 40,000 lessons beside others (bench/db/seed.sql).

const db = testDatabase();
let ear: ReturnType<typeof listen>;
let world: { staff: Staff; practitioner: string; client: string; service: string };
const now = today(systemNow(), "UTC");
const monday = addDays(now, 8 - dayOfWeek(now));

beforeAll(async () => {
  const seed = readFileSync(path.resolve("bench/db/seed.sql"), "utf8");
  const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => {} });
  await owner.begin(async (tx) => {
    await tx`select set_config('bench.monday', ${startOfDay(monday, "UTC").toISOString()}, true)`;
    await tx`select set_config('bench.practices', '6', true)`;
    // The bench puts in the same rows with every foreign key looked at, which is half of the work.
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(seed);
  });
  await owner`vacuum analyze`;
  const [ids] = await owner<(typeof world & { practice: PracticeId; user: UserId })[]>`
    select bench.id('practice', 1) as practice, bench.id('staff', 1) as user, bench.id('client', 1) as client,
      bench.id('practitioner', 1) as practitioner, bench.id('service', 1) as service`;
  await owner.end();
  if (!ids) throw new Error("no seed");
  const staff = {
    kind: "staff",
    role: "owner",
    userId: ids.user,
    practiceId: ids.practice,
  } as const;
  world = { ...ids, staff: { ...staff, practitionerId: null } };
  ear = listen(db.appUrl);
}, 300_000);
afterAll(async () => ear.end());
const GROWS = [
  ...["lessons", "bookings", "booking_babies", "clients", "guardians", "babies", "data_keys"],
];

test("a full week of twenty practitioners looks at its own lessons and what belongs to them", async () => {
  const asked = { from: addDays(monday, 7), days: 7, practitionerId: "all" as const };
  const { events } = await staffCalendar(world.staff, asked);
  expect(events).toHaveLength(600);
  const found = await ear.plans(world.staff);
  expect(readWhole(found, GROWS)).toEqual([]);
  // Lessons, bookings, families, babies, guardians, who is in which lesson: six rows for each of 600.
  expect(touched(found), where(found)).toBeLessThan(600 * 6 + 600);
});

test("a day and what is left of earlier ones", async () => {
  await staffToday({ ...world.staff, practitionerId: world.practitioner }, {});
  const found = await ear.plans(world.staff);
  expect(readWhole(found, GROWS)).toEqual([]);
  // 60 days back, two weeks of sums, and the lessons of the day with what belongs to them.
  expect(touched(found), where(found)).toBeLessThan(2_000);
});

test("lessons nobody marked, without reading the years that were", async () => {
  const owner = { ...world.staff, practitionerId: world.practitioner };
  await unsaidCounts(owner, {});
  await unsaidLessons(owner, {});
  const found = await ear.plans(owner);
  expect(readWhole(found, GROWS)).toEqual([]);
  // Her own and those of nineteen colleagues without an account.
  expect(touched(found), where(found)).toBeLessThan(1_000);
});

test("a family's history, 200 lessons long", async () => {
  const page = (n: number) => clientLessons(world.staff, { clientId: world.client, page: n });
  const [newest, older] = [await page(1), await page(2)];
  const found = await ear.plans(world.staff);
  expect(readWhole(found, GROWS)).toEqual([]);
  const ids = [newest, older].flatMap(({ past, upcoming }) =>
    [...past, ...upcoming].map(({ lessonId }) => lessonId),
  );
  expect([new Set(ids).size, newest.more]).toEqual([200, true]);
});

test("the free times of a service", async () => {
  const { slots: free } = await slots({ kind: "visitor" }, { service: world.service });
  expect(free.length).toBeGreaterThan(0);
  const found = await ear.plans({ kind: "visitor" });
  expect(readWhole(found, GROWS)).toEqual([]);
  expect(touched(found), where(found)).toBeLessThan(1_000);
});
