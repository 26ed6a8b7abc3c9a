import { eq } from "drizzle-orm";
import { connect, type Database } from "@/db/client";
import * as t from "@/db/schema";
import { makeFamily, makePractice } from "@/db/testing/world";
import { babyOverview } from "@/lib/audit/overview.read";
import { babyHead } from "@/lib/clients/baby.read";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays } from "@/lib/core/time";
import { babyGrowth } from "@/lib/growth/read";
import { KINDS, sealedValue } from "@/lib/growth/schema";
import { shareOptions } from "@/lib/growth/share.read";
import { clientConsents } from "@/lib/intake/consent.read";
import { formsToday } from "@/lib/intake/staff.read";
import { notesOfBaby } from "@/lib/notes/list.read";
import { prove } from "@/lib/notes/proof";
import { databaseTime, sealContent, signedNote } from "@/lib/notes/record";
import { NoteContent } from "@/lib/notes/schema";
import { seal } from "@/lib/work/vault";
import { ownCpu, quantile, type Row, short } from "../harness";
import type { World } from "./world";

const NOTES = 300;
const MEASUREMENTS = 200;
const LOGS = 500;
export const CALLS = 40;
export const LENGTH = `${NOTES} notes, ${MEASUREMENTS} measurements, ${LOGS} logs`;

/** What the pages of one baby read, for the longest record that anybody keeps. */
export async function recordRows({ ownerUrl }: Pick<World, "ownerUrl">): Promise<Row[]> {
  const { db, end } = connect(ownerUrl, 2);
  try {
    const { actor, babyId, clientId } = await longRecord(db);
    const head = () =>
      Promise.all([
        babyHead(actor, { babyId }),
        formsToday(actor, {}),
        clientConsents(actor, { clientId }),
      ]);
    const pages = {
      "the first page with its chart": () =>
        Promise.all([head(), babyOverview(actor, { babyId }), babyGrowth(actor, { babyId })]),
      "the growth page": () =>
        Promise.all([head(), babyGrowth(actor, { babyId }), shareOptions(actor, { babyId })]),
      "the first page of notes": () =>
        Promise.all([head(), notesOfBaby(actor, { babyId, page: 1 })]),
    };
    const rows: Row[] = [];
    for (const [page, read] of Object.entries(pages)) rows.push(...(await measured(page, read)));
    return rows;
  } finally {
    await end();
  }
}

async function measured(page: string, read: () => Promise<unknown>): Promise<Row[]> {
  await read();
  const times: number[] = [];
  const before = ownCpu();
  for (let call = 0; call < CALLS; call += 1) {
    const started = performance.now();
    await read();
    times.push(performance.now() - started);
  }
  const cpu = (ownCpu() - before) / CALLS;
  const name = `${page}: ${LENGTH}`;
  return [
    {
      ...{ goal: "G1", name, value: quantile(times, 0.95), unit: "ms (p95)" },
      note: `median ${short(quantile(times, 0.5))} ms`,
    },
    { goal: "G1 cpu", name, value: cpu, unit: "ms of CPU here" },
  ];
}

/** A practice with one family whose baby has a long record: what is on it is sealed and signed as in the product. */
export async function longRecord(db: Database) {
  const at = await makePractice(db);
  const { practiceId, userId } = at;
  const { clientId, babyId, dataKey } = await makeFamily(db, practiceId);
  const own = { practiceId, clientId, babyId };
  const bornOn = addDays("2027-01-04", -700);
  await db.update(t.babies).set({ bornOn, sex: "girl" }).where(eq(t.babies.id, babyId));
  const content = NoteContent.parse({
    stateStart: "drowsy",
    went: "Calm for 14 minutes, then a pause. ".repeat(50),
  });
  await db.transaction(async (tx) => {
    const signedAt = await databaseTime(tx);
    for (let n = 0; n < NOTES; n += 1) {
      const facts = {
        ...{ ...own, id: newId<"note">() as string, lessonId: null, authorUserId: userId },
        ...({ template: "lesson", privacy: "clinicians", placeKind: null } as const),
        aboutStartsAt: new Date(signedAt.getTime() - n * 86_400_000),
        ...{ aboutEndsAt: null, timeZone: at.zone },
      };
      const proof = await prove(tx, signedNote(facts, signedAt, content));
      const body = sealContent(dataKey, "medical_notes", facts.id, 1, content);
      await tx
        .insert(t.medicalNotes)
        .values({ ...facts, ...proof, status: "signed", signedAt, body });
    }
  });
  await db.insert(t.measurements).values(
    Array.from({ length: MEASUREMENTS }, (_, n) => {
      const [id, kind] = [newId<"measurement">(), KINDS[n % KINDS.length] ?? "weight"];
      const amount = { weight: 3200 + n * 45, length: 500 + n * 2, head: 350 + n }[kind];
      const value = { amount, unit: kind === "weight" ? "kg" : "cm" };
      return {
        ...{ ...own, id, kind, measuredOn: addDays(bornOn, 1 + n * 3), source: "clinic" as const },
        ...{ value: seal(dataKey, sealedValue(id), JSON.stringify(value)), enteredBy: userId },
        ...{ enteredAs: "staff" as const, confirmedAt: new Date(0), confirmedBy: userId },
      };
    }),
  );
  const [routineId, assignmentId] = [newId<"routine">(), newId<"assignment">()];
  await db.insert(t.routines).values({ practiceId, id: routineId, title: "Routine", body: {} });
  // Ended: its card would open the steps, of which there are none.
  await db.insert(t.routineAssignments).values({
    ...{ ...own, id: assignmentId, routineId, routineVersion: 1, snapshot: {}, assignedBy: userId },
    endedAt: new Date(0),
  });
  await db.insert(t.practiceLogs).values(
    Array.from({ length: LOGS }, (_, n) => ({
      ...{ ...own, id: newId<"practice_log">(), assignmentId, byUserId: userId },
      ...{ startedAt: new Date(Date.UTC(2026, 11, 1) - n * 43_200_000), seconds: 600 },
      ...{ outcome: "done" as const, stepsDone: 8 },
    })),
  );
  await db.execute("analyze");
  const actor: Staff = {
    ...{ kind: "staff", role: "owner", userId, practiceId, practitionerId: at.practitionerId },
  };
  return { actor, babyId, clientId };
}
