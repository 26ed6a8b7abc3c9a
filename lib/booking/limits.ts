import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { lessons } from "@/db/schema";
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
  zone: Zone;
  latitude: number | null;
  longitude: number | null;
  /** It is on that day of that calendar already, and makes no more of them. */
  sameDay: boolean;
};

/** A lesson that comes to stand where it lies. */
export const lying = (lesson: typeof lessons.$inferSelect): Lying => ({
  ...lesson,
  lessonId: lesson.id,
  zone: lesson.timeZone,
  sameDay: false,
});

/**
 * More lessons than a day or week may have, or less time than the way takes, for a reason that staff state. Whoever
 * books under a limit has the calendar alone from here on, so that what was counted stays counted.
 */
export async function assertWithinLimits(
  tx: Tx,
  { practiceId }: Staff,
  at: Lying,
  reason: string | undefined,
): Promise<boolean> {
  const whose = sql`${practiceId}::uuid, ${at.practitionerId}::uuid, ${at.serviceId}::uuid`;
  const [calendar] = await tx.execute<{ limited: boolean }>(
    sql`select calendar_is_limited(${whose}) as limited`,
  );
  if (!calendar?.limited) return false;
  await lockCalendars(tx, [at.practitionerId]);
  const [row] = await tx.execute<{ broken: "full" | "near" | "fullAndNear" | null }>(
    sql`select broken_limits(${whose}, ${at.lessonId}::uuid, ${at.blockedFrom.toISOString()}::timestamptz,
      ${at.blockedUntil.toISOString()}::timestamptz, ${at.zone}, ${at.localStart}::timestamp, ${at.latitude}::float8,
      ${at.longitude}::float8, ${at.sameDay}) as broken`,
  );
  if (!row?.broken) return false;
  if (reason !== undefined) return true;
  throw new Refusal("invalid", `calendar:errors.${row.broken}`, {
    fields: { limits: [{ key: "calendar:errors.limitsReason" }] },
    facts: { limits: true },
  });
}
