import { z } from "zod";
import { birthWeight } from "@/lib/clients/schema";
import { line, optionalProse } from "@/lib/core/text";
import { isDay } from "@/lib/core/time";
import type { FindingId } from "@/lib/safety/schema";
import { happenedLack } from "./happened.rules";
import {
  type Answers,
  type Definition,
  FLAGS,
  type Flag,
  LONG_MAX,
  type Question,
  type Recorded,
  type Section,
  type SendWhen,
  SHORT_MAX,
  type Value,
  type Values,
} from "./schema";

/** A form asked before each lesson tells of its day: it is open for two days before it. */
export const OPEN_FOR_MS = 48 * 3_600_000;

/** When a form opens that is not open from the day it is asked; null for any other, also for one asked by hand. */
export const opensAt = (form: {
  sendWhen: SendWhen;
  bookingId: string | null;
  dueAt: Date | null;
}): Date | null =>
  form.sendWhen === "each_lesson" && form.bookingId && form.dueAt
    ? new Date(form.dueAt.getTime() - OPEN_FOR_MS)
    : null;

/** Nobody has to tell any more how a day was that is gone: it closes a day after its lesson began. */
export const CLOSES_AFTER_MS = 24 * 3_600_000;
export const isGone = (form: Parameters<typeof opensAt>[0], now: Date): boolean =>
  opensAt(form) !== null && Number(form.dueAt) + CLOSES_AFTER_MS < now.getTime();

export const isToCome = (form: Parameters<typeof opensAt>[0], now: Date): boolean =>
  (opensAt(form) ?? now) > now;

/** Whether answers of that moment tell of the day of a lesson. */
export const tellsOfTheDay = (doneAt: Date, startsAt: Date): boolean =>
  startsAt.getTime() - doneAt.getTime() <= OPEN_FOR_MS;

export const questionsOf = (sections: readonly Section[]): Question[] =>
  sections.flatMap((section) => section.questions);

/** Whose part: the whole family's, or one grown-up's own. */
export const partOf = (definition: Definition, who: "family" | "each"): Section[] =>
  definition.sections.filter((section) => (section.each === true) === (who === "each"));

/** The answers that a condition may name. */
export const answersOf = ({ type, options }: Question): string[] =>
  type === "yesno" ? ["yes", "no"] : (options ?? []).map((option) => option.id);

const choices = new Set(["yesno", "one", "some"]);

export type FormProblem = { question: string | null; say: string };

/** Why a form cannot be published. A condition may only look back, so there can be no cycle. */
export function problemsOf(definition: Definition): FormProblem[] {
  const problems: FormProblem[] = [];
  const add = (question: string | null, say: string) => problems.push({ question, say });
  const all = questionsOf(definition.sections);
  if (all.every(({ type }) => type === "text")) add(null, "empty");
  const seen = new Map<string, { at: Question; each: boolean }>();
  const sections = new Set<string>();
  for (const section of definition.sections) {
    if (sections.has(section.id)) add(null, "sectionTwice");
    sections.add(section.id);
    if (section.questions.length === 0) add(null, "emptySection");
    for (const question of section.questions) {
      const { id, type, showWhen } = question;
      if (seen.has(id)) add(id, "twice");
      // A file goes to the baby's files, which both parents may see; a grown-up's own part is theirs alone.
      if (type === "file" && section.each) add(id, "ownFile");
      // Nor does it reach the baby's record: a safety finding would be dropped without a word.
      const { record, effects = {} } = question;
      const means = record || Object.values(effects).some(({ findings = [] }) => findings.length);
      if (means && section.each) add(id, "ownMeaning");
      const options = question.options ?? [];
      if ((type === "one" || type === "some") && options.length < 2) add(id, "options");
      if (new Set(options.map((one) => one.id)).size < options.length) add(id, "optionTwice");
      if (question.min !== undefined && question.max !== undefined && question.min > question.max)
        add(id, "range");
      if (showWhen) {
        const asked = seen.get(showWhen.question);
        if (!asked) {
          const known = all.some((other) => other.id === showWhen.question);
          add(id, !known ? "unknown" : showWhen.question === id ? "itself" : "later");
        } else if (asked.each !== (section.each === true)) add(id, "otherPart");
        else if (!choices.has(asked.at.type)) add(id, "notAChoice");
        else if (showWhen.is.some((one) => !answersOf(asked.at).includes(one)))
          add(id, "unknownAnswer");
      }
      if (!seen.has(id)) seen.set(id, { at: question, each: section.each === true });
    }
  }
  const lack = happenedLack(definition);
  if (lack) add(null, lack);
  return problems;
}

