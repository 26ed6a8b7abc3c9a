import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import * as t from "@/db/schema";
import { makePractice } from "@/db/testing/world";
import { everyZone, randomOf } from "@/lib/availability/zones-proof";
import { newId } from "@/lib/core/id";
import { addDays, minuteOf, systemNow, today, wallOf, wallTimeOf } from "@/lib/core/time";
import { lessonTimes } from "../rules";

/**
 * A practice as it might be, in any zone, one or two places, services with every setting there is, hours with holes, days
 * that differ, limits, ways to go, and a calendar with lessons, holds, requests, time off and times taken elsewhere.
 */
const MINUTE = 60_000;
const KINDS = ["studio", "home", "hospital", "online"] as const;
const zones = everyZone();

export async function randomWorld(
  owner: Database,
  { seed, country }: { seed: string; country: string },
) {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const one = <T>(of: readonly [T, ...T[]]): T => of[below(of.length)] ?? of[0];
  const sometimes = <T>(n: number, value: () => T): T | null => (below(n) === 0 ? value() : null);

  const at = await makePractice(owner, zones[below(zones.length)] ?? "UTC");
  const { practiceId, practitionerId } = at;
  const area = Array.from({ length: 12 }, () => String.fromCharCode(97 + below(26))).join("");
  await owner.update(t.practices).set({ country }).where(eq(t.practices.practiceId, practiceId));
  await owner
    .update(t.practitioners)
    .set({
      area,
      maxPerDay: sometimes(3, () => 1 + below(4)),
      maxPerWeek: sometimes(4, () => 3 + below(8)),
      travelKmh: sometimes(3, () => one([15, 30, 50])),
    })
    .where(eq(t.practitioners.id, practitionerId));

  const point = () => ({ latitude: 51.4 + random() / 5, longitude: -2.7 + random() / 5 });
  const places = [at.placeId, newId<"place">()].slice(0, 1 + below(2));
  for (const [i, id] of places.entries()) {
    const kind = one(KINDS);
    const where = {
      kind,
      ...(kind !== "online" && below(2) === 0 && point()),
      ...(kind === "home" && { radiusMiles: 1 + below(8) }),
      timeZone: below(4) === 0 ? (zones[below(zones.length)] ?? at.zone) : at.zone,
    };
    if (i === 0) await owner.update(t.places).set(where).where(eq(t.places.id, id));
    else await owner.insert(t.places).values({ practiceId, id, name: "Elsewhere", ...where });
  }
  const here = today(systemNow(), at.zone);
  const services = Array.from({ length: 1 + below(3) }, (_, i) => ({
    practiceId,
    practitionerId,
    id: i === 0 ? at.serviceId : newId<"service">(),
    placeId: places[below(places.length)] ?? at.placeId,
    name: `Lesson ${i}`,
    durationMinutes: one([20, 30, 45, 60, 75, 90, 120]),
    stepMinutes: one([null, null, 5, 10, 15, 20, 30, 60]),
    bufferBeforeMinutes: one([0, 0, 5, 10, 30]),
    bufferAfterMinutes: one([0, 0, 5, 15, 45]),
    minNoticeMinutes: one([0, 0, 30, 120, 1440, 4320]),
    horizonDays: one([7, 14, 30, 60, 90]),
    sameDay: below(3) > 0,
    opensOn: sometimes(6, () => addDays(here, below(20) - 5)),
    closesOn: sometimes(6, () => addDays(here, 15 + below(30))),
    maxPerDay: sometimes(5, () => 1 + below(3)),
    maxPerWeek: sometimes(6, () => 2 + below(5)),
    approval: below(4) === 0,
    listing: below(6) === 0 ? ("unlisted" as const) : ("listed" as const),
    priceMinor: below(9000),
    currency: "GBP",
  }));
  const [first, ...more] = services;
  if (first) await owner.update(t.services).set(first).where(eq(t.services.id, first.id));
  if (more.length > 0) await owner.insert(t.services).values(more);

  const place = () => (places.length > 1 && below(3) === 0 ? (places[below(2)] ?? null) : null);
  const window = () => {
    const opens = below(20) * 60 + below(4) * 15;
    return {
      startsAt: wallTimeOf(opens),
      endsAt: wallTimeOf(Math.min(1440, opens + 30 + below(40) * 15)),
      placeId: place(),
    };
  };
  const mine = () => ({ practiceId, practitionerId, id: newId() });
  await owner.delete(t.weeklyHours).where(eq(t.weeklyHours.practiceId, practiceId));
  await owner.insert(t.weeklyHours).values(
    Array.from({ length: 4 + below(10) }, () => ({
      ...mine(),
      weekday: 1 + below(7),
      ...window(),
    })),
  );
  const exceptions = Array.from({ length: below(6) }, () => ({
    ...mine(),
    day: addDays(here, below(21)),
    ...(below(2) === 0 ? { startsAt: null, endsAt: null } : window()),
  }));
  // A day is closed or has hours, not both.
  const days = new Map(exceptions.map((row) => [row.day, row]));
  if (days.size > 0) await owner.insert(t.dateOverrides).values([...days.values()]);

  await fill(owner, { ...at, services, below, point });
  const outside = below(3) === 0 ? newId<"calendar">() : null;
  if (outside) {
    await owner.insert(t.outsideCalendars).values({
      ...mine(),
      id: outside,
      name: "Home",
      address: Buffer.alloc(8),
      host: "calendar.example.com",
    });
    await owner.insert(t.outsideBusy).values(
      Array.from({ length: 6 }, () => {
        const starts = systemNow().getTime() + below(14 * 1440) * MINUTE + below(60_000);
        return {
          ...mine(),
          calendarId: outside,
          startsAt: new Date(starts),
          endsAt: new Date(starts + (1 + below(300)) * MINUTE),
        };
      }),
    );
  }
  // Last, so that the worlds of other seeds stay as they were.
  const accepting = below(5) === 0 ? ("paused" as const) : ("new_families" as const);
  await owner
    .update(t.practitioners)
    .set({ accepting })
    .where(eq(t.practitioners.id, practitionerId));
  return { ...at, area, country, services };
}
export type RandomWorld = Awaited<ReturnType<typeof randomWorld>>;

