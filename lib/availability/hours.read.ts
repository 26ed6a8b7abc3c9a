import { and, asc, eq, gte, isNotNull } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { dateOverrides, places, practices, practitioners, weeklyHours } from "@/db/schema";
import { statement } from "@/db/statement";
import { isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { type Day, today } from "@/lib/core/time";
import { mayManage, stampOf } from "@/lib/practices/rules";
import { query } from "@/lib/work/query";
import type { DateOverride, OpenWindow, WeeklyHours } from "./schema";

type Owner = { practiceId: string; practitionerId: string };

/** PostgreSQL writes times with seconds, and 24:00 as such. */
const hhmm = (time: string): string => time.slice(0, 5);

const windowOf = (start: string, end: string, placeId: string | null): OpenWindow => ({
  start: hhmm(start),
  end: hhmm(end),
  ...(placeId && { placeId }),
});

const weekIn = statement(["practiceId", "practitionerId"], (db, { practiceId, practitionerId }) =>
  db
    .select({
      weekday: weeklyHours.weekday,
      start: weeklyHours.startsAt,
      end: weeklyHours.endsAt,
      placeId: weeklyHours.placeId,
    })
    .from(weeklyHours)
    .where(
      and(eq(weeklyHours.practiceId, practiceId), eq(weeklyHours.practitionerId, practitionerId)),
    )
    .orderBy(asc(weeklyHours.weekday), asc(weeklyHours.startsAt)),
);
const overridesIn = statement(
  ["practiceId", "practitionerId", "from"],
  (db, { practiceId, practitionerId, from }) =>
    db
      .select({
        day: dateOverrides.day,
        start: dateOverrides.startsAt,
        end: dateOverrides.endsAt,
        placeId: dateOverrides.placeId,
      })
      .from(dateOverrides)
      .where(
        and(
          eq(dateOverrides.practiceId, practiceId),
          eq(dateOverrides.practitionerId, practitionerId),
          gte(dateOverrides.day, from),
        ),
      )
      .orderBy(asc(dateOverrides.day), asc(dateOverrides.startsAt)),
);

/** The week as it is kept, in order: what the hours page shows and what a save is compared with. */
export async function weekOf(tx: Tx, owner: Owner): Promise<WeeklyHours[]> {
  const rows = await weekIn(tx, owner);
  return rows.map(({ weekday, start, end, placeId }) => ({
    weekday,
    ...windowOf(start, end, placeId),
  }));
}

/** Days from `from` on that differ from the week. */
export async function overridesOf(tx: Tx, owner: Owner, from: Day): Promise<DateOverride[]> {
  const { practiceId, practitionerId } = owner;
  const rows = await overridesIn(tx, { practiceId, practitionerId, from });
  const days = new Map<Day, OpenWindow[]>();
  for (const { day, start, end, placeId } of rows) {
    const hours = days.get(day) ?? [];
    if (start !== null && end !== null) hours.push(windowOf(start, end, placeId));
    days.set(day, hours);
  }
  return [...days].map(([day, hours]) =>
    hours.length > 0 ? { day, hours } : { day, closed: true as const },
  );
}

/** One practitioner's week and the days that differ from it, for whoever works here. */
export const hoursDetail = query({
  name: "availability.hours",
  allow: isStaff,
  input: z.strictObject({ practitionerId: id("practitioner") }),
  run: async ({ actor, tx, now }, { practitionerId }) => {
    const owner = { practiceId: actor.practiceId, practitionerId };
    const [found] = await tx
      .select({ name: practitioners.displayName, zone: practices.timeZone })
      .from(practitioners)
      .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
      .where(
        and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
      );
    if (!found) throw notFound();
    const thisDay = today(now, found.zone);
    const hours = await weekOf(tx, owner);
    return {
      ...found,
      thisDay,
      hours,
      seen: stampOf(hours),
      overrides: await overridesOf(tx, owner, thisDay),
      /** Where lessons can be: hours name one of them, or none for all. */
      places: await tx
        .select({ id: places.id, name: places.name, archived: isNotNull(places.archivedAt) })
        .from(places)
        .where(eq(places.practiceId, actor.practiceId))
        .orderBy(asc(places.createdAt), asc(places.id)),
      mayManage: mayManage(actor, practitionerId),
    };
  },
});
export type HoursDetail = Awaited<ReturnType<typeof hoursDetail>>;
