import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, routineAssignments, routines } from "@/db/schema";
import { assertMayKeepHealth } from "@/lib/clients/consents";
import { sameBabyIds } from "@/lib/clients/merged";
import { isClinician } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import {
  type DoctorsOkay,
  newerThan,
  okayDayProblem,
  type Standing,
  standing,
} from "@/lib/safety/standing";
import { command } from "@/lib/work/command";
import { obstacle, oftenColumns, snapshotOf, whyOf } from "./assigned";
import { STARTER_LIST } from "./library";
import { findRoutine, type OpenBaby, openBaby, sealNote, sealWhy } from "./record";
import { routineFromInput, stepsFor, validateRoutine } from "./rules";
import {
  AddStarters,
  AssignRoutine,
  CopyRoutine,
  CreateRoutine,
  EditRoutine,
  OneAssignment,
  OneRoutine,
  type Routine,
} from "./schema";

/** The article's three routines as the practice's own. Those that are there already stay as they are. */
export const addStarters = command({
  name: "routines.add_starters",
  allow: isClinician,
  input: AddStarters,
  run: async ({ actor, tx, audit }, titles) => {
    const { practiceId } = actor;
    const rows = STARTER_LIST.flatMap((body) =>
      body.starter
        ? [
            {
              practiceId,
              id: newId<"routine">(),
              starterKey: body.starter,
              title: titles[body.starter],
              body,
            },
          ]
        : [],
    );
    const made = await tx.insert(routines).values(rows).onConflictDoNothing();
    audit({ type: "practice", id: practiceId }, { added: made.count });
    return { added: made.count };
  },
});

/** A routine of the practice's own, to be changed freely: the order of a starter is the article's, a copy's is not. */
export const copyRoutine = command({
  name: "routines.copy",
  allow: isClinician,
  input: CopyRoutine,
  run: async ({ actor, tx, audit }, { routineId, title }) => {
    const { practiceId } = actor;
    const { body } = await findRoutine(tx, practiceId, routineId);
    const id = newId<"routine">();
    const copy: Routine = { ...body, key: `own-${id}`, starter: null, origin: "editor" };
    await tx.insert(routines).values({ practiceId, id, title, body: copy });
    audit({ type: "routine", id }, { from: routineId });
    return { id };
  },
});

/** The grammar's errors in facts, so that a form can say each at its step. */
function assertSound(body: Routine): void {
  const problems = validateRoutine(body).filter(({ severity }) => severity === "error");
  if (problems.length > 0)
    throw new Refusal("invalid", "assign:errors.grammar", { facts: { problems } });
}

/** A routine of the practice's own, built from nothing or from one of its routines; the order is free. */
export const createRoutine = command({
  name: "routines.create",
  allow: isClinician,
  input: CreateRoutine,
  run: async ({ actor, tx, audit }, { from, ...input }) => {
    const { practiceId } = actor;
    const base = from ? (await findRoutine(tx, practiceId, from)).body : null;
    const id = newId<"routine">();
    const own = base && { ...base, starter: null, origin: "editor" as const };
    const body = routineFromInput(input, own, `own-${id}`);
    assertSound(body);
    await tx.insert(routines).values({ practiceId, id, title: input.title, body });
    audit({ type: "routine", id }, { steps: body.steps.length, ...(from && { from }) });
    return { id };
  },
});

export const editRoutine = command({
  name: "routines.edit",
  allow: isClinician,
  input: EditRoutine,
  run: async ({ actor, tx, audit }, { routineId, version, ...input }) => {
    const { practiceId } = actor;
    const routine = await findRoutine(tx, practiceId, routineId);
    const body = routineFromInput(input, routine.body, routine.body.key);
    assertSound(body);
    const changed = await tx
      .update(routines)
      .set({ title: input.title, body, version: version + 1 })
      .where(
        and(
          eq(routines.practiceId, practiceId),
          eq(routines.id, routineId),
          eq(routines.version, version),
          isNull(routines.archivedAt),
        ),
      );
    if (changed.count === 0) throw new Refusal("conflict", "assign:errors.edited");
    audit({ type: "routine", id: routineId }, { version: version + 1, steps: body.steps.length });
    return { id: routineId };
  },
});

/** Off the shelf and back on it. Nothing is deleted, and families keep what they have. */
const shelve = (name: `routines.${string}`, away: boolean) =>
  command({
    name,
    allow: isClinician,
    input: OneRoutine,
    run: async ({ actor, tx, audit }, { routineId }) => {
      const { practiceId } = actor;
      await findRoutine(tx, practiceId, routineId);
      const moved = await tx
        .update(routines)
        .set({ archivedAt: away ? sql`now()` : null })
        .where(
          and(
            eq(routines.practiceId, practiceId),
            eq(routines.id, routineId),
            away ? isNull(routines.archivedAt) : isNotNull(routines.archivedAt),
          ),
        );
      // Done already, by whomever: that is what was asked for.
      audit({ type: "routine", id: routineId }, { moved: moved.count });
      return { id: routineId };
    },
  });
export const archiveRoutine = shelve("routines.archive", true);
export const bringBackRoutine = shelve("routines.bring_back", false);

