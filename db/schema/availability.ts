import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, day, id, instant, practice, ref, sealed, wallTime } from "../columns";
import { ANY, everyVerb, PUBLISHED, rowsFor } from "../policies";
import { places, practitioners } from "./practices";

export const weeklyHours = pgTable(
  "weekly_hours",
  {
    practiceId: practice(),
    id: id(),
    practitionerId: ref("practitioner_id").notNull(),
    /** Null: at every place. */
    placeId: ref("place_id"),
    /** Monday is 1. */
    weekday: integer("weekday").notNull(),
    startsAt: wallTime("starts_time").notNull(),
    endsAt: wallTime("ends_time").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.practitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.placeId],
      foreignColumns: [places.practiceId, places.id],
    }),
    index("weekly_hours_practitioner_idx").on(t.practiceId, t.practitionerId, t.weekday),
    check("weekly_hours_window", sql`${t.weekday} between 1 and 7 and ${t.startsAt} < ${t.endsAt}`),
    ...rowsFor(
      {
        staff: everyVerb(ANY),
        parent: { read: ANY },
        link: { read: ANY },
        visitor: { read: PUBLISHED },
      },
      "open",
    ),
  ],
);

/** A day that differs from the week: rows are its windows, one row without times means closed. */
export const dateOverrides = pgTable(
  "date_overrides",
  {
    practiceId: practice(),
    id: id(),
    practitionerId: ref("practitioner_id").notNull(),
    /** Null: at every place. */
    placeId: ref("place_id"),
    day: day("day").notNull(),
    startsAt: wallTime("starts_time"),
    endsAt: wallTime("ends_time"),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.practitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.placeId],
      foreignColumns: [places.practiceId, places.id],
    }),
    index("date_overrides_day_idx").on(t.practiceId, t.practitionerId, t.day),
    check(
      "date_overrides_window",
      sql`(${t.startsAt} is null and ${t.endsAt} is null) or ${t.startsAt} < ${t.endsAt}`,
    ),
    ...rowsFor(
      {
        staff: everyVerb(ANY),
        parent: { read: ANY },
        link: { read: ANY },
        visitor: { read: PUBLISHED },
      },
      "open",
    ),
  ],
);

/** A practitioner's calendar elsewhere, read by a job from its secret address (feature d4). */
export const outsideCalendars = pgTable(
  "outside_calendars",
  {
    practiceId: practice(),
    id: id(),
    practitionerId: ref("practitioner_id").notNull(),
    name: text("name").notNull(),
    /** Sealed for the system: the address is a password to that calendar. */
    address: sealed("address").notNull(),
    /** The calendar's host alone, for people. */
    host: text("host").notNull(),
    /** What the server said that version is, for a conditional read. */
    etag: text("etag"),
    lastReadAt: instant("last_read_at"),
    lastTriedAt: instant("last_tried_at"),
    /** A closed list of codes of lib/availability/outside.ts; null when the last read went well. */
    lastProblem: text("last_problem"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.practitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    index("outside_calendars_practitioner_idx").on(t.practiceId, t.practitionerId),
    index("outside_calendars_tried_idx").on(t.lastTriedAt),
    ...rowsFor({ staff: everyVerb(ANY) }),
  ],
);

/** Busy times of calendars elsewhere: when, and nothing else. They close openings; they never undo a booking. */
export const outsideBusy = pgTable(
  "outside_busy",
  {
    practiceId: practice(),
    id: id(),
    calendarId: ref("calendar_id").notNull(),
    practitionerId: ref("practitioner_id").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.calendarId],
      foreignColumns: [outsideCalendars.practiceId, outsideCalendars.id],
    }).onDelete("cascade"),
    index("outside_busy_calendar_idx").on(t.practiceId, t.calendarId),
    // busy_times() asks by practitioner alone.
    index("outside_busy_practitioner_idx").on(t.practitionerId, t.endsAt),
    check("outside_busy_times", sql`${t.startsAt} < ${t.endsAt}`),
    ...rowsFor({ staff: everyVerb(ANY) }),
  ],
);
