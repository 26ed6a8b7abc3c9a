import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  clients,
  practitioners,
  referrals,
  routineAssignments,
  routines,
  users,
} from "@/db/schema";
import { healthTakenBack } from "@/lib/clients/consents";
import { familyIds, familyName, sameBabyIds } from "@/lib/clients/merged";
import { guardiansOf, practiceDay } from "@/lib/clients/read";
import { alertsOf, babyTitle } from "@/lib/clients/rules";
import { isClinician, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { addDays, startOfDay, today } from "@/lib/core/time";
import { CLEARANCE_DAYS } from "@/lib/safety/rules";
import { okayOverOn, standing } from "@/lib/safety/standing";
import { query } from "@/lib/work/query";
import { isActive, leftOut, obstacle, oftenOf, readSnapshot, tighten } from "./assigned";
import {
  findRoutine,
  type OpenBaby,
  openBaby,
  openLogNote,
  openNote,
  openWhy,
  practisedLately,
  summaryOf,
} from "./record";
import { stepsFor, totalSeconds, validateRoutine } from "./rules";
import { AssignmentList, OneAssignment, OneRoutine, Routine } from "./schema";

const PAGE = 20;

/** The practice's routines: the starters in the article's order, then its own. */
export const routineShelf = query({
  name: "routines.shelf",
  allow: isClinician,
  /** The ones that were put away, instead of those on the shelf. */
  input: z.strictObject({ archived: z.boolean().default(false) }),
  run: async ({ actor, tx }, { archived }) => {
    const rows = await tx
      .select()
      .from(routines)
      .where(
        and(
          eq(routines.practiceId, actor.practiceId),
          archived ? isNotNull(routines.archivedAt) : isNull(routines.archivedAt),
        ),
      )
      .orderBy(
        sql`array_position(array['standard', 'flexibility', 'gas-relief'], ${routines.starterKey})`,
        asc(routines.createdAt),
        asc(routines.id),
      );
    const used = await tx
      .select({ routineId: routineAssignments.routineId, n: count() })
      .from(routineAssignments)
      .where(
        and(
          eq(routineAssignments.practiceId, actor.practiceId),
          isNull(routineAssignments.endedAt),
        ),
      )
      .groupBy(routineAssignments.routineId);
    return rows.flatMap(({ id: routineId, title, starterKey, version, body }) => {
      const read = Routine.safeParse(body);
      if (!read.success) return [];
      const { steps, loop, startPosition } = read.data;
      return [
        {
          id: routineId,
          title,
          starterKey,
          version,
          startPosition,
          strokes: steps.map((step) => step.strokeKey),
          seconds: totalSeconds({ steps, loop }),
          rounds: loop?.maxRounds ?? null,
          families: used.find((row) => row.routineId === routineId)?.n ?? 0,
        },
      ];
    });
  },
});
export type ShelfItem = Awaited<ReturnType<typeof routineShelf>>[number];

export const routineDetail = query({
  name: "routines.detail",
  allow: isClinician,
  input: OneRoutine,
  run: async ({ actor, tx }, { routineId }) => {
    const routine = await findRoutine(tx, actor.practiceId, routineId);
    return { ...routine, problems: validateRoutine(routine.body) };
  },
});
export type RoutineDetail = Awaited<ReturnType<typeof routineDetail>>;

/** The baby's name, ages and alerts for a heading, and who will get the routine. */
async function heading(tx: Tx, actor: Staff, baby: OpenBaby) {
  const { babyId, clientId, firstName, familyName, record } = baby;
  const ids = await familyIds(tx, actor.practiceId, clientId);
  const people = [...(await guardiansOf(tx, actor, ids)).values()].flat();
  return {
    id: babyId,
    clientId,
    firstName,
    title: babyTitle(firstName, familyName),
    bornOn: record.bornOn,
    gestationDays: record.gestationDays,
    alerts: alertsOf(actor.role, record, record.health, baby.at.day),
    guardians: people.map(({ name, claimed, email }) => ({ name, claimed, email })),
  };
}

/** The answer a doctor gave with a referral of this baby, to be confirmed by the practitioner, not taken for granted. */
async function okayOfReferral(tx: Tx, baby: OpenBaby, babyIds: readonly string[]) {
  const since = startOfDay(addDays(baby.at.day, -CLEARANCE_DAYS), baby.at.zone);
  const [row] = await tx
    .select({ by: referrals.doctorName, at: referrals.emailConfirmedAt })
    .from(referrals)
    .where(
      and(
        eq(referrals.practiceId, baby.practiceId),
        among(referrals.babyId, babyIds),
        inArray(referrals.status, ["accepted", "booked"]),
        isNotNull(referrals.emailConfirmedAt),
        gte(referrals.emailConfirmedAt, since),
      ),
    )
    .orderBy(desc(referrals.emailConfirmedAt))
    .limit(1);
  return row?.at ? { by: row.by, on: today(row.at, baby.at.zone) } : null;
}

/** What a baby would get of a routine: what its record takes away and why, and what must be answered first. */
export const routineForBaby = query({
  name: "routines.for_baby",
  allow: isClinician,
  input: OneRoutine.extend({ babyId: id("baby") }),
  run: async ({ actor, tx, now }, { routineId, babyId }) => {
    const routine = await findRoutine(tx, actor.practiceId, routineId);
    const baby = await openBaby(tx, babyId, now);
    if (baby.archivedAt || routine.archivedAt) throw notFound();
    const bare = standing(baby.record, baby.at);
    const okay = { on: baby.at.day, by: "", covers: bare.needsOkay };
    const holds = standing(baby.record, baby.at, okay);
    const left = stepsFor(routine.body, holds);
    const babyIds = await sameBabyIds(tx, actor.practiceId, babyId);
    const running = await tx
      .select({ id: routineAssignments.id, routineId: routineAssignments.routineId })
      .from(routineAssignments)
      .where(
        and(
          eq(routineAssignments.practiceId, actor.practiceId),
          among(routineAssignments.babyId, babyIds),
          isNull(routineAssignments.endedAt),
        ),
      );
    return {
      routine,
      baby: { ...(await heading(tx, actor, baby)), ages: bare.ages },
      today: baby.at.day,
      needsOkay: bare.needsOkay,
      knownOkay: bare.needsOkay.length > 0 ? await okayOfReferral(tx, baby, babyIds) : null,
      reasons: holds.reasons,
      grade: holds.grade,
      limits: holds.limits,
      obstacle: obstacle(holds, left),
      /** Somebody took back the yes to keep health information: nothing can be assigned. */
      takenBack: await healthTakenBack(tx, actor.practiceId, baby.clientId),
      left,
      /** Assigning the same routine again ends the one that runs. */
      running: running.some((row) => row.routineId === routineId),
    };
  },
  log: ({ baby }, { practiceId }) => [{ practiceId, babyId: baby.id, detail: { part: "routine" } }],
});
export type RoutineForThisBaby = Awaited<ReturnType<typeof routineForBaby>>;

const assignmentColumns = {
  id: routineAssignments.id,
  babyId: routineAssignments.babyId,
  routineId: routineAssignments.routineId,
  version: routineAssignments.routineVersion,
  snapshot: routineAssignments.snapshot,
  timesPerDay: routineAssignments.timesPerDay,
  timesPerWeek: routineAssignments.timesPerWeek,
  untilOn: routineAssignments.untilOn,
  clearedOn: routineAssignments.clearedOn,
  clearedBy: routineAssignments.clearedBy,
  assignedAt: routineAssignments.createdAt,
  endedAt: routineAssignments.endedAt,
};

/** Routines that families have, or had, each with its last two weeks. */
export const assignmentList = query({
  name: "routines.assignments",
  allow: isClinician,
  input: AssignmentList,
  run: async ({ actor, tx, now }, { state, babyId, page }) => {
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const over = or(
      isNotNull(routineAssignments.endedAt),
      and(isNotNull(routineAssignments.untilOn), lt(routineAssignments.untilOn, thisDay)),
    );
    const babyIds = babyId && (await sameBabyIds(tx, actor.practiceId, babyId));
    const written = alias(babies, "written");
    const rows = await tx
      .select({
        ...assignmentColumns,
        // The child as it goes on, in whichever of its rows the routine was given.
        babyId: babies.id,
        firstName: babies.firstName,
        familyName,
      })
      .from(routineAssignments)
      .innerJoin(
        written,
        and(
          eq(written.practiceId, routineAssignments.practiceId),
          eq(written.id, routineAssignments.babyId),
        ),
      )
      .innerJoin(
        babies,
        and(
          eq(babies.practiceId, written.practiceId),
          eq(babies.id, sql`coalesce(${written.sameAs}, ${written.id})`),
        ),
      )
      .innerJoin(
        clients,
        and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
      )
      .where(
        and(
          eq(routineAssignments.practiceId, actor.practiceId),
          babyIds ? among(routineAssignments.babyId, babyIds) : undefined,
          state === "ended" ? over : sql`not (${over})`,
        ),
      )
      .orderBy(desc(routineAssignments.createdAt), desc(routineAssignments.id))
      .limit(PAGE + 1)
      .offset((page - 1) * PAGE);
    const listed = rows.slice(0, PAGE);
    const window = { day: thisDay, zone };
    const logs = await practisedLately(
      tx,
      listed.map((row) => row.id),
      window,
    );
    return {
      zone,
      more: rows.length > PAGE,
      items: listed.flatMap(({ snapshot, firstName, familyName, ...row }) => {
        const read = readSnapshot(snapshot);
        if (!read) return [];
        return [
          {
            ...row,
            title: read.title,
            baby: babyTitle(firstName, familyName),
            summary: summaryOf(logs.get(row.id) ?? [], window),
          },
        ];
      }),
    };
  },
});
export type AssignmentItem = Awaited<ReturnType<typeof assignmentList>>["items"][number];

/** One assignment as the practitioner reads it: what the family has, why, and how it went. */
export const assignmentDetail = query({
  name: "routines.assignment",
  allow: isClinician,
  beside: true,
  input: OneAssignment,
  run: async ({ actor, tx, now }, { assignmentId }) => {
    const [row] = await tx
      .select({
        ...assignmentColumns,
        note: routineAssignments.note,
        why: routineAssignments.why,
        teacher: practitioners.displayName,
        user: users.name,
      })
      .from(routineAssignments)
      .innerJoin(users, eq(users.id, routineAssignments.assignedBy))
      .leftJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, routineAssignments.practiceId),
          eq(practitioners.userId, routineAssignments.assignedBy),
        ),
      )
      .where(
        and(
          eq(routineAssignments.practiceId, actor.practiceId),
          eq(routineAssignments.id, assignmentId),
        ),
      );
    const snapshot = row && readSnapshot(row.snapshot);
    if (!row || !snapshot) throw notFound();
    const baby = await openBaby(tx, row.babyId, now);
    const why = openWhy(baby.dataKey, row.id, row.why);
    const { clearedOn, clearedBy } = row;
    const okay =
      clearedOn && clearedBy ? { on: clearedOn, by: clearedBy, covers: why?.covers ?? [] } : null;
    const holds = standing(baby.record, baby.at, okay);
    const left = tighten(snapshot, holds);
    const logs = (await practisedLately(tx, [row.id], baby.at)).get(row.id) ?? [];
    const { note, why: _, snapshot: __, teacher, user, ...facts } = row;
    const [goesOn = row.babyId] = await sameBabyIds(tx, actor.practiceId, row.babyId);
    const child = goesOn === row.babyId ? baby : await openBaby(tx, goesOn, now);
    return {
      ...facts,
      often: oftenOf(row),
      babyId: goesOn,
      title: snapshot.title,
      by: teacher ?? user,
      zone: baby.at.zone,
      baby: { ...(await heading(tx, actor, child)), ages: holds.ages },
      active: isActive(row, baby.at.day),
      /** What stands in the way now, though it did not when it was assigned. */
      obstacle: obstacle(holds, left),
      okayEndsOn: clearedOn ? okayOverOn(clearedOn, baby.record) : null,
      left,
      leftOut: leftOut(snapshot, why, left),
      note: openNote(baby.dataKey, row.id, note),
      summary: summaryOf(logs, baby.at),
      logs: logs.map((log) => ({ ...log, note: openLogNote(baby.dataKey, log.id, log.note) })),
    };
  },
  log: ({ baby }, { practiceId }) => [{ practiceId, babyId: baby.id, detail: { part: "routine" } }],
});
export type AssignmentDetail = Awaited<ReturnType<typeof assignmentDetail>>;
