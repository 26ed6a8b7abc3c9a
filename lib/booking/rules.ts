import {
  emptied,
  isOpenSlot,
  nextFree,
  openSlots,
  type Schedule,
  takenBy,
} from "@/lib/availability/rules";
import type { ServiceTiming } from "@/lib/availability/schema";
import { bornOnProblem, type NewBaby } from "@/lib/clients/schema";
import type { FieldRefusals, Say } from "@/lib/core/refusal";
import {
  addDays,
  type Day,
  dayFromNumber,
  dayNumber,
  dayOfWeek,
  instantOf,
  type Minute,
  minuteOf,
  today,
  wallOf,
  type Zone,
} from "@/lib/core/time";

export const HOLD_MINUTES = 10;
/** How long after the lesson the link of a booking still opens; move_time() keeps it so (0084_requests_that_move.sql). */
export const LINK_DAYS_AFTER = 90;
/** Weeks on one page of the time picker. */
export const WEEKS_SHOWN = 5;
export const NEAREST = 3;

const DAY_MS = 86_400_000;
// The longest horizon a service may have; outside it no start is worth a question to the database.
const FURTHEST_DAYS = 732;

export const plausibleStart = (start: Date, now: Date): boolean =>
  start.getTime() > now.getTime() - DAY_MS &&
  start.getTime() < now.getTime() + FURTHEST_DAYS * DAY_MS;

export type StartProblem = "taken" | "too_soon" | "not_offered";

/** Why a start cannot be booked, or null when it can. */
export function startProblem(schedule: Schedule, start: Date): StartProblem | null {
  if (isOpenSlot(schedule, start)) return null;
  const alone = emptied(schedule);
  if (isOpenSlot(alone, start)) return "taken";
  const { service, now } = schedule;
  const withoutNotice = { ...alone, service: { ...service, minNoticeMinutes: 0 } };
  return start > now && isOpenSlot(withoutNotice, start) ? "too_soon" : "not_offered";
}

/** The span in which the nearest free times to a lost one are looked for. */
export const around = (start: Date): { from: Date; to: Date } => ({
  from: new Date(start.getTime() - 7 * DAY_MS),
  to: new Date(start.getTime() + 14 * DAY_MS),
});

export const nearestFree = (schedule: Schedule, start: Date): Date[] =>
  nextFree(openSlots({ ...schedule, ...around(start) }), minuteOf(start), NEAREST).map(instantOf);

/** The week around a start: of its times strangers keep half at most. */
export const weekAround = (start: Date): { from: Date; to: Date } => ({
  from: new Date(start.getTime() - 3.5 * DAY_MS),
  to: new Date(start.getTime() + 3.5 * DAY_MS),
});

/** How many lessons fit into the free times of the week around a start, side by side. */
export function freeAround(schedule: Schedule, start: Date): number {
  let [fit, until] = [0, Number.NEGATIVE_INFINITY];
  for (const slot of openSlots({ ...schedule, ...weekAround(start) })) {
    const taken = takenBy(schedule.service, slot);
    if (taken.start < until) continue;
    fit += 1;
    until = taken.end;
  }
  return fit;
}

/** What was promised, in the place's own time, as lessons.local_start keeps it. */
export function localStart(start: Date, zone: Zone): string {
  const { day, time } = wallOf(start, zone);
  return `${day} ${time}`;
}

/** What a lesson's row holds for a start: the lesson, the time it takes with its buffers, and what was promised. */
export function lessonTimes(service: ServiceTiming, zone: Zone, start: Date) {
  const taken = takenBy(service, minuteOf(start));
  return {
    startsAt: start,
    endsAt: instantOf(minuteOf(start) + service.durationMinutes),
    blockedFrom: instantOf(taken.start),
    blockedUntil: instantOf(taken.end),
    timeZone: zone,
    localStart: localStart(start, zone),
  };
}

type Details = {
  guest?: unknown;
  babyIds: readonly string[];
  babies: readonly NewBaby[];
  visitAddress?: string | undefined;
};

/** What a schema cannot know: the day where the family is, the kind of place, whether the person is known. */
export function detailProblems(
  details: Details,
  facts: { now: Date; zone: Zone; atHome: boolean; known: boolean; visits?: Visits },
): FieldRefusals {
  const found: FieldRefusals = {};
  const here = today(facts.now, facts.zone);
  if (!facts.known && !details.guest) found["guest.name"] = [{ key: "booking:errors.name" }];
  if (details.babies.length + details.babyIds.length === 0)
    found["babies.0.firstName"] = [{ key: "booking:errors.noBaby" }];
  details.babies.forEach((baby, i) => {
    const key = bornOnProblem(baby.bornOn, here);
    if (key) found[`babies.${i}.bornOn`] = [{ key }];
  });
  if (facts.atHome && !details.visitAddress)
    found.visitAddress = [{ key: "booking:errors.visitAddress" }];
  else if (facts.atHome && facts.visits && details.visitAddress) {
    const problem = visitProblem(details.visitAddress, facts.visits);
    if (problem) found.visitAddress = [problem];
  }
  return found;
}

/** Who visits, and which postcodes by their first signs; none means that any address is looked at by a person. */
export type Visits = { name: string; codes: readonly string[] };

// "BS6 6JA", "11205", "11205-1234": what stands for a postcode within an address that somebody typed.
const POSTCODES = /\b([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}\b|\b(\d{5})(?:-\d{4})?\b/g;

/** Why a home visit cannot go to an address: it lies outside the postcodes that are visited, or names none (c9). */
export function visitProblem(address: string, { name, codes }: Visits): Say | null {
  if (codes.length === 0) return null;
  const typed = [...address.toUpperCase().matchAll(POSTCODES)].map(([, gb, us]) => gb ?? us ?? "");
  // A house may have a number of five signs; the postcode stands last.
  const last = typed.at(-1);
  if (last === undefined) return { key: "booking:errors.noPostcode" };
  const within = codes.some((code) => (/^\d/.test(code) ? last.startsWith(code) : last === code));
  return within
    ? null
    : { key: "booking:errors.outsideArea", params: { name, codes: codes.join(", ") } };
}

/** The Monday of a day's week. */
export const mondayOf = (day: Day): Day => addDays(day, 1 - dayOfWeek(day));

/** The five weeks shown from a day on, never earlier than this week. */
export function weeksFrom(asked: Day | undefined, thisDay: Day): { first: Day; days: Day[] } {
  const now = mondayOf(thisDay);
  const first = asked && asked > now ? mondayOf(asked) : now;
  const start = dayNumber(first);
  return {
    first,
    days: Array.from({ length: WEEKS_SHOWN * 7 }, (_, i) => dayFromNumber(start + i)),
  };
}

export type DayState = "free" | "full" | "closed" | "past";

/** What a day of the picker says: how many times are free, full, closed, or gone by. */
export function dayStates(
  days: readonly Day[],
  thisDay: Day,
  free: ReadonlyMap<Day, readonly Minute[]>,
  open: ReadonlyMap<Day, readonly Minute[]>,
): Map<Day, DayState> {
  return new Map(
    days.map((day) => {
      if (day < thisDay) return [day, "past"];
      if ((free.get(day)?.length ?? 0) > 0) return [day, "free"];
      return [day, (open.get(day)?.length ?? 0) > 0 ? "full" : "closed"];
    }),
  );
}