/** The questions that are asked, given the answers: a question behind one that is not asked is not asked either. */
export function asked(sections: readonly Section[], values: Values): Set<string> {
  const shown = new Set<string>();
  for (const question of questionsOf(sections)) {
    const { showWhen } = question;
    if (showWhen) {
      if (!shown.has(showWhen.question)) continue;
      const given = listOf(values[showWhen.question]);
      if (!showWhen.is.some((one) => given.includes(one))) continue;
    }
    shown.add(question.id);
  }
  return shown;
}

export const listOf = (value: Value | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || (Array.isArray(value) ? value.length === 0 : value === "");

const dateParts = z.strictObject({
  day: z.string().max(10),
  month: z.string().max(10),
  year: z.string().max(10),
});
const decimals = /^-?\d{1,7}([.,]\d{1,3})?$/;

/** One answer as typed → as kept; undefined when nothing was said. Throws a message key. */
export function readAnswer(question: Question, raw: unknown): Value | undefined {
  const wrong = (say: string): never => {
    throw new AnswerProblem(say);
  };
  if (raw === undefined || raw === null || raw === "") return undefined;
  const { type } = question;
  if (type === "text" || type === "file") return wrong("errors:unexpected");
  if (type === "short" || type === "long") {
    const schema = type === "short" ? line(SHORT_MAX) : optionalProse(LONG_MAX);
    if (typeof raw === "string" && raw.trim() === "") return undefined;
    const parsed = schema.safeParse(raw);
    if (!parsed.success) return wrong(parsed.error.issues[0]?.message ?? "errors:invalid");
    return parsed.data;
  }
  if (type === "some") {
    const list = Array.isArray(raw) ? raw : [raw];
    const known = answersOf(question);
    const picked = known.filter((one) => list.includes(one));
    if (list.some((one) => typeof one !== "string" || !known.includes(one)))
      return wrong("errors:choose");
    return picked.length > 0 ? picked : undefined;
  }
  if (type === "date") {
    const parts = dateParts.safeParse(raw);
    const text = parts.success ? joined(parts.data) : raw;
    if (text === "") return undefined;
    return typeof text === "string" && isDay(text) ? text : wrong("errors:day");
  }
  if (type === "number" && question.record === "birth_grams" && typeof raw === "object") {
    const weight = birthWeight.safeParse(raw);
    if (!weight.success) return wrong(weight.error.issues[0]?.message ?? "birth:weight");
    if (weight.data === undefined) return undefined;
    return readNumber(question, String(weight.data)) ?? wrong("birth:weightUnit");
  }
  if (typeof raw !== "string") return wrong("errors:choose");
  if (type === "number") return readNumber(question, raw) ?? wrong("intake:errors.number");
  return answersOf(question).includes(raw) ? raw : wrong("errors:choose");
}
export class AnswerProblem extends Error {}

function joined({ day, month, year }: z.infer<typeof dateParts>): string {
  const parts = [year.trim(), month.trim().padStart(2, "0"), day.trim().padStart(2, "0")];
  return !year.trim() && !month.trim() && !day.trim() ? "" : parts.join("-");
}
/** Of these there are no halves. */
const WHOLE: readonly (Recorded | undefined)[] = ["birth_weeks", "birth_days"];
function readNumber({ min, max, record }: Question, raw: string): string | null {
  const text = raw.trim();
  if (!decimals.test(text)) return null;
  const number = Number(text.replace(",", "."));
  if (WHOLE.includes(record) && !Number.isInteger(number)) return null;
  return (min !== undefined && number < min) || (max !== undefined && number > max)
    ? null
    : String(number);
}

/** What is still missing before a part can be handed in, in the order of the questions. */
export function missing(sections: readonly Section[], values: Values): Question[] {
  const shown = asked(sections, values);
  return questionsOf(sections).filter(
    ({ id, required }) => required && shown.has(id) && isEmpty(values[id]),
  );
}

/** The answers without those to questions that are not asked any more, nor those nobody knows. */
export function kept(sections: readonly Section[], values: Values): Values {
  const shown = asked(sections, values);
  return Object.fromEntries(
    Object.entries(values).filter(([id, value]) => shown.has(id) && !isEmpty(value)),
  );
}

/** Parts that are only there to be confirmed go when nothing came along to confirm. */
export const shownSections = (
  sections: readonly Section[],
  { values, carried }: Pick<Answers, "values" | "carried">,
): Section[] =>
  sections.filter(
    (section) =>
      !section.carried || (carried && section.questions.some(({ id }) => !isEmpty(values[id]))),
  );

/** Last time's answers as far as they fit this version's questions; never to what is asked anew each time. */
export function carriedOver(sections: readonly Section[], before: Values): Values {
  const values: Values = {};
  for (const section of sections.filter(({ fresh }) => !fresh))
    for (const question of section.questions) {
      try {
        const value = readAnswer(question, before[question.id]);
        if (value !== undefined) values[question.id] = value;
      } catch (error) {
        if (!(error instanceof AnswerProblem)) throw error;
      }
    }
  return kept(sections, values);
}

export type Meaning = {
  findings: FindingId[];
  /** Words that belong into the baby's record, by which part of it. */
  record: Record<Recorded, string[]>;
  flags: { question: string; answer: string; flag: Flag }[];
  /** Days of a vaccination. */
  vaccinated: string[];
};

/** What answers of our own questions mean besides, also in versions and copies that were published without it. */
const BESIDES: Readonly<Record<string, Question["effects"]>> = {
  skin: { broken: { findings: ["skin_broken"] } },
};
const LAST_VACCINATION = "vaccine_last";

/** A date that is asked where an answer told of a vaccination, or the intake's own question. */
const isVaccination = ({ id, type, showWhen }: Question, all: readonly Question[]): boolean =>
  type === "date" &&
  (id === LAST_VACCINATION ||
    all.some(
      (one) =>
        one.id === showWhen?.question &&
        showWhen.is.some((answer) => one.effects?.[answer]?.findings?.includes("vaccination")),
    ));

/**
 * What the answers mean: for the safety rules, for the record, and for whoever must look before the lesson. `of`: only
 * those of some sections; whether a question is asked may depend on the others.
 */
export function meaningOf(
  sections: readonly Section[],
  values: Values,
  of: readonly Section[] = sections,
): Meaning {
  const said = kept(sections, values);
  const meaning: Meaning = {
    findings: [],
    record: {
      ...{ allergy: [], condition: [], family_allergy: [], birth_grams: [] },
      ...{ born_early: [], birth_weeks: [], birth_days: [], feeding: [], feed_times: [] },
      ...{ happened: [], happened_on: [] },
    },
    flags: [],
    vaccinated: [],
  };
  const all = questionsOf(sections);
  for (const question of questionsOf(of)) {
    const { id, effects = {}, record } = question;
    const given = listOf(said[id]);
    if (given.length === 0) continue;
    if (isVaccination(question, all)) meaning.vaccinated.push(...given);
    const means = [...Object.entries(effects), ...Object.entries(BESIDES[id] ?? {})];
    for (const [answer, { findings = [], flag }] of means) {
      if (answer !== "any" && !given.includes(answer)) continue;
      for (const finding of findings)
        if (!meaning.findings.includes(finding)) meaning.findings.push(finding);
      if (flag) meaning.flags.push({ question: id, answer, flag });
    }
    if (record) meaning.record[record].push(...given.filter((one) => one !== "none"));
  }
  return meaning;
}

/** The most pressing of some flags. */
export const worst = (flags: readonly { flag: Flag }[]): Flag | null =>
  flags.reduce<Flag | null>(
    (most, { flag }) => (most && FLAGS.indexOf(most) >= FLAGS.indexOf(flag) ? most : flag),
    null,
  );