/**
 * Hands-on practice at home waits for a doctor where the record asks for one (domain/DOMAIN.md section 2). The
 * practitioner states whose okay it is and when it was given, and answers for that; nobody else fills it in.
 */
function statedOkay(input: AssignRoutine, bare: Standing, baby: OpenBaby): DoctorsOkay | null {
  if (bare.needsOkay.length === 0) return null;
  if (!input.clearedBy) throw invalidField("clearedBy", "assign:errors.clearedBy");
  if (!input.clearedOn) throw invalidField("clearedOn", "assign:errors.clearedOn");
  const problem = okayDayProblem(input.clearedOn, baby.at.day, baby.record.bornOn);
  if (problem) throw invalidField("clearedOn", `assign:errors.cleared_${problem}`);
  if (newerThan(input.clearedOn, baby.record))
    throw invalidField("clearedOn", "assign:errors.cleared_before_news");
  return { on: input.clearedOn, by: input.clearedBy, covers: bare.needsOkay };
}

/** Every row that is this child, locked: two people who assign at once do it one after the other. */
async function lockBaby(tx: Tx, practiceId: string, babyId: string): Promise<string[]> {
  const same = await sameBabyIds(tx, practiceId, babyId);
  const rows = await tx
    .select({ id: babies.id, archivedAt: babies.archivedAt })
    .from(babies)
    .where(and(eq(babies.practiceId, practiceId), among(babies.id, same)))
    .orderBy(babies.id)
    .for("update");
  if (!rows.some((row) => row.id === babyId && row.archivedAt === null)) throw notFound();
  return same;
}

export const assignRoutine = command({
  name: "routines.assign",
  allow: isClinician,
  input: AssignRoutine,
  run: async ({ actor, tx, now, audit, enqueue }, input) => {
    const { practiceId } = actor;
    const { babyId, routineId } = input;
    const routine = await findRoutine(tx, practiceId, routineId);
    const same = await lockBaby(tx, practiceId, babyId);
    if (routine.archivedAt) throw notFound();
    if (routine.version !== input.version) throw new Refusal("conflict", "assign:errors.changed");
    const baby = await openBaby(tx, babyId, now);
    await assertMayKeepHealth(tx, practiceId, baby.clientId);
    if (input.untilOn && input.untilOn < baby.at.day)
      throw invalidField("untilOn", "assign:errors.until");
    const bare = standing(baby.record, baby.at);
    const okay = statedOkay(input, bare, baby);
    const holds = standing(baby.record, baby.at, okay);
    const left = stepsFor(routine.body, holds);
    const inTheWay = obstacle(holds, left);
    if (inTheWay)
      throw new Refusal("conflict", {
        key: `assign:obstacles.${inTheWay}`,
        params: { name: baby.firstName },
      });
    const replaced = await endRunning(tx, practiceId, same, [
      eq(routineAssignments.routineId, routineId),
      ...(input.replaces ? [eq(routineAssignments.id, input.replaces)] : []),
    ]);
    const id = newId<"assignment">();
    await tx.insert(routineAssignments).values({
      practiceId,
      id,
      clientId: baby.clientId,
      babyId,
      routineId,
      routineVersion: routine.version,
      snapshot: snapshotOf(routine.body, routine.title, left, holds),
      note: sealNote(baby.dataKey, id, input.note),
      why: sealWhy(baby.dataKey, id, whyOf(left, okay?.covers ?? [])),
      ...oftenColumns(input),
      untilOn: input.untilOn ?? null,
      clearedOn: okay?.on ?? null,
      clearedBy: okay?.by ?? null,
      assignedBy: actor.userId,
    });
    audit(
      { type: "assignment", id },
      { babyId, routineId, replaced, withOkay: okay !== null, removed: left.removed.length },
    );
    enqueue("mail.routine", { practiceId, assignmentId: id });
    return { id };
  },
});

async function endRunning(
  tx: Tx,
  practiceId: string,
  babyIds: readonly string[],
  which: readonly ReturnType<typeof eq>[],
): Promise<number> {
  const ended = await tx
    .update(routineAssignments)
    .set({ endedAt: sql`now()` })
    .where(
      and(
        eq(routineAssignments.practiceId, practiceId),
        among(routineAssignments.babyId, babyIds),
        isNull(routineAssignments.endedAt),
        or(...which),
      ),
    );
  return ended.count;
}

/** Ends it for the family: it can be read by both sides, and is not started any more. */
export const endAssignment = command({
  name: "routines.end_assignment",
  allow: isClinician,
  input: OneAssignment,
  run: async ({ actor, tx, audit }, { assignmentId }) => {
    const { practiceId } = actor;
    const ended = await tx
      .update(routineAssignments)
      .set({ endedAt: sql`now()` })
      .where(
        and(
          eq(routineAssignments.practiceId, practiceId),
          eq(routineAssignments.id, assignmentId),
          isNull(routineAssignments.endedAt),
        ),
      );
    const [row] = await tx
      .select({ id: routineAssignments.id })
      .from(routineAssignments)
      .where(
        and(eq(routineAssignments.practiceId, practiceId), eq(routineAssignments.id, assignmentId)),
      );
    // Ended already, by whomever: that is what was asked for.
    if (!row) throw notFound();
    audit({ type: "assignment", id: assignmentId }, { ended: ended.count });
    return { id: assignmentId };
  },
});
