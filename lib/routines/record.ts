import { and, desc, eq, gte } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients, practiceLogs, practices, routines } from "@/db/schema";
import { birth } from "@/lib/clients/merged";
import { readHealth } from "@/lib/clients/read";
import { notFound } from "@/lib/core/refusal";
import { addDays, type Day, startOfDay, today, type Zone } from "@/lib/core/time";
import type { BabyRecord } from "@/lib/safety/standing";
import { type DataKey, openDataKey, seal, unseal } from "@/lib/work/vault";
import { logSummary } from "./rules";
import { REACTIONS, Routine, SKIP_REASONS, STOP_REASONS, Why } from "./schema";

export type Practised = Pick<
  typeof practiceLogs.$inferSelect,
  | "id"
  | "assignmentId"
  | "byUserId"
  | "startedAt"
  | "seconds"
  | "stepsDone"
  | "outcome"
  | "stopReason"
  | "skipReason"
  | "liked"
  | "reactions"
  | "gateSkipped"
  | "note"
>;

/** A baby with its record open, for whoever may see it: its practice's clinicians and its own family. */
export async function openBaby(tx: Tx, babyId: string, now: Date) {
  const [row] = await tx
    .select({
      practiceId: babies.practiceId,
      clientId: babies.clientId,
      firstName: babies.firstName,
      familyName: clients.name,
      bornOn: birth.bornOn,
      gestationDays: birth.gestationDays,
      gestationUnknown: birth.gestationUnknown,
      health: babies.health,
      archivedAt: babies.archivedAt,
      dataKeyId: clients.dataKeyId,
      zone: practices.timeZone,
      correctUntil: practices.correctUntilMonths,
      vaccinationHours: practices.vaccinationHours,
    })
    .from(babies)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
    )
    .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
    .where(eq(babies.id, babyId));
  if (!row) throw notFound();
  const { health, dataKeyId, bornOn, gestationDays, gestationUnknown, ...others } = row;
  const { correctUntil, vaccinationHours, ...baby } = others;
  const dataKey = await openDataKey(tx, row.practiceId, dataKeyId);
  const record: BabyRecord = {
    bornOn,
    gestationDays,
    gestationUnknown,
    correctUntil,
    vaccinationHours,
    health: readHealth(dataKey, babyId, health),
  };
  const day: Day = today(now, baby.zone);
  return { ...baby, babyId, dataKey, record, at: { now, day, zone: baby.zone } };
}
export type OpenBaby = Awaited<ReturnType<typeof openBaby>>;

export async function findRoutine(tx: Tx, practiceId: string, routineId: string) {
  const [row] = await tx
    .select()
    .from(routines)
    .where(and(eq(routines.practiceId, practiceId), eq(routines.id, routineId)));
  const body = Routine.safeParse(row?.body);
  if (!row || !body.success) throw notFound();
  const { title, version, starterKey, archivedAt } = row;
  return { id: row.id, title, version, starterKey, archivedAt, body: body.data };
}

const sealedAt = (column: "note" | "why", id: string) => ({
  table: "routine_assignments",
  column,
  id,
});
const sealedLogNote = (id: string) => ({ table: "practice_logs", column: "note", id });

export const sealNote = (key: DataKey, assignmentId: string, note: string | undefined) =>
  note ? seal(key, sealedAt("note", assignmentId), note) : null;
export const sealWhy = (key: DataKey, assignmentId: string, why: Why) =>
  seal(key, sealedAt("why", assignmentId), JSON.stringify(why));
export const sealLogNote = (key: DataKey, logId: string, note: string | undefined) =>
  note ? seal(key, sealedLogNote(logId), note) : null;

export const openNote = (key: DataKey, assignmentId: string, stored: Buffer | null) =>
  stored ? unseal(key, sealedAt("note", assignmentId), stored) : null;
export const openLogNote = (key: DataKey, logId: string, stored: Buffer | null) =>
  stored ? unseal(key, sealedLogNote(logId), stored) : null;
export const openWhy = (key: DataKey, assignmentId: string, stored: Buffer | null): Why | null =>
  stored ? Why.parse(JSON.parse(unseal(key, sealedAt("why", assignmentId), stored))) : null;

export const SUMMARY_DAYS = 14;

/** What was practised of some assignments in the last two weeks, the latest first. */
export async function practisedLately(
  tx: Tx,
  assignmentIds: readonly string[],
  window: { day: Day; zone: Zone },
): Promise<Map<string, Practised[]>> {
  if (assignmentIds.length === 0) return new Map();
  const rows = await tx
    .select({
      id: practiceLogs.id,
      assignmentId: practiceLogs.assignmentId,
      byUserId: practiceLogs.byUserId,
      startedAt: practiceLogs.startedAt,
      seconds: practiceLogs.seconds,
      stepsDone: practiceLogs.stepsDone,
      outcome: practiceLogs.outcome,
      stopReason: practiceLogs.stopReason,
      skipReason: practiceLogs.skipReason,
      liked: practiceLogs.liked,
      reactions: practiceLogs.reactions,
      gateSkipped: practiceLogs.gateSkipped,
      note: practiceLogs.note,
    })
    .from(practiceLogs)
    .where(
      and(
        among(practiceLogs.assignmentId, assignmentIds),
        gte(practiceLogs.startedAt, startOfDay(addDays(window.day, 1 - SUMMARY_DAYS), window.zone)),
      ),
    )
    .orderBy(desc(practiceLogs.startedAt), desc(practiceLogs.id));
  const found = new Map<string, Practised[]>();
  for (const row of rows)
    found.set(row.assignmentId, [...(found.get(row.assignmentId) ?? []), row]);
  return found;
}

/** Fourteen days as marks: the practice's calendar days, the only zone that is known of both. */
export const summaryOf = (logs: readonly Practised[], { day, zone }: { day: Day; zone: Zone }) =>
  logSummary(
    logs.map((log) => ({
      day: today(log.startedAt, zone),
      minutes: Math.round(log.seconds / 60),
      outcome: log.outcome,
      stopReason: STOP_REASONS.find((reason) => reason === log.stopReason),
      skipReason: SKIP_REASONS.find((reason) => reason === log.skipReason),
      liked: log.liked,
      reactions: REACTIONS.filter((reaction) => log.reactions.includes(reaction)),
    })),
    { today: day, days: SUMMARY_DAYS },
  );
