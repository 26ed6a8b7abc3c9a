import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { calendars, type Range } from "@/lib/availability/read";
import { planAt, type Schedule, takenBy } from "@/lib/availability/rules";
import type { Busy } from "@/lib/availability/schema";
import { type Point, whereabouts } from "@/lib/availability/travel";
import { tokenHash } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { minuteOf } from "@/lib/core/time";
import type { Offer } from "./offer";
import {
  around,
  HOLD_MINUTES,
  lessonTimes,
  nearestFree,
  plausibleStart,
  type StartProblem,
  startProblem,
  weekAround,
} from "./rules";
import type { HeldTime } from "./schema";

export type TakenTime = {
  practiceId: string;
  lessonId: string;
  practitionerId: string;
  kind: "lesson" | "block";
  serviceId: string | null;
  placeId: string | null;
  title?: string | null | undefined;
  times: ReturnType<typeof lessonTimes>;
  /** Where it is, for the way from one lesson to the next. */
  point?: Point | null | undefined;
};

type Taking = {
  holdSecret?: string;
  holdMinutes?: SQL;
  answerBy?: Date | null;
  onTop?: boolean;
};
/**
 * Takes a practitioner's time for everybody who books, and says whether it was still free: to be asked in a statement.
 * The constraint below it decides, so of any number of callers one wins and none deadlocks (migrations/0002_rules.sql).
 */
export function takingTime(
  { times, ...lesson }: TakenTime,
  status: "held" | "requested" | "confirmed",
  { holdSecret, holdMinutes = sql`${HOLD_MINUTES}`, answerBy = null, onTop = false }: Taking = {},
): SQL {
  const secret = holdSecret === undefined ? null : tokenHash(holdSecret);
  return sql`take_time(
    ${lesson.practiceId}::uuid, ${lesson.lessonId}::uuid, ${lesson.practitionerId}::uuid, ${lesson.kind},
    ${lesson.serviceId}::uuid, ${lesson.placeId}::uuid, ${lesson.title ?? null}, ${status},
    ${times.startsAt.toISOString()}::timestamptz, ${times.endsAt.toISOString()}::timestamptz,
    ${times.blockedFrom.toISOString()}::timestamptz, ${times.blockedUntil.toISOString()}::timestamptz,
    ${times.timeZone}, ${times.localStart}::timestamp, ${holdMinutes}, ${secret}::bytea,
    p_answer_by => ${answerBy?.toISOString() ?? null}::timestamptz, p_on_top => ${onTop},
    p_lat => ${lesson.point?.latitude ?? null}::float8, p_lng => ${lesson.point?.longitude ?? null}::float8)`;
}
/**
 * The same for a stranger who cannot be told from others by an address: only while not too many of the times around this
 * one are kept already (hold_room), and shorter as they fill up.
 */
export function takingInTurn(lesson: TakenTime, holdSecret: string, free: number): SQL {
  const { practiceId, practitionerId, times } = lesson;
  const { from, to } = weekAround(times.startsAt);
  const time = takingTime(lesson, "held", { holdSecret, holdMinutes: sql`room.minutes` });
  return sql`(select case when room.minutes > 0 then ${time} else false end
    from (select hold_room(${practiceId}::uuid, ${practitionerId}::uuid, ${from.toISOString()}::timestamptz,
      ${to.toISOString()}::timestamptz, ${free}, ${HOLD_MINUTES}) as minutes offset 0) room)`;
}
export async function takeTime(tx: Tx, ...taking: Parameters<typeof takingTime>): Promise<boolean> {
  const [row] = await tx.execute<{ won: boolean }>(sql`select ${takingTime(...taking)} as won`);
  return row?.won === true;
}

export type Hold = {
  practitionerId: string;
  serviceId: string;
  status: string;
  startsAt: Date;
  taken: Busy;
  secondsLeft: number;
};
type HoldRow = {
  practitioner_id: string;
  service_id: string;
  status: string;
  starts_at: string | Date;
  blocked_from: string | Date;
  blocked_until: string | Date;
  seconds_left: number;
};

/** A hold as its maker may see it; null for an unknown one and for a wrong secret. */
export async function findHold(tx: Tx, held: HeldTime): Promise<Hold | null> {
  const [row] = await tx.execute<HoldRow>(
    sql`select * from find_hold(${held.practiceId}::uuid, ${held.id}::uuid, ${tokenHash(held.secret)}::bytea)`,
  );
  return row
    ? {
        practitionerId: row.practitioner_id,
        serviceId: row.service_id,
        status: row.status,
        startsAt: new Date(row.starts_at),
        taken: {
          start: minuteOf(new Date(row.blocked_from)),
          end: minuteOf(new Date(row.blocked_until)),
        },
        secondsLeft: row.seconds_left,
      }
    : null;
}

