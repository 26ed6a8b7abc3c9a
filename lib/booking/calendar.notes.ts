import { sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { medicalNotes, notesNotNeeded } from "@/db/schema";
import type { Staff } from "@/lib/core/actor";

/** What became of the notes of a lesson that took place: signed for each of its babies, or still to be signed or written. */
export type NoteMark = "signed" | "to_sign" | "to_write";

export type NotesOf = (lesson: string, babies: readonly string[]) => NoteMark | null;

/**
 * How the notes of some lessons stand for whoever may read notes; for the front desk nothing is said. A note that is its
 * author's alone is there without how it stands, so of such a lesson nothing is said either.
 */
export async function notesIn(
  tx: Tx,
  { practiceId, role }: Staff,
  wanted: readonly { lesson: string; baby: string }[],
  since: Date,
): Promise<NotesOf> {
  if (role === "front_desk" || wanted.length === 0) return () => null;
  const lessonIds = wanted.map(({ lesson }) => lesson);
  const rows = await tx.execute<{ lesson: string; baby: string; signed: boolean }>(sql`
    select medical_notes.lesson_id as lesson, medical_notes.baby_id as baby, medical_notes.status = 'signed' as signed
    from medical_notes where medical_notes.practice_id = ${practiceId} and medical_notes.status <> 'discarded'
      and ${among(medicalNotes.lessonId, lessonIds)}
    union all
    select notes_not_needed.lesson_id, notes_not_needed.baby_id, true
    from notes_not_needed where notes_not_needed.practice_id = ${practiceId} and ${among(notesNotNeeded.lessonId, lessonIds)}`);
  const signed = new Map<string, boolean>();
  for (const { lesson, baby, ...row } of rows) {
    const key = `${lesson} ${baby}`;
    signed.set(key, row.signed || signed.get(key) === true);
  }
  const all = wanted.every(({ lesson, baby }) => signed.has(`${lesson} ${baby}`));
  const closed = all ? new Set<string>() : await noted(tx, since);
  return (lesson, babies) => {
    const keys = babies.map((baby) => `${lesson} ${baby}`);
    if (keys.length === 0 || keys.some((key) => !signed.has(key) && closed.has(key))) return null;
    if (keys.every((key) => signed.get(key))) return "signed";
    return keys.every((key) => signed.has(key)) ? "to_sign" : "to_write";
  };
}

/** Which lessons have a note of anybody, private ones too. */
async function noted(tx: Tx, since: Date): Promise<Set<string>> {
  const rows = await tx.execute<{ lesson: string; baby: string }>(
    sql`select lesson_id as lesson, baby_id as baby from noted_lessons(${since.toISOString()}::timestamptz)`,
  );
  return new Set(rows.map(({ lesson, baby }) => `${lesson} ${baby}`));
}
