import type { HealthGiven, Kin } from "@/lib/clients/schema";
import { type Family, makeClient } from "@/lib/clients/write";
import { newId } from "@/lib/core/id";
import { addDays, type Day, toInstant } from "@/lib/core/time";
import { snapshotOf, whyOf } from "@/lib/routines/assigned";
import { STARTERS } from "@/lib/routines/library";
import { sealNote, sealWhy } from "@/lib/routines/record";
import { stepsFor } from "@/lib/routines/rules";
import { type BabyRecord, standing } from "@/lib/safety/standing";
import type { Tx } from "../client";
import * as t from "../schema";
import type { SeededPractice } from "./people";

type FamilySeed = {
  baby: string;
  sex: "girl" | "boy";
  weeks: number;
  gestation?: number;
  guardian: string;
  kin?: Kin;
  second?: string;
  email?: string;
  health?: Partial<HealthGiven>;
};

const rosasFamilies: readonly FamilySeed[] = [
  {
    baby: "Mila",
    sex: "girl",
    weeks: 13,
    gestation: 33 * 7 + 4,
    guardian: "Ana Okoye",
    kin: "mother",
    second: "Chidi Okoye",
    email: "ana@example.com",
    health: {
      allergies: ["No nut oils: family allergy"],
      conditions: ["Reflux"],
      takeCare: "Head raised after feeds; skip knees to tummy if milk comes up.",
      findings: ["reflux", "nut_allergy", "preterm"],
      feeding: "breast",
      birthGrams: 1980,
    },
  },
  { baby: "Theo", sex: "boy", weeks: 18, guardian: "Klara Lindqvist" },
  { baby: "Kit", sex: "boy", weeks: 21, guardian: "Sofie Sorensen" },
  { baby: "Ada", sex: "girl", weeks: 9, guardian: "June Finch" },
  { baby: "Leo", sex: "boy", weeks: 15, guardian: "Beth Marsh" },
  { baby: "Ivy", sex: "girl", weeks: 11, guardian: "Sam Grant" },
  { baby: "Noor", sex: "girl", weeks: 16, guardian: "Layla Aziz" },
  { baby: "Rafi", sex: "boy", weeks: 12, gestation: 35 * 7 + 1, guardian: "Dina Haddad" },
  { baby: "Otis", sex: "boy", weeks: 20, guardian: "Maya Bell" },
  {
    baby: "Zara",
    sex: "girl",
    weeks: 14,
    guardian: "Farah Khan",
    health: {
      conditions: ["Dry eczema on both arms"],
      findings: ["eczema_dry"],
      reports: [{ id: "eczema_dry", parts: ["arms"], by: "practice" }],
    },
  },
];

export type SeededFamily = Family & { baby: string; guardian: string; record: BabyRecord };

/** Rosa's families, by the baby's first name. `parentUserId` is the account of the guardian who has the demo sign-in. */
export async function seedFamilies(
  tx: Tx,
  practice: SeededPractice,
  today: Day,
  parentUserId: string,
): Promise<Map<string, SeededFamily>> {
  const made = new Map<string, SeededFamily>();
  for (const [i, seed] of rosasFamilies.entries()) {
    const surname = seed.guardian.split(" ").at(-1) ?? "";
    const health: HealthGiven | null = seed.health
      ? { allergies: [], conditions: [], findings: [], ...seed.health }
      : null;
    const family = await makeClient(tx, {
      practiceId: practice.practiceId,
      name: surname,
      source: "booking",
      guardians: [
        {
          name: seed.guardian,
          email: seed.email ?? `${seed.guardian.toLowerCase().replace(" ", ".")}@example.com`,
          // Numbers for stories (Ofcom), one for each family: a shared one would look like one family.
          phone: `07700 900${142 + i}`,
          kin: seed.kin ?? "parent",
          userId: seed.email ? parentUserId : null,
        },
        ...(seed.second
          ? [
              {
                name: seed.second,
                email: null,
                kin: "father" as const,
                mayConsent: "yes" as const,
              },
            ]
          : []),
      ],
      babies: [
        {
          firstName: seed.baby,
          bornOn: addDays(today, -seed.weeks * 7),
          gestationDays: seed.gestation ?? null,
          sex: seed.sex,
          health,
        },
      ],
    });
    const { baby, guardian, gestation = null } = seed;
    const bornOn = addDays(today, -seed.weeks * 7);
    const record = { bornOn, gestationDays: gestation, health };
    made.set(baby, { ...family, baby, guardian, record });
  }
  return made;
}

