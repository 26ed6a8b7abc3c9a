import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { practices, practitioners, routineAssignments } from "@/db/schema";
import { healthTakenBack } from "@/lib/clients/consents";
import { isParent } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { feedGate } from "@/lib/safety/gate";
import { lastFeeds } from "@/lib/safety/read";
import { oilsFor, preChecks } from "@/lib/safety/rules";
import { allergyWords, type Standing, standing } from "@/lib/safety/standing";
import { query } from "@/lib/work/query";
import { isActive, leftOut, obstacle, oftenOf, readSnapshot, tighten } from "./assigned";
import {
  type OpenBaby,
  openBaby,
  openLogNote,
  openNote,
  openWhy,
  type Practised,
  practisedLately,
  summaryOf,
} from "./record";
import type { RoutineForBaby } from "./rules";
import { OneAssignment, SKIP_REASONS } from "./schema";

const rowsOf = (tx: Tx) =>
  tx
    .select({
      practiceId: routineAssignments.practiceId,
      id: routineAssignments.id,
      clientId: routineAssignments.clientId,
      babyId: routineAssignments.babyId,
      snapshot: routineAssignments.snapshot,
      note: routineAssignments.note,
      why: routineAssignments.why,
      timesPerDay: routineAssignments.timesPerDay,
      timesPerWeek: routineAssignments.timesPerWeek,
      untilOn: routineAssignments.untilOn,
      clearedOn: routineAssignments.clearedOn,
      clearedBy: routineAssignments.clearedBy,
      assignedAt: routineAssignments.createdAt,
      endedAt: routineAssignments.endedAt,
      practice: practices.name,
      zone: practices.timeZone,
      country: practices.country,
      emergencyNumber: practices.emergencyNumber,
      phone: practices.phone,
      teacher: practitioners.displayName,
    })
    .from(routineAssignments)
    .innerJoin(practices, eq(practices.practiceId, routineAssignments.practiceId))
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, routineAssignments.practiceId),
        eq(practitioners.userId, routineAssignments.assignedBy),
      ),
    );
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

/** The assignment as it holds at this moment: what was given, less what has been noted of the baby since. */
async function asItIs(tx: Tx, row: Row, now: Date, open = new Map<string, OpenBaby>()) {
  const snapshot = readSnapshot(row.snapshot);
  if (!snapshot) return null;
  const baby = open.get(row.babyId) ?? (await openBaby(tx, row.babyId, now));
  open.set(row.babyId, baby);
  const why = openWhy(baby.dataKey, row.id, row.why);
  const { clearedOn, clearedBy } = row;
  const okay =
    clearedOn && clearedBy ? { on: clearedOn, by: clearedBy, covers: why?.covers ?? [] } : null;
  const holds = standing(baby.record, baby.at, okay);
  const left = tighten(snapshot, holds);
  const active = isActive(row, baby.at.day) && baby.archivedAt === null;
  return { baby, snapshot, why, holds, left, active, obstacle: obstacle(holds, left) };
}

const facts = (row: Row, held: NonNullable<Awaited<ReturnType<typeof asItIs>>>) => ({
  practiceId: row.practiceId,
  id: row.id,
  babyId: row.babyId,
  name: held.baby.firstName,
  title: held.snapshot.title,
  starter: held.snapshot.starter,
  by: row.teacher ?? row.practice,
  zone: row.zone,
  today: held.baby.at.day,
  assignedAt: row.assignedAt,
  endedAt: row.endedAt,
  untilOn: row.untilOn,
  often: oftenOf(row),
  steps: held.left.steps.length,
  strokes: held.left.steps.map((step) => step.strokeKey),
  seconds: held.left.seconds,
  active: held.active,
  obstacle: held.obstacle,
  /** It may be started, as far as the record goes; how the baby is today is asked before every start. */
  playable: held.active && held.obstacle === null,
});

type Feed = { endedAt: Date | null; minutes: number };
/**
 * The last feed. Once the family took back its yes no later one is written down, so an old one says nothing of today:
 * only one that is waited for still counts, and else the page asks.
 */
const feedOf = ({ endedAt, minutes }: Feed, kept: boolean, now: Date) => ({
  endedAt:
    kept || feedGate({ fedEndedAt: endedAt, now, minutes }).state === "waiting" ? endedAt : null,
  minutes,
});

