import { and, eq, inArray } from "drizzle-orm";
import { newId } from "@/lib/core/id";
import { addDays, type Day } from "@/lib/core/time";
import { prove } from "@/lib/notes/proof";
import { sealContent, sealWords, signedAddendum, signedNote } from "@/lib/notes/record";
import { NoteContent } from "@/lib/notes/schema";
import { sealForSystem } from "@/lib/work/vault";
import type { Tx } from "../client";
import * as t from "../schema";
import { instantAt, type SeededFamily } from "./families";
import type { SeededPractice } from "./people";

const parts = (strokes: readonly string[], how: string) => ({
  strokes: [...strokes],
  taught: strokes.map((key) => `${key}:${how}`),
});

const milaFirst = {
  ...{ stateStart: "drowsy", stateMiddle: "quiet_alert", stateEnd: "light_sleep" },
  ...{ cues: ["eye_contact", "relaxed_hands"], position: "back", oil: "Sunflower", minutes: 12 },
  ...parts(["ask-and-hold", "tummy-circles"], "doll"),
  ...{ present: ["Ana Okoye", "Chidi Okoye"], skinBefore: "clear", skinAfter: "clear" },
  told: "Gassy in the evenings, settles on the shoulder.",
  went: "Calm for 12 minutes. Gassy in the evenings. Showed Ana and Chidi the hold and tummy circles on the doll.",
  goals: ["asks_permission:3", "quiet_alert:2"],
  ...{ plan: ["keep_routine", "next_lesson"], checks: ["consent"] },
};
const milaSecond = {
  ...{ stateStart: "quiet_alert", stateMiddle: "quiet_alert", stateEnd: "quiet_alert" },
  cues: ["eye_contact", "relaxed_hands", "turned_away"],
  ...parts(["ask-and-hold", "legs", "feet"], "parent"),
  ...{ position: "back", oil: "Sunflower", minutes: 14, present: ["Ana Okoye"] },
  went: "Calm for 14 minutes. Turned away once and Ana stopped without prompting.",
  goals: ["asks_permission:5", "quiet_alert:4", "stop_cues:4"],
  ...{ plan: ["keep_routine", "next_lesson", "send_summary"], checks: ["consent"] },
};
const short = (went: string) => ({
  ...{ stateStart: "quiet_alert", cues: ["relaxed_hands"], minutes: 15, went },
  ...parts(["ask-and-hold", "upper-back", "feet"], "parent"),
  ...{ plan: ["keep_routine"], checks: ["consent"] },
});

/** Signed notes with an addendum and a summary, a draft that waits, and a lesson without one. */
export async function seedNotes(
  tx: Tx,
  practice: SeededPractice,
  families: Map<string, SeededFamily>,
  today: Day,
): Promise<void> {
  const { practiceId, userId, timeZone } = practice;
  const write = async (
    baby: string,
    at: { startsAt: Date; lessonId?: string; placeKind?: string },
    given: object,
    status: "draft" | "signed" = "signed",
  ): Promise<string> => {
    const family = families.get(baby);
    const babyId = family?.babyIds[0];
    if (!family || !babyId) throw new Error(`no demo family of ${baby}`);
    const content = NoteContent.parse(given);
    const id: string = newId<"note">();
    const endsAt = new Date(at.startsAt.getTime() + 60 * 60_000);
    const signedAt = new Date(endsAt.getTime() + 8 * 60_000);
    const facts = {
      ...{ practiceId, id, clientId: family.clientId, babyId, lessonId: at.lessonId ?? null },
      ...({ authorUserId: userId, template: "lesson", privacy: "clinicians", timeZone } as const),
      ...{ aboutStartsAt: at.startsAt, aboutEndsAt: endsAt, placeKind: at.placeKind ?? "home" },
    };
    const proof =
      status === "signed"
        ? { ...(await prove(tx, signedNote(facts, signedAt, content))), signedAt }
        : {};
    await tx.insert(t.medicalNotes).values({
      ...{ ...facts, ...proof, status, savedAt: signedAt, createdAt: endsAt },
      body: sealContent(family.dataKey, "medical_notes", id, 1, content),
    });
    await tx.insert(t.noteVersions).values({
      ...{ practiceId, noteId: id, version: 1, clientId: family.clientId, byUserId: userId },
      ...({ kind: status === "signed" ? "signed" : "begun", createdAt: signedAt } as const),
      body: sealContent(family.dataKey, "note_versions", id, 1, content),
    });
    return id;
  };
  const ago = (days: number, time: string) => ({
    startsAt: instantAt(addDays(today, -days), time, timeZone),
  });
  await write("Mila", ago(28, "14:15"), milaFirst);
  const second = await write("Mila", ago(14, "14:15"), milaSecond);
  await addTo(tx, practice, families.get("Mila"), second, {
    words: "Ana wrote in the evening: slept four hours after the lesson. No milk came up.",
    at: instantAt(addDays(today, -13), "08:20", timeZone),
  });
  await write("Noor", ago(21, "11:00"), short("Short and calm. Layla stopped when Noor yawned."));
  await write("Theo", ago(9, "10:30"), short("Half a page, to be finished."), "draft");
  await notesOfLessons(tx, practice, families, write);
  for (const [name, words] of phrases) {
    const id = newId<"snippet">();
    const where = { table: "note_snippets", column: "body", practiceId, id };
    const body = sealForSystem(where, words);
    await tx.insert(t.noteSnippets).values({ practiceId, id, userId, name, body });
  }
}

const phrases = [
  ["calm", "Calm and alert throughout."],
  ["stopped", "Turned away; the parent stopped without prompting."],
  ["doll", "Shown on the doll first, then done by the parent."],
] as const;

type Write = (
  baby: string,
  at: { startsAt: Date; lessonId: string },
  given: object,
) => Promise<string>;

/** Lessons of this week that took place have a note, except the latest: it still waits. */
async function notesOfLessons(
  tx: Tx,
  { practiceId }: SeededPractice,
  families: Map<string, SeededFamily>,
  write: Write,
): Promise<void> {
  const clients = new Map<string, string>(
    [...families.values()].map(({ clientId, baby }) => [clientId, baby]),
  );
  const done = await tx
    .select({ lessonId: t.lessons.id, startsAt: t.lessons.startsAt, clientId: t.bookings.clientId })
    .from(t.bookings)
    .innerJoin(
      t.lessons,
      and(eq(t.lessons.practiceId, t.bookings.practiceId), eq(t.lessons.id, t.bookings.lessonId)),
    )
    .where(
      and(
        eq(t.bookings.practiceId, practiceId),
        eq(t.bookings.status, "completed"),
        inArray(t.bookings.clientId, [...clients.keys()]),
      ),
    )
    .orderBy(t.lessons.startsAt);
  for (const { lessonId, startsAt, clientId } of done.slice(0, -1)) {
    const baby = clients.get(clientId);
    if (baby) await write(baby, { startsAt, lessonId }, short("A quiet lesson, stopped in time."));
  }
}

async function addTo(
  tx: Tx,
  { practiceId, userId }: SeededPractice,
  family: SeededFamily | undefined,
  noteId: string,
  { words, at }: { words: string; at: Date },
): Promise<void> {
  if (!family) throw new Error("the demo world needs Mila");
  const id = newId<"addendum">();
  const row = { practiceId, id, noteId, clientId: family.clientId, authorUserId: userId };
  const proof = await prove(tx, signedAddendum(row, at, words));
  const body = sealWords(family.dataKey, "note_addenda", id, words);
  await tx.insert(t.noteAddenda).values({ ...row, ...proof, body, signedAt: at });
}
