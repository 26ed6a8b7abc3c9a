import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { practiceLogs, routineAssignments } from "@/db/schema";
import { assertMayKeepHealth } from "@/lib/clients/consents";
import { isParent } from "@/lib/core/actor";
import { newId, tokenHash } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import type { DataKey } from "@/lib/work/vault";
import { isActive, plausible, startedInTerm } from "./assigned";
import { openBaby, sealLogNote } from "./record";
import { PracticeLogInput, REACTIONS, SkipPractice, SkipWhy, TellMore } from "./schema";

const DAY = 86_400_000;

async function ownAssignment(tx: Tx, assignmentId: string) {
  const [row] = await tx
    .select({
      practiceId: routineAssignments.practiceId,
      clientId: routineAssignments.clientId,
      babyId: routineAssignments.babyId,
      assignedAt: routineAssignments.createdAt,
      endedAt: routineAssignments.endedAt,
      untilOn: routineAssignments.untilOn,
    })
    .from(routineAssignments)
    .where(eq(routineAssignments.id, assignmentId));
  if (!row) throw notFound();
  return row;
}

async function findLog(tx: Tx, practiceId: string, keyHash: Buffer) {
  const [row] = await tx
    .select()
    .from(practiceLogs)
    .where(and(eq(practiceLogs.practiceId, practiceId), eq(practiceLogs.keyHash, keyHash)));
  return row ?? null;
}
type Stored = NonNullable<Awaited<ReturnType<typeof findLog>>>;

/** What the phone says now, over what it said before; a report that comes late takes nothing away. */
const told = (
  row: Pick<Stored, "id">,
  earlier: Partial<Stored>,
  said: Pick<TellMore, "stopReason" | "liked" | "reactions" | "note">,
  dataKey: DataKey,
) => ({
  stopReason: said.stopReason ?? earlier.stopReason ?? null,
  liked: said.liked ?? earlier.liked ?? null,
  reactions: said.reactions ?? earlier.reactions ?? [],
  note: sealLogNote(dataKey, row.id, said.note) ?? earlier.note ?? null,
});

/**
 * One practice, stored however it went, unless the family took back the yes to keep health information: what happened is
 * never refused because a phone's clock is wrong, because the
 * feed timer was skipped, or because the practitioner ended the routine meanwhile. One start has one log; sending it
 * again, with the rest of the story, completes it.
 */
export const logPractice = command({
  name: "routines.log_practice",
  allow: isParent,
  input: PracticeLogInput,
  limits: (_input, _ip, actor) => [{ subject: actor.userId, most: 120, minutes: 60 }],
  run: async ({ actor, tx, now, enter, audit }, input) => {
    const at = await ownAssignment(tx, input.assignmentId);
    const { practiceId, clientId, babyId } = at;
    const keyHash = tokenHash(`${input.assignmentId}.${input.startKey}`);
    const known = plausible(input, { now, assignedAt: at.assignedAt });
    if (!startedInTerm(known.startedAt, at)) throw new Refusal("conflict", "player:errors.ended");
    const { dataKey } = await openBaby(tx, babyId, now);
    await assertMayKeepHealth(tx, practiceId, clientId);
    await enter(practiceId);
    const id = newId<"log">();
    const { assignmentId, outcome, stepsDone, gateSkipped } = input;
    const made = await tx
      .insert(practiceLogs)
      .values({
        practiceId,
        id,
        clientId,
        babyId,
        assignmentId,
        byUserId: actor.userId,
        ...known,
        stepsDone,
        outcome,
        gateSkipped: gateSkipped ?? null,
        keyHash,
        ...told({ id }, {}, input, dataKey),
      })
      .onConflictDoNothing();
    if (made.count === 0)
      return again(tx, practiceId, keyHash, input, known.seconds, dataKey, audit);
    audit({ type: "practice_log", id }, { assignmentId });
    return { id };
  },
});

/** The same start, told once more. The fuller report counts: minutes and steps only grow. */
async function again(
  tx: Tx,
  practiceId: string,
  keyHash: Buffer,
  input: PracticeLogInput,
  seconds: number,
  dataKey: DataKey,
  audit: (subject: { type: string; id: string }, detail?: Record<string, boolean>) => void,
) {
  const earlier = await findLog(tx, practiceId, keyHash);
  if (!earlier) throw new Refusal("conflict");
  const longer = seconds > earlier.seconds || input.stepsDone > earlier.stepsDone;
  const outcome = longer ? input.outcome : earlier.outcome;
  const both = REACTIONS.filter((one) => [...earlier.reactions, ...input.reactions].includes(one));
  await tx
    .update(practiceLogs)
    .set({
      seconds: Math.max(seconds, earlier.seconds),
      stepsDone: Math.max(input.stepsDone, earlier.stepsDone),
      outcome,
      ...told(earlier, earlier, { ...input, reactions: both }, dataKey),
      ...(outcome === "stopped" ? {} : { stopReason: null }),
    })
    .where(and(eq(practiceLogs.practiceId, practiceId), eq(practiceLogs.id, earlier.id)));
  audit({ type: "practice_log", id: earlier.id }, { again: true });
  return { id: earlier.id };
}

