import { and, desc, eq, isNull, ne, type SQL } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  clients,
  files,
  formAnswers,
  formAssignments,
  forms,
  formVersions,
  practices,
} from "@/db/schema";
import { sameBabyIds } from "@/lib/clients/merged";
import { notFound } from "@/lib/core/refusal";
import { type DataKey, openDataKey, seal, unseal } from "@/lib/work/vault";
import { carriedOver, listOf, partOf, questionsOf } from "./rules";
import { Answers, Definition, type Section, type Values } from "./schema";

export const answersWhere = (id: string, revision: number) => ({
  table: "form_answers",
  column: "body",
  id,
  version: revision,
});

const columns = {
  id: formAssignments.id,
  practiceId: formAssignments.practiceId,
  clientId: formAssignments.clientId,
  babyId: formAssignments.babyId,
  guardianId: formAssignments.guardianId,
  bookingId: formAssignments.bookingId,
  status: formAssignments.status,
  dueAt: formAssignments.dueAt,
  doneAt: formAssignments.doneAt,
  formId: formVersions.formId,
  number: formVersions.number,
  definition: formVersions.definition,
  formName: forms.name,
  sendWhen: forms.sendWhen,
  baby: babies.firstName,
  bornOn: babies.bornOn,
  dataKeyId: clients.dataKeyId,
  practice: practices.name,
  phone: practices.phone,
  country: practices.country,
  emergencyNumber: practices.emergencyNumber,
  zone: practices.timeZone,
};

/** One form that somebody was asked to fill in, if the actor may see it, with the sections of its part. */
export async function findAssignment(tx: Tx, assignmentId: string, lock = false) {
  const reading = tx
    .select(columns)
    .from(formAssignments)
    .innerJoin(
      formVersions,
      and(
        eq(formVersions.practiceId, formAssignments.practiceId),
        eq(formVersions.id, formAssignments.formVersionId),
      ),
    )
    .innerJoin(
      forms,
      and(eq(forms.practiceId, formVersions.practiceId), eq(forms.id, formVersions.formId)),
    )
    .innerJoin(
      clients,
      and(
        eq(clients.practiceId, formAssignments.practiceId),
        eq(clients.id, formAssignments.clientId),
      ),
    )
    .innerJoin(practices, eq(practices.practiceId, formAssignments.practiceId))
    .leftJoin(
      babies,
      and(eq(babies.practiceId, formAssignments.practiceId), eq(babies.id, formAssignments.babyId)),
    )
    .where(eq(formAssignments.id, assignmentId));
  const [row] = lock ? await reading.for("update", { of: formAssignments }) : await reading;
  if (!row) throw notFound();
  const definition = Definition.parse(row.definition);
  const sections = partOf(definition, row.guardianId ? "each" : "family");
  return { ...row, definition, sections };
}
export type Assignment = Awaited<ReturnType<typeof findAssignment>>;

export type Kept = { id: string; revision: number; answers: Answers } | null;

/** What was saved so far. */
export async function openAnswers(tx: Tx, key: DataKey, assignmentId: string): Promise<Kept> {
  const [row] = await tx
    .select()
    .from(formAnswers)
    .where(
      and(eq(formAnswers.practiceId, key.practiceId), eq(formAnswers.assignmentId, assignmentId)),
    );
  if (!row) return null;
  const text = unseal(key, answersWhere(row.id, row.revision), row.body);
  return { id: row.id, revision: row.revision, answers: Answers.parse(JSON.parse(text)) };
}

export const sealAnswers = (key: DataKey, id: string, revision: number, answers: Answers): Buffer =>
  seal(key, answersWhere(id, revision), JSON.stringify(answers));

const PAGE = 20;

/**
 * Last time's answers to the same questions: of each the newest that was handed in for this baby, or by this grown-up,
 * however many forms were handed in since. Copies of a form keep the names of its questions, and so do our own forms: what
 * the intake was told comes back to be confirmed, whichever form asks. A question that was passed over last time is not
 * answered with what was said before that.
 */
