import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, day, id, instant, practice, ref, sealed } from "../columns";
import { ANY, CLINICAL, OWN_CLIENT, rowsFor, write } from "../policies";
import { users } from "./accounts";
import { babies, clients } from "./clients";
import { practices } from "./practices";

/** A routine as the practice teaches it; the body is lib/routines/schema.ts. */
export const routines = pgTable(
  "routines",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    /** The starter it began as: standard, flexibility, gas-relief; null for the practice's own. */
    starterKey: text("starter_key"),
    title: text("title").notNull(),
    body: jsonb("body").notNull(),
    version: integer("version").notNull().default(1),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("routines_starter_key").on(t.practiceId, t.starterKey),
    ...rowsFor({ staff: write(ANY) }),
  ],
);

export const routineAssignments = pgTable(
  "routine_assignments",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    routineId: ref("routine_id").notNull(),
    routineVersion: integer("routine_version").notNull(),
    /** The routine as it was when assigned, so that a later edit changes no family's steps. */
    snapshot: jsonb("snapshot").notNull(),
    note: sealed("note"),
    /** Sealed JSON of Why in lib/routines/schema.ts: what was left out because of which finding. */
    why: sealed("why"),
    /** How often, as it was said: so many times a day, or so many times a week. */
    timesPerDay: integer("times_per_day").default(1),
    timesPerWeek: integer("times_per_week"),
    untilOn: day("until_on"),
    /** The doctor's okay as the practitioner stated it, where the baby's record asks for one: when and whose. */
    clearedOn: day("cleared_on"),
    clearedBy: text("cleared_by"),
    assignedBy: ref("assigned_by")
      .notNull()
      .references(() => users.id),
    endedAt: instant("ended_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.routineId],
      foreignColumns: [routines.practiceId, routines.id],
    }),
    index("routine_assignments_baby_idx").on(t.practiceId, t.babyId, t.createdAt),
    index("routine_assignments_client_idx").on(t.practiceId, t.clientId, t.createdAt),
    check(
      "routine_assignments_times",
      sql`num_nonnulls(${t.timesPerDay}, ${t.timesPerWeek}) = 1 and ${t.timesPerDay} between 1 and 6 and ${t.timesPerWeek} between 1 and 6`,
    ),
    check("routine_assignments_cleared", sql`(${t.clearedOn} is null) = (${t.clearedBy} is null)`),
    // What a baby may and may not have is clinical: the front desk has no need of it.
    ...rowsFor({ staff: write(CLINICAL), parent: { read: OWN_CLIENT } }),
  ],
);

/** One time that a parent practised, or said that today is not the day; a stop is a result like any other. */
export const practiceLogs = pgTable(
  "practice_logs",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    assignmentId: ref("assignment_id").notNull(),
    byUserId: ref("by_user_id")
      .notNull()
      .references(() => users.id),
    startedAt: instant("started_at").notNull(),
    seconds: integer("seconds").notNull(),
    stepsDone: integer("steps_done").notNull().default(0),
    outcome: text("outcome").$type<"done" | "partly" | "stopped" | "skipped">().notNull(),
    stopReason: text("stop_reason"),
    skipReason: text("skip_reason"),
    liked: text("liked").$type<"liked" | "so_so" | "not_today">(),
    reactions: text("reactions").array().notNull().default(sql`'{}'`),
    gateSkipped: text("gate_skipped"),
    note: sealed("note"),
    keyHash: bytes("key_hash"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.assignmentId],
      foreignColumns: [routineAssignments.practiceId, routineAssignments.id],
    }),
    uniqueIndex("practice_logs_once_key").on(t.practiceId, t.keyHash),
    index("practice_logs_baby_idx").on(t.practiceId, t.babyId, t.startedAt),
    check(
      "practice_logs_outcome",
      sql`${t.outcome} in ('done', 'partly', 'stopped', 'skipped') and ${t.seconds} between 0 and 14400`,
    ),
    // Nothing was done on a day that was left out, so nothing of a practice can stand there.
    check(
      "practice_logs_skipped",
      sql`(${t.outcome} = 'skipped' and ${t.seconds} = 0 and ${t.stepsDone} = 0 and ${t.stopReason} is null)
        or (${t.outcome} <> 'skipped' and ${t.skipReason} is null)`,
    ),
    ...rowsFor({
      staff: { read: CLINICAL },
      parent: { read: OWN_CLIENT, add: OWN_CLIENT, change: OWN_CLIENT },
    }),
  ],
);