/** The reason, how the baby liked it and what came of it, added to one's own log within a day. */
export const tellMore = command({
  name: "routines.tell_more",
  allow: isParent,
  input: TellMore,
  limits: (_input, _ip, actor) => [{ subject: actor.userId, most: 240, minutes: 60 }],
  run: async ({ actor, tx, now, enter, audit }, input) => {
    const [row] = await tx
      .select()
      .from(practiceLogs)
      .where(and(eq(practiceLogs.id, input.logId), eq(practiceLogs.byUserId, actor.userId)));
    if (!row || row.outcome === "skipped") throw notFound();
    if (now.getTime() - row.createdAt.getTime() > DAY)
      throw new Refusal("too_late", "player:errors.tooLate");
    if (input.stopReason && row.outcome !== "stopped")
      throw invalidField("stopReason", "errors:choose");
    const { dataKey } = await openBaby(tx, row.babyId, now);
    const { practiceId, id } = row;
    await assertMayKeepHealth(tx, practiceId, row.clientId);
    await enter(practiceId);
    await tx
      .update(practiceLogs)
      .set(told(row, row, input, dataKey))
      .where(and(eq(practiceLogs.practiceId, practiceId), eq(practiceLogs.id, id)));
    const fields = Object.keys(input).filter((field) => field !== "logId");
    audit({ type: "practice_log", id }, { fields });
    return { id };
  },
});

/**
 * "Not today", in one tap. Each carer's word is kept once a day however often it is tapped; a practice later that day
 * stands beside it and counts.
 */
export const skipPractice = command({
  name: "routines.skip",
  allow: isParent,
  input: SkipPractice,
  limits: (_input, _ip, actor) => [{ subject: actor.userId, most: 60, minutes: 60 }],
  run: async ({ actor, tx, now, enter, audit }, { assignmentId }) => {
    const at = await ownAssignment(tx, assignmentId);
    const { practiceId, clientId, babyId } = at;
    const baby = await openBaby(tx, babyId, now);
    if (!isActive(at, baby.at.day)) throw new Refusal("conflict", "player:errors.ended");
    await assertMayKeepHealth(tx, practiceId, clientId);
    const keyHash = tokenHash(`${assignmentId}.skipped.${actor.userId}.${baby.at.day}`);
    await enter(practiceId);
    const id = newId<"log">();
    const made = await tx
      .insert(practiceLogs)
      .values({
        ...{ practiceId, id, clientId, babyId, assignmentId, keyHash },
        byUserId: actor.userId,
        startedAt: now,
        seconds: 0,
        outcome: "skipped",
      })
      .onConflictDoNothing();
    const known = made.count > 0 ? { id } : await findLog(tx, practiceId, keyHash);
    if (!known) throw new Refusal("conflict");
    audit({ type: "practice_log", id: known.id }, { assignmentId, again: made.count === 0 });
    return { id: known.id, assignmentId };
  },
});

/** Why not today, for whoever likes to say: one of a few reasons, her own words, or both. As it is now, so it can be taken back. */
export const tellSkipWhy = command({
  name: "routines.skip_why",
  allow: isParent,
  input: SkipWhy,
  limits: (_input, _ip, actor) => [{ subject: actor.userId, most: 120, minutes: 60 }],
  run: async ({ actor, tx, now, enter, audit }, { logId, skipReason, note }) => {
    const [row] = await tx
      .select()
      .from(practiceLogs)
      .where(
        and(
          eq(practiceLogs.id, logId),
          eq(practiceLogs.byUserId, actor.userId),
          eq(practiceLogs.outcome, "skipped"),
        ),
      );
    if (!row) throw notFound();
    if (now.getTime() - row.createdAt.getTime() > DAY)
      throw new Refusal("too_late", "player:errors.tooLate");
    const { dataKey } = await openBaby(tx, row.babyId, now);
    const { practiceId, id } = row;
    // What was said can still be taken back.
    if (skipReason || note) await assertMayKeepHealth(tx, practiceId, row.clientId);
    await enter(practiceId);
    await tx
      .update(practiceLogs)
      .set({ skipReason: skipReason ?? null, note: sealLogNote(dataKey, id, note) })
      .where(and(eq(practiceLogs.practiceId, practiceId), eq(practiceLogs.id, id)));
    audit(
      { type: "practice_log", id },
      { fields: [...(skipReason ? ["skipReason"] : []), ...(note ? ["note"] : [])] },
    );
    return { id, assignmentId: row.assignmentId };
  },
});