async function lastAnswers(tx: Tx, key: DataKey, of: Assignment): Promise<Values> {
  const about = of.guardianId
    ? eq(formAssignments.guardianId, of.guardianId)
    : of.babyId
      ? among(formAssignments.babyId, await sameBabyIds(tx, of.practiceId, of.babyId))
      : undefined;
  if (!about) return {};
  const open = new Set(
    questionsOf(of.sections.filter(({ fresh }) => !fresh)).map((question) => question.id),
  );
  const values: Values = {};
  for (let page = 0; open.size > 0; page += 1) {
    const rows = await handedIn(tx, of, about, page);
    for (const { definition, ...row } of rows) {
      const text = unseal(key, answersWhere(row.id, row.revision), row.body);
      const before = Answers.parse(JSON.parse(text));
      const seen = Definition.parse(definition).sections.filter(({ id }) =>
        before.seen.includes(id),
      );
      for (const { id } of questionsOf(seen)) {
        if (!open.delete(id)) continue;
        const value = before.values[id];
        if (value !== undefined) values[id] = value;
      }
    }
    if (rows.length < PAGE) break;
  }
  return carriedOver(of.sections, values);
}

const handedIn = (tx: Tx, of: Assignment, about: SQL, page: number) =>
  tx
    .select({
      id: formAnswers.id,
      revision: formAnswers.revision,
      body: formAnswers.body,
      definition: formVersions.definition,
    })
    .from(formAssignments)
    .innerJoin(
      formAnswers,
      and(
        eq(formAnswers.practiceId, formAssignments.practiceId),
        eq(formAnswers.assignmentId, formAssignments.id),
      ),
    )
    .innerJoin(
      formVersions,
      and(
        eq(formVersions.practiceId, formAssignments.practiceId),
        eq(formVersions.id, formAssignments.formVersionId),
      ),
    )
    .where(
      and(
        eq(formAssignments.practiceId, of.practiceId),
        // What was merged in from another record is sealed with that record's key.
        eq(formAssignments.clientId, of.clientId),
        about,
        eq(formAssignments.status, "done"),
        ne(formAssignments.id, of.id),
      ),
    )
    .orderBy(desc(formAssignments.doneAt), desc(formAssignments.id))
    .limit(PAGE)
    .offset(page * PAGE);

export const NO_ANSWERS: Answers = { values: {}, stamps: {}, seen: [] };

/** What stands in a form now: what was saved, or last time's answers to begin with. `carry`: whether those may be shown. */
export async function currentAnswers(
  tx: Tx,
  of: Assignment,
  carry: boolean,
): Promise<{ key: DataKey; kept: Kept; answers: Answers }> {
  const key = await openDataKey(tx, of.practiceId, of.dataKeyId);
  const kept = await openAnswers(tx, key, of.id);
  if (kept) return { key, kept, answers: await withFilesThatStand(tx, of, kept.answers) };
  if (!carry) return { key, kept, answers: NO_ANSWERS };
  const values = await lastAnswers(tx, key, of);
  const carried = Object.keys(values).length > 0;
  return { key, kept, answers: { ...NO_ANSWERS, values, ...(carried && { carried }) } };
}

/** A file that was taken away since answers nothing any more. */
async function withFilesThatStand(tx: Tx, of: Assignment, answers: Answers): Promise<Answers> {
  const asked = questionsOf(of.sections).filter(
    ({ id, type }) => type === "file" && id in answers.values,
  );
  if (asked.length === 0) return answers;
  const rows = await tx
    .select({ id: files.id })
    .from(files)
    .where(
      and(
        eq(files.practiceId, of.practiceId),
        eq(files.assignmentId, of.id),
        isNull(files.removedAt),
      ),
    );
  const there = new Set(rows.map((row) => row.id));
  const values = { ...answers.values };
  for (const { id } of asked) {
    const left = listOf(values[id]).filter((one) => there.has(one));
    if (left.length > 0) values[id] = left;
    else delete values[id];
  }
  return { ...answers, values };
}

export const sectionOf = (sections: readonly Section[], id: string): Section => {
  const section = sections.find((one) => one.id === id);
  if (!section) throw notFound();
  return section;
};
