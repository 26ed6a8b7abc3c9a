import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import * as t from "@/db/schema";
import { makeFamily, makePractice } from "@/db/testing/world";
import type { Walk } from "@/lib/availability/oracle";
import { RUN_UP, walk } from "@/lib/availability/oracle";
import type { ServiceTiming } from "@/lib/availability/schema";
import type { Parent } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import {
  addDays,
  type Minute,
  minuteOf,
  startOfDay,
  systemNow,
  toInstant,
  wallTimeOf,
} from "@/lib/core/time";

/**
 * A practice so small that everybody wants the same few times: three days that are open from nine to one, three
 * services, of which one asks first, and two families with an account. Lessons lie more than a week ahead, so that
 * nothing depends on the hour at which a proof runs.
 */
export const OPENS = 9 * 60;
export const CLOSES = 13 * 60;
/** What an exception may make of a day. */
export const EXCEPTIONS = [
  null,
  { start: "09:00", end: "11:00" },
  { start: "11:00", end: "15:00" },
] as const;
/** No exception opens before or after: a lesson beyond is there by staff's word only. The way between its places takes 29 minutes. */
export const ALLOWED = { opens: 9 * 60, closes: 15 * 60, way: 28 };
/** Times are asked for in quarters of an hour from eight on, inside the hours and outside. */
export const FIRST_QUARTER = 8 * 60;
export const QUARTERS = 32;
export const DAYS = 3;
export const ZONES = [
  "UTC",
  "Europe/London",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
] as const;

export type Variant = {
  zone: (typeof ZONES)[number];
  /** Most lessons of the practitioner a day and a week. */
  maxPerDay: number | null;
  maxPerWeek: number | null;
  /** How fast its practitioner goes from one of two places to the other. */
  travelKmh?: number | null;
  /** Days that attempts may be about. */
  days?: number;
};
type Kind = ServiceTiming & { id: string; approval: boolean };

const timing = (
  durationMinutes: number,
  stepMinutes: number | null,
  bufferBefore: number,
  bufferAfter: number,
): ServiceTiming => ({
  durationMinutes,
  stepMinutes,
  bufferBefore,
  bufferAfter,
  minNoticeMinutes: 0,
  horizonDays: 60,
  sameDay: true,
  opensOn: null,
  closesOn: null,
});

export async function smallWorld(
  owner: Database,
  { zone, maxPerDay, maxPerWeek, travelKmh = null, days: length = DAYS }: Variant,
) {
  const at = await makePractice(owner, zone);
  const { practiceId, practitionerId, placeId } = at;
  const elsewhere = travelKmh === null ? placeId : await otherPlace(owner, at);
  const services: Kind[] = [
    { id: at.serviceId, approval: false, ...timing(60, null, 0, 0) },
    { id: newId<"service">(), approval: true, ...timing(45, 15, 10, 5) },
    { id: newId<"service">(), approval: false, ...timing(30, 30, 0, 0) },
  ];
  await owner.insert(t.services).values(
    services.slice(1).map((one) => ({
      practiceId,
      id: one.id,
      practitionerId,
      placeId: one.durationMinutes === 30 ? elsewhere : placeId,
      name: `Lesson of ${one.durationMinutes} minutes`,
      durationMinutes: one.durationMinutes,
      stepMinutes: one.stepMinutes,
      bufferBeforeMinutes: one.bufferBefore,
      bufferAfterMinutes: one.bufferAfter,
      minNoticeMinutes: 0,
      approval: one.approval,
      priceMinor: 4800,
      currency: "GBP",
    })),
  );
  await owner.delete(t.weeklyHours).where(eq(t.weeklyHours.practiceId, practiceId));
  await owner.insert(t.weeklyHours).values(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      practiceId,
      id: newId(),
      practitionerId,
      weekday,
      startsAt: wallTimeOf(OPENS),
      endsAt: wallTimeOf(CLOSES),
    })),
  );
  if (maxPerDay !== null || maxPerWeek !== null || travelKmh !== null)
    await owner
      .update(t.practitioners)
      .set({ maxPerDay, maxPerWeek, travelKmh })
      .where(eq(t.practitioners.id, practitionerId));
  const families = [await makeFamily(owner, practiceId), await makeFamily(owner, practiceId)];
  const now = systemNow();
  const first = addDays(now.toISOString().slice(0, 10), 10);
  const days = Array.from({ length }, (_, i) => addDays(first, i));
  const from = startOfDay(first, zone);
  const to = startOfDay(addDays(first, DAYS), zone);
  const path: Walk = walkOf(zone, minuteOf(from) - RUN_UP, minuteOf(to) + 120);
  const { staff, system, ...ids } = at;
  return {
    ...ids,
    zone,
    owner,
    services,
    families,
    days,
    now,
    from,
    to,
    path,
    staff: staff(),
    system,
    maxPerDay,
    maxPerWeek,
    travelKmh,
  };
}
export type SmallWorld = Awaited<ReturnType<typeof smallWorld>>;

/** A second place, eleven kilometres to the north of the first. */
async function otherPlace(
  owner: Database,
  { practiceId, placeId, zone }: Awaited<ReturnType<typeof makePractice>>,
): Promise<string> {
  const id = newId<"place">();
  const where = (latitude: number) => ({ latitude, longitude: -2.59 });
  await owner.update(t.places).set(where(51.45)).where(eq(t.places.id, placeId));
  await owner
    .insert(t.places)
    .values({ practiceId, id, kind: "studio", name: "Hall", timeZone: zone, ...where(51.55) });
  return id;
}

const walks = new Map<string, Walk>();
/** The same few days of the same few zones, walked once a process. */
function walkOf(zone: string, from: Minute, to: Minute): Walk {
  const key = `${zone} ${from} ${to}`;
  const known = walks.get(key) ?? walk(zone, from, to);
  walks.set(key, known);
  return known;
}

/** What times of a world follow from. */
export type Days = Pick<SmallWorld, "zone" | "days">;

const quarters = new Map<string, Minute>();
/** A quarter of one of the world's days, worked out once a process; no zone changes its clocks between eight and four. */
export function quarterAt(world: Days, day: number, quarter: number): Minute {
  const key = `${world.zone} ${dayOf(world, day)} ${quarter}`;
  const known = quarters.get(key);
  if (known !== undefined) return known;
  const at = toInstant(dayOf(world, day), wallTimeOf(FIRST_QUARTER + quarter * 15), world.zone);
  if (at.kind === "gap") throw new Error("the clocks change in the middle of the day");
  quarters.set(key, minuteOf(at.instant));
  return minuteOf(at.instant);
}
export const dayOf = (world: Days, day: number): string => world.days[day] ?? "";
export const quarterTime = (quarter: number): string => wallTimeOf(FIRST_QUARTER + quarter * 15);
export const serviceOf = (world: SmallWorld, n: number): Kind => {
  const service = world.services[n];
  if (!service) throw new Error(`no service ${n}`);
  return service;
};
export const parentOf = (
  world: SmallWorld,
  n: number,
): { parent: Parent; clientId: string; babyId: string } => {
  const family = world.families[n];
  if (!family) throw new Error(`no family ${n}`);
  return family;
};
