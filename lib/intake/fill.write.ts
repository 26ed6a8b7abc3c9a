import { and, eq, isNull } from "drizzle-orm";
import { formAnswers, formAssignments, guardians } from "@/db/schema";
import { isLink, isParent, type LinkHolder, oneOf, type Parent } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { type FieldRefusals, notFound, Refusal } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { command, type Work } from "@/lib/work/command";
import type { DataKey } from "@/lib/work/vault";
import {
  type Assignment,
  currentAnswers,
  findAssignment,
  sealAnswers,
  sectionOf,
} from "./assignment";
import { objectedConsents } from "./consent.read";
import { keepInRecord, keepPressing, raiseAlert } from "./record";
import { isPressing } from "./record.rules";
import {
  AnswerProblem,
  isGone,
  isToCome,
  kept,
  type Meaning,
  meaningOf,
  missing,
  readAnswer,
  shownSections,
} from "./rules";
import {
  type Answers,
  ConfirmSection,
  OneAssignment,
  SaveSection,
  type Section,
  type Values,
} from "./schema";

type Filler = Parent | LinkHolder;
type FillWork = Work<Filler>;
export const mayFill = oneOf<Filler>(isParent, isLink("forms"));

/** The name of a question's field in a form. */
export const fieldOf = (question: string): string => `q.${question}`;

/** A form that is open, its row locked, with what stands in it. */
export async function openForm({ actor, tx, now, enter }: FillWork, assignmentId: string) {
  const { practiceId } = await findAssignment(tx, assignmentId);
  if (actor.kind === "parent") await enter(practiceId);
  const of = await findAssignment(tx, assignmentId, true);
  if (of.status === "done") throw new Refusal("conflict", "intake:errors.done");
  if (of.status === "cancelled") throw new Refusal("conflict", "intake:errors.cancelled");
  if (isToCome(of, now)) throw new Refusal("conflict", "intake:errors.notYet");
  if (isGone(of, now)) throw new Refusal("conflict", "intake:errors.lessonOver");
  const objected = await objectedConsents(tx, practiceId, of.clientId);
  // Taken back: nothing new is written down about the baby (GDPR article 7(3)).
  if (objected.has("health_data")) throw new Refusal("conflict", "intake:errors.healthWithdrawn");
  return { of, ...(await currentAnswers(tx, of, actor.kind === "parent")) };
}
type OpenForm = Awaited<ReturnType<typeof openForm>>;

/** Writes what stands in a form now; never over answers that were handed in meanwhile. */
export async function keepAnswers(
  { tx, now }: FillWork,
  { of, key, kept: before }: OpenForm,
  answers: Answers,
  handedInAt: Date | null = null,
): Promise<void> {
  const { practiceId, clientId, guardianId } = of;
  const set = { changedAt: now, handedInAt };
  if (!before) {
    const id = newId<"form_answers">();
    const body = sealAnswers(key, id, 1, answers);
    await tx
      .insert(formAnswers)
      .values({ practiceId, id, assignmentId: of.id, clientId, guardianId, body, ...set });
    await tx
      .update(formAssignments)
      .set({ startedAt: now })
      .where(and(eq(formAssignments.practiceId, practiceId), eq(formAssignments.id, of.id)));
    return;
  }
  const revision = before.revision + 1;
  const changed = await tx
    .update(formAnswers)
    .set({ body: sealAnswers(key, before.id, revision, answers), revision, ...set })
    .where(
      and(
        eq(formAnswers.practiceId, practiceId),
        eq(formAnswers.id, before.id),
        eq(formAnswers.revision, before.revision),
        isNull(formAnswers.handedInAt),
      ),
    );
  if (changed.count === 0) throw new Refusal("conflict", "intake:errors.done");
}

/** Typed answers of one section, checked: what is wrong is said at its field, what nobody asked is refused. */
function readSection(section: Section, typed: Record<string, unknown>): Values {
  const values: Values = {};
  const fields: FieldRefusals = {};
  const known = new Map(section.questions.map((question) => [question.id, question]));
  if (Object.keys(typed).some((id) => !known.has(id)))
    throw new Refusal("invalid", "intake:errors.unknownQuestion");
  for (const [id, question] of known) {
    try {
      const value = readAnswer(question, typed[id]);
      if (value !== undefined) values[id] = value;
    } catch (error) {
      if (!(error instanceof AnswerProblem)) throw error;
      fields[fieldOf(id)] = [
        {
          key: error.message,
          params: { max: 200, min: question.min ?? 0, most: question.max ?? 0 },
        },
      ];
    }
  }
  if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
  return values;
}