export async function confirmHold(
  tx: Tx,
  held: HeldTime,
  serviceId: string,
  start: Date,
  answerBy: Date | null,
): Promise<boolean> {
  const [row] = await tx.execute<{ won: boolean }>(sql`select confirm_hold(${held.practiceId}::uuid,
    ${held.id}::uuid, ${serviceId}::uuid, ${start.toISOString()}::timestamptz, ${tokenHash(held.secret)}::bytea,
    ${answerBy?.toISOString() ?? null}::timestamptz) as won`);
  return row?.won === true;
}

export async function releaseHold(tx: Tx, held: HeldTime): Promise<boolean> {
  const [row] = await tx.execute<{ freed: boolean }>(
    sql`select release_hold(${held.practiceId}::uuid, ${held.id}::uuid, ${tokenHash(held.secret)}::bytea) as freed`,
  );
  return row?.freed === true;
}

/** What the openings of an offer follow from: one statement, as the offer is known. */
export async function scheduleIn(
  tx: Tx,
  offer: Offer,
  range: Range,
  now: Date,
  exceptId?: string | null,
): Promise<Schedule | null> {
  const [calendar] = await calendars(tx, [{ ...offer, exceptId }], range);
  if (!calendar) return null;
  const { busy, fullDays, ...plan } = calendar;
  const { timing: service, zone, placeId } = offer;
  return { ...planAt(plan, placeId), busy, fullDays, service, zone, now };
}

/** Refuses a start that is not among the openings, with the nearest times that are. */
export async function assertOpen(
  tx: Tx,
  offer: Offer,
  start: Date,
  now: Date,
  exceptId?: string,
): Promise<Schedule> {
  if (!plausibleStart(start, now)) throw refusedStart("not_offered", []);
  const found = await scheduleIn(tx, offer, around(start), now, exceptId);
  if (!found) throw refusedStart("not_offered", []);
  const problem = startProblem(found, start);
  if (problem) throw refusedStart(problem, nearestFree(found, start));
  return found;
}

/** The refusal of somebody who lost a race: read again, so that the nearest times are really free. */
export async function lostRace(
  tx: Tx,
  offer: Offer,
  start: Date,
  now: Date,
  exceptId?: string,
): Promise<Refusal> {
  const found = await scheduleIn(tx, offer, around(start), now, exceptId);
  return refusedStart("taken", found ? nearestFree(found, start) : []);
}

/** The refusal of a stranger whose time was not kept: somebody has it, or too many others are kept just now. */
export async function notKept(tx: Tx, offer: Offer, start: Date, now: Date): Promise<Refusal> {
  const found = await scheduleIn(tx, offer, around(start), now);
  if (!found || startProblem(found, start) !== null)
    return refusedStart("taken", found ? nearestFree(found, start) : []);
  return new Refusal("rate_limited", "booking:errors.manyChoosing", { facts: { seconds: 120 } });
}

const codes = { taken: "slot_taken", too_soon: "too_late", not_offered: "invalid" } as const;

function refusedStart(problem: StartProblem, nearest: readonly Date[]): Refusal {
  const facts = { nearest: nearest.map((start) => start.toISOString()) };
  return new Refusal(codes[problem], `booking:errors.${problem}`, { facts });
}

/** A lesson of an offer at a start, as take_time wants it; `visit` is where the family lives, when that is known. */
export const lessonAt = (
  offer: Offer,
  lessonId: string,
  start: Date,
  visit: Point | null = null,
): TakenTime => ({
  practiceId: offer.practiceId,
  lessonId,
  practitionerId: offer.practitionerId,
  kind: "lesson",
  serviceId: offer.serviceId,
  placeId: offer.placeId,
  times: lessonTimes(offer.timing, offer.zone, start),
  point: whereabouts({ ...offer, kind: offer.placeKind }, visit),
});

/** What a lesson at this start takes from the practitioner. */
export const taking = (offer: Offer, start: Date): Busy => takenBy(offer.timing, minuteOf(start));

export type MovedTime = Record<"startsAt" | "endsAt" | "blockedFrom" | "blockedUntil", Date> & {
  localStart: string;
  /** Until when it is answered there, if it is a request. */
  answerBy?: Date | null;
};
export type MoveSaid = "moved" | "taken" | "full" | "shared" | "changed";

/** Moves a lesson: the old time is kept until the new one is won. */
export async function moveTime(
  tx: Tx,
  lesson: { practiceId: string; id: string; practitionerId: string },
  version: number,
  times: MovedTime,
  onTop = false,
): Promise<MoveSaid> {
  const [row] = await tx.execute<{ said: MoveSaid }>(sql`select move_time(
    ${lesson.practiceId}::uuid, ${lesson.id}::uuid, ${version}, ${lesson.practitionerId}::uuid,
    ${times.startsAt.toISOString()}::timestamptz, ${times.endsAt.toISOString()}::timestamptz,
    ${times.blockedFrom.toISOString()}::timestamptz, ${times.blockedUntil.toISOString()}::timestamptz,
    ${times.localStart}::timestamp, ${onTop}, ${times.answerBy?.toISOString() ?? null}::timestamptz) as said`);
  return row?.said ?? "changed";
}
