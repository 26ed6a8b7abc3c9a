import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { places, practitioners, services } from "@/db/schema";
import { isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { wholeNumber } from "@/lib/core/text";
import { addDays, day, type Minute, startOfDay, today } from "@/lib/core/time";
import { mayManage } from "@/lib/practices/rules";
import { query } from "@/lib/work/query";
import { explainDays, type Taken, waysIn } from "./explain.rules";
import { type Range, scheduleOf } from "./read";

/** What keeps families away from a service altogether, before any day is looked at. */
export type Blocker = "archived" | "staff_only" | "paused" | "not_published" | "by_link";

type TakenRow = { kind: "lesson" | "block" | "outside"; start: Minute; end: Minute };

/** What takes this practitioner's time, told apart as only the practice may: the minutes are those of busy_times(). */
async function takenTimes(
  tx: Tx,
  { practiceId }: Staff,
  practitionerId: string,
  { from, to }: Range,
): Promise<Taken[]> {
  const [first, last] = [from.toISOString(), to.toISOString()];
  const rows = await tx.execute<TakenRow>(sql`
    select l.kind, floor(extract(epoch from l.blocked_from) / 60)::int as start, ceil(extract(epoch from l.blocked_until) / 60)::int as end
    from lessons l where l.practice_id = ${practiceId} and l.practitioner_id = ${practitionerId}
      and l.blocked_from < ${last}::timestamptz and l.blocked_until > ${first}::timestamptz
      and (l.status in ('requested', 'confirmed', 'completed', 'no_show') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
    union all
    select 'outside', floor(extract(epoch from o.starts_at) / 60)::int, ceil(extract(epoch from o.ends_at) / 60)::int
    from outside_busy o where o.practice_id = ${practiceId} and o.practitioner_id = ${practitionerId}
      and o.starts_at < ${last}::timestamptz and o.ends_at > ${first}::timestamptz`);
  const kinds = { lesson: "lessons", block: "blocks", outside: "outside" } as const;
  return rows.map(({ kind, start, end }) => ({ kind: kinds[kind], start, end }));
}

/** Why a service offers what it offers, day by day, for whoever works here. */
export const explainService = query({
  name: "availability.explain",
  allow: isStaff,
  input: z.strictObject({
    serviceId: id("service"),
    /** A day at the place of the lesson; today when left out. */
    from: day.optional(),
    days: wholeNumber(1, 42).default(14),
  }),
  run: async ({ actor, tx, now }, { serviceId, from, days }) => {
    const [found] = await tx
      .select({
        practitionerId: services.practitionerId,
        name: services.name,
        bookable: services.bookable,
        archivedAt: services.archivedAt,
        listing: services.listing,
        minNoticeMinutes: services.minNoticeMinutes,
        horizonDays: services.horizonDays,
        opensOn: services.opensOn,
        closesOn: services.closesOn,
        placeName: places.name,
        zone: places.timeZone,
        practitioner: practitioners.displayName,
        accepting: practitioners.accepting,
        publishedAt: practitioners.publishedAt,
      })
      .from(services)
      .innerJoin(
        places,
        and(eq(places.practiceId, services.practiceId), eq(places.id, services.placeId)),
      )
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, services.practiceId),
          eq(practitioners.id, services.practitionerId),
        ),
      )
      .where(and(eq(services.practiceId, actor.practiceId), eq(services.id, serviceId)));
    if (!found) throw notFound();
    const thisDay = today(now, found.zone);
    const first = from ?? thisDay;
    const range = {
      from: startOfDay(first, found.zone),
      to: startOfDay(addDays(first, days), found.zone),
    };
    const owner = { practiceId: actor.practiceId, practitionerId: found.practitionerId };
    const schedule = await scheduleOf(tx, { ...owner, serviceId, ...range, now });
    if (!schedule) throw notFound();
    const taken = await takenTimes(tx, actor, found.practitionerId, range);
    const blockers: Blocker[] = [
      ...(found.archivedAt ? (["archived"] as const) : []),
      ...(found.bookable ? [] : (["staff_only"] as const)),
      ...(found.accepting === "paused" ? (["paused"] as const) : []),
      ...(found.publishedAt ? [] : (["not_published"] as const)),
      ...(found.listing === "by_link" ? (["by_link"] as const) : []),
    ];
    return {
      service: {
        id: serviceId as string,
        name: found.name,
        placeName: found.placeName,
        minNoticeMinutes: found.minNoticeMinutes,
        horizonDays: found.horizonDays,
        opensOn: found.opensOn,
        closesOn: found.closesOn,
      },
      practitioner: { id: found.practitionerId, name: found.practitioner },
      zone: found.zone,
      thisDay,
      first,
      count: days,
      mayManage: mayManage(actor, found.practitionerId),
      blockers,
      days: explainDays(schedule, first, days, [...taken, ...waysIn(schedule.busy, taken)]),
    };
  },
});
export type ExplainedService = Awaited<ReturnType<typeof explainService>>;