/** A part of a form as it is now, finished or not. */
export const saveSection = command({
  name: "intake.save_section",
  allow: mayFill,
  input: SaveSection,
  limits: (input) => [{ subject: input.assignmentId, most: 600, minutes: 60 }],
  run: async (work, input) => {
    const form = await openForm(work, input.assignmentId);
    const { of, answers } = form;
    const section = sectionOf(of.sections, input.section);
    const before = answers.stamps[section.id] ?? { n: 0, tab: "" };
    // Two windows, or two grown-ups: whoever saves second is told. One window may send a save twice.
    if (before.n !== input.stamp && before.tab !== input.tab)
      throw new Refusal("conflict", "intake:errors.changed", { facts: { stamp: before.n } });
    const typed = readSection(section, input.values);
    // Files are sent and taken away by themselves: a save of what was typed leaves them.
    const ids = new Set(
      section.questions.filter(({ type }) => type !== "file").map((question) => question.id),
    );
    const others = Object.entries(answers.values).filter(([id]) => !ids.has(id));
    const values = { ...Object.fromEntries(others), ...typed };
    const stamp = before.n + 1;
    const seen = [...new Set([...answers.seen, section.id])];
    await keepAnswers(work, form, {
      ...answers,
      values,
      stamps: { ...answers.stamps, [section.id]: { n: stamp, tab: input.tab } },
      seen,
    });
    // Of every part that was looked at: an alert takes the place of an earlier one of the same form.
    const shown = shownSections(of.sections, { ...answers, values });
    const looked = shown.filter(({ id }) => seen.includes(id));
    const meaning = meaningOf(shown, values, looked);
    const pressing = meaning.flags.filter(isPressing);
    const recorded = pressing.length > 0 ? await press(work, form, meaning, pressing) : [];
    work.audit(
      { type: "form_assignment", id: of.id },
      {
        section: section.id,
        answered: Object.keys(typed).length,
        flags: pressing.length,
        recorded,
      },
    );
    return { assignmentId: of.id, stamp, section: section.id, pressing: pressing.length > 0 };
  },
});

/** Does not wait until the form is handed in: somebody may close the page to make the call. */
async function press(
  work: FillWork,
  { of, key }: OpenForm,
  meaning: Meaning,
  pressing: Meaning["flags"],
): Promise<string[]> {
  const { practiceId, babyId, zone } = of;
  await raise(work, of, key, pressing);
  const on = today(work.now, zone);
  return babyId ? keepPressing(work.tx, { practiceId, babyId, on }, meaning) : [];
}

const raise = ({ tx, now }: FillWork, of: Assignment, key: DataKey, flags: Meaning["flags"]) => {
  const { practiceId, clientId, babyId, bookingId } = of;
  const about = { practiceId, assignmentId: of.id, clientId, babyId, bookingId };
  return raiseAlert(tx, key, about, flags, now);
};

/** "Still right?" Yes: last time's answers of one part are this time's. */
export const confirmSection = command({
  name: "intake.confirm_section",
  allow: mayFill,
  input: ConfirmSection,
  run: async (work, input) => {
    const form = await openForm(work, input.assignmentId);
    const section = sectionOf(form.of.sections, input.section);
    if (section.fresh) throw new Refusal("invalid", "intake:errors.askedAnew");
    const { answers } = form;
    await keepAnswers(work, form, {
      ...answers,
      seen: [...new Set([...answers.seen, section.id])],
    });
    work.audit({ type: "form_assignment", id: form.of.id }, { section: section.id, same: true });
    return { assignmentId: form.of.id };
  },
});

/** The whole form, finished: nothing that must be answered is missing, and every part was looked at this time. */
export const handIn = command({
  name: "intake.hand_in",
  allow: mayFill,
  input: OneAssignment,
  run: async (work, { assignmentId }) => {
    const { tx, now, actor } = work;
    const form = await openForm(work, assignmentId);
    const { of, answers } = form;
    const sections = shownSections(of.sections, answers);
    const fields: FieldRefusals = {};
    for (const { id, type } of missing(sections, answers.values))
      fields[fieldOf(id)] = [
        { key: type === "file" ? "intake:errors.fileMissing" : "intake:errors.unanswered" },
      ];
    const unseen = sections.filter(({ id }) => !answers.seen.includes(id));
    const first = sections.find(
      (one) => unseen.includes(one) || one.questions.some(({ id }) => fieldOf(id) in fields),
    );
    if (first)
      throw new Refusal("invalid", "intake:errors.unfinished", {
        fields,
        facts: { section: first.id },
      });
    const values = kept(sections, answers.values);
    const meaning = meaningOf(sections, values);
    const { practiceId, babyId, bornOn } = of;
    const recorded =
      babyId && bornOn
        ? await keepInRecord(tx, { practiceId, babyId, bornOn, on: today(now, of.zone) }, meaning)
        : { fields: [], flags: [] };
    const flags = [...meaning.flags, ...recorded.flags];
    await keepAnswers(work, form, { ...answers, values }, now);
    const doneByGuardianId = await guardianOf(work, of);
    const done = await tx
      .update(formAssignments)
      .set({ status: "done", doneAt: now, doneByGuardianId })
      .where(
        and(
          eq(formAssignments.practiceId, of.practiceId),
          eq(formAssignments.id, of.id),
          eq(formAssignments.status, "open"),
        ),
      );
    if (done.count === 0) throw notFound();
    if (flags.length > 0) await raise(work, of, form.key, flags);
    work.audit(
      { type: "form_assignment", id: of.id },
      {
        clientId: of.clientId,
        babyId: of.babyId,
        answered: Object.keys(values).length,
        flags: flags.length,
        recorded: recorded.fields,
        by: actor.kind,
      },
    );
    return { assignmentId: of.id };
  },
});

async function guardianOf({ actor, tx }: FillWork, of: Assignment): Promise<string | null> {
  if (actor.kind === "link") return actor.subjectId;
  const [row] = await tx
    .select({ id: guardians.id })
    .from(guardians)
    .where(and(eq(guardians.practiceId, of.practiceId), eq(guardians.userId, actor.userId)))
    .limit(1);
  return row?.id ?? null;
}