const starterTitles = {
  standard: "Standard massage",
  flexibility: "Flexibility massage",
  "gas-relief": "Gas relief massage",
} as const;

/** The article's three routines as the practice's own, two of them assigned, with two weeks of home practice. */
export async function seedRoutines(
  tx: Tx,
  practice: SeededPractice,
  families: Map<string, SeededFamily>,
  today: Day,
  parentUserId: string,
): Promise<void> {
  const { practiceId } = practice;
  const ids = {
    standard: newId<"routine">(),
    flexibility: newId<"routine">(),
    "gas-relief": newId<"routine">(),
  };
  for (const routine of Object.values(STARTERS)) {
    const key = routine.key as keyof typeof ids;
    await tx.insert(t.routines).values({
      practiceId,
      id: ids[key],
      starterKey: key,
      title: starterTitles[key],
      body: routine,
    });
  }
  const assign = async (
    baby: string,
    starter: keyof typeof ids,
    note: string,
    since: Day,
    clearedBy?: string,
  ) => {
    const family = families.get(baby);
    if (!family) throw new Error(`no demo family of ${baby}`);
    const id = newId<"assignment">();
    const assignedAt = instantAt(since, "16:00", practice.timeZone);
    const at = { now: assignedAt, day: since, zone: practice.timeZone };
    const on = addDays(since, -2);
    const covers = standing(family.record, at).needsOkay;
    if (covers.length > 0 && !clearedBy) throw new Error(`${baby} needs a doctor's okay`);
    const holds = standing(family.record, at, { on, by: clearedBy ?? "", covers });
    const left = stepsFor(STARTERS[starter], holds);
    await tx.insert(t.routineAssignments).values({
      practiceId,
      id,
      clientId: family.clientId,
      babyId: family.babyIds[0]!,
      routineId: ids[starter],
      routineVersion: 1,
      snapshot: snapshotOf(STARTERS[starter], starterTitles[starter], left, holds),
      note: sealNote(family.dataKey, id, note),
      why: sealWhy(family.dataKey, id, whyOf(left, covers)),
      clearedOn: clearedBy ? on : null,
      clearedBy: clearedBy ?? null,
      assignedBy: practice.userId,
      createdAt: assignedAt,
    });
    return { id, family };
  };
  const mila = await assign(
    "Mila",
    "standard",
    "Start with the back only if she is wide awake. Two minutes is plenty this week.",
    addDays(today, -14),
    "Dr Imran Haddad, Whiteladies Surgery",
  );
  const noor = await assign(
    "Noor",
    "standard",
    "Evenings suited you both. Stop when she says so, as you did so well.",
    addDays(today, -21),
  );
  const log = async (at: typeof mila, daysAgo: number, outcome: "done" | "stopped" | "skipped") => {
    await tx.insert(t.practiceLogs).values({
      practiceId,
      id: newId(),
      clientId: at.family.clientId,
      babyId: at.family.babyIds[0]!,
      assignmentId: at.id,
      // Only Mila's family has an account; what another one told is written down for it.
      byUserId: at === mila ? parentUserId : practice.userId,
      startedAt: instantAt(addDays(today, -daysAgo), "18:30", practice.timeZone),
      seconds: { done: 260, stopped: 70, skipped: 0 }[outcome],
      stepsDone: { done: 9, stopped: 3, skipped: 0 }[outcome],
      outcome,
      stopReason: outcome === "stopped" ? "turned_away" : null,
      skipReason: outcome === "skipped" ? "asleep" : null,
      liked: outcome === "done" ? "liked" : null,
    });
  };
  for (const daysAgo of [13, 12, 10, 9, 7, 6, 4, 3, 2, 1]) await log(mila, daysAgo, "done");
  await log(mila, 8, "stopped");
  for (const daysAgo of [1, 3, 5]) await log(noor, daysAgo, "stopped");
  for (const daysAgo of [2, 6]) await log(noor, daysAgo, "done");
  await log(noor, 4, "skipped");
}

export function instantAt(day: Day, time: string, zone: string): Date {
  const at = toInstant(day, time, zone);
  if (at.kind === "gap") throw new Error(`${day} ${time} does not exist in ${zone}`);
  return at.instant;
}