type Filled = Awaited<ReturnType<typeof makePractice>> & {
  services: { id: string; placeId: string; durationMinutes: number }[];
  below: (n: number) => number;
  point: () => { latitude: number; longitude: number };
};

/** Rows that take time, straight into the table; those that the constraint refuses are left out. */
async function fill(
  owner: Database,
  { practiceId, practitionerId, zone, services, below, point }: Filled,
) {
  const now = minuteOf(systemNow());
  for (let n = 4 + below(16); n > 0; n -= 1) {
    const service = services[below(services.length)] ?? {
      id: "",
      placeId: "",
      durationMinutes: 60,
    };
    const start = new Date((now + below(10 * 96) * 15) * MINUTE);
    const length = below(8) === 0 ? 60 * below(48) + 30 : service.durationMinutes;
    const timing = {
      durationMinutes: length,
      bufferBefore: below(3) * 5,
      bufferAfter: below(3) * 5,
    };
    const times = lessonTimes(
      {
        ...timing,
        stepMinutes: null,
        minNoticeMinutes: 0,
        horizonDays: 60,
        sameDay: true,
        opensOn: null,
        closesOn: null,
      },
      zone,
      start,
    );
    const kind = length === service.durationMinutes ? "lesson" : "block";
    const status = kind === "block" ? "confirmed" : ([..."ccchrdx"][below(7)] ?? "c");
    const wall = wallOf(start, zone);
    await owner
      .insert(t.lessons)
      .values({
        practiceId,
        practitionerId,
        id: newId(),
        kind,
        ...(kind === "lesson" && { serviceId: service.id, placeId: service.placeId }),
        ...times,
        localStart: `${wall.day} ${wall.time}`,
        status:
          ({ c: "confirmed", h: "held", d: "held", r: "requested", x: "cancelled" } as const)[
            status
          ] ?? "confirmed",
        ...(status === "h" && { holdExpiresAt: sql`clock_timestamp() + interval '9 minutes'` }),
        ...(status === "d" && { holdExpiresAt: sql`clock_timestamp() - interval '1 minute'` }),
        ...(status === "r" && { answerBy: start }),
        ...(kind === "lesson" && below(3) === 0 && point()),
        onTop: kind === "lesson" && below(10) === 0,
      })
      .onConflictDoNothing();
  }
}
