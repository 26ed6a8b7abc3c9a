import { and, asc, eq, sql } from "drizzle-orm";
import { outsideCalendars, practices } from "@/db/schema";
import { isClinician, isSystem } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { mayManage } from "@/lib/practices/rules";
import { query } from "@/lib/work/query";
import { unsealForSystem } from "@/lib/work/vault";
import { OneOutside, OutsideOf } from "./outside.schema";

export const sealedAddress = (practiceId: string, id: string) => ({
  table: "outside_calendars",
  column: "address",
  practiceId,
  id,
});

/** A practitioner's calendars elsewhere: whose server, when last read, and how it went. Never the address. */
export const outsideList = query({
  name: "availability.outside_list",
  allow: isClinician,
  input: OutsideOf,
  run: async ({ actor, tx }, { practitionerId }) => {
    if (!mayManage(actor, practitionerId)) throw notFound();
    return tx
      .select({
        calendarId: outsideCalendars.id,
        name: outsideCalendars.name,
        host: outsideCalendars.host,
        lastReadAt: outsideCalendars.lastReadAt,
        lastTriedAt: outsideCalendars.lastTriedAt,
        problem: outsideCalendars.lastProblem,
        busy: sql<number>`(select count(*)::int from outside_busy b where b.practice_id = outside_calendars.practice_id and b.calendar_id = outside_calendars.id)`,
      })
      .from(outsideCalendars)
      .where(
        and(
          eq(outsideCalendars.practiceId, actor.practiceId),
          eq(outsideCalendars.practitionerId, practitionerId),
        ),
      )
      .orderBy(asc(outsideCalendars.createdAt), asc(outsideCalendars.id));
  },
});

/** For the job that reads it: where the calendar is, and whose midnight its days begin at. */
export const outsideToRead = query({
  name: "availability.outside_to_read",
  allow: isSystem,
  input: OneOutside,
  run: async ({ tx }, { calendarId }) => {
    const [row] = await tx
      .select({ calendar: outsideCalendars, zone: practices.timeZone })
      .from(outsideCalendars)
      .innerJoin(practices, eq(practices.practiceId, outsideCalendars.practiceId))
      .where(eq(outsideCalendars.id, calendarId));
    if (!row) return null;
    const { practiceId, id, address, etag } = row.calendar;
    return {
      address: unsealForSystem(sealedAddress(practiceId, id), address),
      etag,
      zone: row.zone,
    };
  },
});