/** Every routine that the actor's own babies have or had, the running ones first. */
export const ownRoutines = query({
  name: "routines.own",
  allow: isParent,
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const rows = await rowsOf(tx).orderBy(desc(routineAssignments.createdAt)).limit(100);
    const feeds = await lastFeeds(
      tx,
      rows.map((row) => row.babyId),
    );
    const all = [];
    const open = new Map<string, OpenBaby>();
    const families = new Map<string, boolean>();
    for (const row of rows) {
      const held = await asItIs(tx, row, now, open);
      if (!held) continue;
      const logs = held.active
        ? ((await practisedLately(tx, [row.id], held.baby.at)).get(row.id) ?? [])
        : [];
      // Asked once for each family, and only where something can still be told.
      const kept =
        !held.active ||
        (families.get(row.clientId) ?? !(await healthTakenBack(tx, row.practiceId, row.clientId)));
      if (held.active) families.set(row.clientId, kept);
      const minutes = held.holds.limits.feedMinutes;
      all.push({
        ...facts(row, held),
        kept,
        feed: feedOf({ endedAt: feeds.get(row.babyId) ?? null, minutes }, kept, now),
        summary: summaryOf(logs, held.baby.at),
      });
    }
    return { active: all.filter((one) => one.active), over: all.filter((one) => !one.active) };
  },
  // What is taken out of a routine comes from the record. The page of the day asks for it each time: one row a quarter of an hour.
  log: ({ active, over }) => {
    const all = [...active, ...over];
    return [...new Set(all.map(({ practiceId }) => practiceId))].map((practiceId) => {
      const own = all.filter((one) => one.practiceId === practiceId);
      const babyIds = [...new Set(own.map(({ babyId }) => babyId))];
      return { practiceId, list: "own_routines", babyIds };
    });
  },
});
export type OwnRoutine = Awaited<ReturnType<typeof ownRoutines>>["active"][number];

/** What the page before a start must ask, and what it may offer. */
function gateFacts(left: RoutineForBaby, holds: Standing, allergies: readonly string[]) {
  const { findings, limits } = holds;
  const ask = { findings, feedMinutes: limits.feedMinutes };
  return {
    grade: holds.grade,
    feedMinutes: limits.feedMinutes,
    /** Two lists: with oil today, and without. */
    checks: {
      plain: preChecks(left, { ...ask, usesOil: false }),
      oil: preChecks(left, { ...ask, usesOil: limits.oil !== "none" }),
    },
    oils: oilsFor({ allergies, limits }),
  };
}

/** What this carer said of today: that it is not the day, as long as nobody practised since. */
function todayOf(logs: readonly Practised[], userId: string, { dataKey, at }: OpenBaby) {
  const ofToday = logs.filter((log) => today(log.startedAt, at.zone) === at.day);
  const practised = ofToday.some((one) => one.outcome !== "skipped");
  const log = ofToday.find((one) => one.outcome === "skipped" && one.byUserId === userId);
  const notToday =
    log && !practised
      ? {
          logId: log.id,
          reason: SKIP_REASONS.find((one) => one === log.skipReason) ?? null,
          note: openLogNote(dataKey, log.id, log.note),
        }
      : null;
  return { notToday, maySkip: !log && !practised };
}

/** One routine to read, to print and to play. Steps that were taken away are not among its steps. */
export const ownRoutine = query({
  name: "routines.own_one",
  allow: isParent,
  input: OneAssignment,
  run: async ({ actor, tx, now }, { assignmentId }) => {
    const [row] = await rowsOf(tx).where(eq(routineAssignments.id, assignmentId));
    const held = row && (await asItIs(tx, row, now));
    if (!row || !held) throw notFound();
    const { baby, snapshot, why, holds, left } = held;
    const logs = (await practisedLately(tx, [row.id], baby.at)).get(row.id) ?? [];
    const endedAt = (await lastFeeds(tx, [row.babyId])).get(row.babyId) ?? null;
    const kept = !(await healthTakenBack(tx, row.practiceId, row.clientId));
    const { notToday, maySkip } = todayOf(logs, actor.userId, baby);
    return {
      ...facts(row, held),
      clientId: row.clientId,
      /** What happens is written down, unless the family took back its yes. */
      kept,
      note: openNote(baby.dataKey, row.id, row.note),
      okay: row.clearedOn && row.clearedBy ? { on: row.clearedOn, by: row.clearedBy } : null,
      cautions: snapshot.cautions,
      endReasons: snapshot.endReasons,
      reasons: holds.reasons,
      left,
      leftOut: leftOut(snapshot, why, left),
      gate: gateFacts(left, holds, allergyWords(baby.record.health)),
      feed: feedOf({ endedAt, minutes: holds.limits.feedMinutes }, kept, now),
      country: row.country,
      emergencyNumber: row.emergencyNumber,
      phone: row.phone,
      summary: summaryOf(logs, baby.at),
      notToday,
      maySkip: maySkip && kept,
      now,
    };
  },
  log: ({ practiceId, babyId }) => [{ practiceId, babyId, detail: { part: "routine" } }],
});
export type OwnRoutineDetail = Awaited<ReturnType<typeof ownRoutine>>;
