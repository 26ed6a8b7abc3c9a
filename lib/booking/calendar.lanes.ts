import { and, asc, eq, gt, gte, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { dateOverrides, outsideBusy, weeklyHours } from "@/db/schema";
import type { DateOverride, OpenWindow } from "@/lib/availability/schema";
import { type Point, travelMinutes } from "@/lib/availability/travel";
import type { Staff } from "@/lib/core/actor";
import { addDays, type Day, type Zone } from "@/lib/core/time";
import { settled } from "@/lib/work/settled";
import { type DaySpan, dayParts, type Plan, type Span } from "./calendar.rules";

/** One practitioner's hours, day by day, for calendars that stand side by side (feature l3). */
export type Lane = {
  id: string;
  name: string;
  days: { day: Day; open: Span[]; away: boolean }[];
};

const hhmm = (time: string): string => time.slice(0, 5);
const windowOf = (start: string, end: string, placeId: string | null): OpenWindow => ({
  start: hhmm(start),
  end: hhmm(end),
  ...(placeId && { placeId }),
});

/** Everybody's hours, in two readings however many they are. */
export async function plansOf(
  tx: Tx,
  actor: Staff,
  days: readonly Day[],
): Promise<(practitionerId: string) => Plan> {
  const { practiceId } = actor;
  // A day more at both ends: hours at a place elsewhere may begin on the day before.
  const [from, until] = [addDays(days[0] ?? "", -1), addDays(days.at(-1) ?? days[0] ?? "", 2)];
  const { practitionerId: who, weekday, startsAt, endsAt, placeId } = weeklyHours;
  const [week, special] = await settled([
    tx
      .select({ who, weekday, startsAt, endsAt, placeId })
      .from(weeklyHours)
      .where(eq(weeklyHours.practiceId, practiceId)),
    tx
      .select()
      .from(dateOverrides)
      .where(
        and(
          eq(dateOverrides.practiceId, practiceId),
          gte(dateOverrides.day, from),
          lt(dateOverrides.day, until),
        ),
      ),
  ]);
  return (id) => ({
    hours: week
      .filter((row) => row.who === id)
      .map((row) => ({
        weekday: row.weekday,
        ...windowOf(row.startsAt, row.endsAt, row.placeId),
      })),
    overrides: overridesIn(special.filter((row) => row.practitionerId === id)),
  });
}

/** The hours of some people side by side. */
export const lanesOf = (
  people: Iterable<{ id: string; name: string }>,
  planOf: (practitionerId: string) => Plan,
  days: readonly Day[],
  seen: (plan: Plan, day: Day) => Span[],
): Lane[] =>
  [...people].map(({ id, name }) => {
    const plan = planOf(id);
    return {
      id,
      name,
      days: days.map((day) => ({ day, open: seen(plan, day), away: closedOn(plan, day) })),
    };
  });

function overridesIn(rows: readonly (typeof dateOverrides.$inferSelect)[]): DateOverride[] {
  const days = new Map<Day, OpenWindow[]>();
  for (const { day, startsAt, endsAt, placeId } of rows) {
    const hours = days.get(day) ?? [];
    if (startsAt !== null && endsAt !== null) hours.push(windowOf(startsAt, endsAt, placeId));
    days.set(day, hours);
  }
  return [...days].map(([day, hours]) =>
    hours.length > 0 ? { day, hours } : { day, closed: true as const },
  );
}

/** A day that was closed by hand; days that are never worked are not "away". */
export const closedOn = (plan: Plan, day: Day): boolean =>
  plan.overrides.some((one) => one.day === day && "closed" in one);

export type Elsewhere = DaySpan & { practitionerId: string };

/** When a practitioner's other calendars say that she is busy: when, and nothing else is known. */
export async function busyElsewhere(
  tx: Tx,
  actor: Staff,
  range: { from: Date; until: Date; zone: Zone; days: readonly Day[] },
  practitionerId?: string,
): Promise<Elsewhere[]> {
  const rows = await tx
    .select({
      practitionerId: outsideBusy.practitionerId,
      startsAt: outsideBusy.startsAt,
      endsAt: outsideBusy.endsAt,
    })
    .from(outsideBusy)
    .where(
      and(
        eq(outsideBusy.practiceId, actor.practiceId),
        practitionerId ? eq(outsideBusy.practitionerId, practitionerId) : undefined,
        lt(outsideBusy.startsAt, range.until),
        gt(outsideBusy.endsAt, range.from),
      ),
    )
    .orderBy(asc(outsideBusy.startsAt));
  return rows.flatMap((row) =>
    dayParts(row.startsAt, row.endsAt, range.zone)
      .filter((part) => range.days.includes(part.day))
      .map((part) => ({ ...part, practitionerId: row.practitionerId })),
  );
}

type Stop = {
  practitionerId: string;
  startsAt: Date;
  endsAt: Date;
  point: Point | null;
};
export type Way = { practitionerId: string; day: Day; start: number; end: number };

/**
 * The way to each lesson from the one before it on the same day, where both places are known and the practitioner said
 * how fast she gets about: the last minutes before the lesson.
 */
export function waysBetween(
  stops: readonly Stop[],
  speeds: ReadonlyMap<string, number>,
  zone: Zone,
): Way[] {
  const inOrder = [...stops].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const before = new Map<string, Stop>();
  return inOrder.flatMap((stop): Way[] => {
    const last = before.get(stop.practitionerId);
    before.set(stop.practitionerId, stop);
    const kmh = speeds.get(stop.practitionerId);
    const minutes = last && kmh ? travelMinutes(last.point, stop.point, kmh) : 0;
    if (minutes === 0) return [];
    const [at] = dayParts(stop.startsAt, stop.endsAt, zone);
    const [was] = last ? dayParts(last.startsAt, last.endsAt, zone) : [];
    if (!at || was?.day !== at.day) return [];
    return [
      {
        practitionerId: stop.practitionerId,
        day: at.day,
        start: Math.max(0, at.start - minutes),
        end: at.start,
      },
    ];
  });
}
