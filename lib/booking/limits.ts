import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Staff } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import type { Zone } from "@/lib/core/time";
import { lockCalendars } from "./colleague";
import type { MovedTime } from "./time";

export type Lying = Pick<MovedTime, "blockedFrom" | "blockedUntil" | "localStart"> & {
  /** A lesson of this id counts neither as one of the day nor as one to come from. */
  lessonId: string;
  practitionerId: string;
  serviceId: string | null;
  placeId: string | null;
  zone: Zone;
  latitude: number | null;
  longitude: number | null;
  /** It is on that day of that calendar already, and makes no more of them. */
  sameDay: boolean;
};

type Broken = { limited: boolean; full: boolean; near: boolean };

/** What within_limits() of the database keeps families from, told apart: too many that day or week, or no way there. */
async function broken(tx: Tx, { practiceId }: Staff, at: Lying): Promise<Broken> {
  const day = at.localStart.slice(0, 10);
  const [from, until] = [at.blockedFrom.toISOString(), at.blockedUntil.toISOString()];
  const [row] = await tx.execute<Broken>(sql`
    select calendar_is_limited(${practiceId}::uuid, ${at.practitionerId}::uuid, ${at.serviceId}::uuid) as limited,
      not ${at.sameDay} and exists (select 1 from full_days(${at.practitionerId}::uuid, ${at.serviceId}::uuid, ${at.zone},
        ${day}::date, ${day}::date, ${at.lessonId}::uuid)) as full,
      exists (select 1 from practitioners p join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
        where p.practice_id = ${practiceId}::uuid and p.id = ${at.practitionerId}::uuid and p.travel_kmh is not null
          and ${at.latitude}::float8 is not null and l.latitude is not null and l.id <> ${at.lessonId}::uuid
          and l.starts_at > ${from}::timestamptz - interval '20 hours' and l.starts_at < ${until}::timestamptz + interval '20 hours'
          and (l.status in ('requested', 'confirmed', 'completed', 'no_show') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
          and greatest(${from}::timestamptz - l.blocked_until, l.blocked_from - ${until}::timestamptz)
            < make_interval(mins => travel_minutes(l.latitude, l.longitude, ${at.latitude}::float8, ${at.longitude}::float8, p.travel_kmh,
                point_slack(p.practice_id, ${at.placeId}::uuid, ${at.latitude}::float8, ${at.longitude}::float8)
                + point_slack(p.practice_id, l.place_id, l.latitude, l.longitude)))) as near`);
  return row ?? { limited: false, full: false, near: false };
}

/**
 * More lessons than a day or week may have, or less time than the way takes, for a reason that staff state. Whoever
 * books under a limit has the calendar alone from here on, so that what was counted stays counted.
 */
export async function assertWithinLimits(
  tx: Tx,
  actor: Staff,
  at: Lying,
  reason: string | undefined,
): Promise<boolean> {
  const first = await broken(tx, actor, at);
  if (!first.limited) return false;
  await lockCalendars(tx, [at.practitionerId]);
  const { full, near } = await broken(tx, actor, at);
  if (!full && !near) return false;
  if (reason !== undefined) return true;
  const key = full && near ? "fullAndNear" : full ? "full" : "near";
  throw new Refusal("invalid", `calendar:errors.${key}`, {
    fields: { limits: [{ key: "calendar:errors.limitsReason" }] },
    facts: { limits: true },
  });
}
