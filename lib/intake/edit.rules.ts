import { z } from "zod";
import { line, optionalLine, optionalProse, ticked } from "@/lib/core/text";
import { FINDINGS } from "@/lib/safety/schema";
import {
  type Definition,
  type Effect,
  FLAGS,
  key,
  MOST_OPTIONS,
  QUESTION_TYPES,
  type Question,
  type Section,
} from "./schema";

const by = z.enum(["up", "down"], "errors:choose");
const number = z
  .string()
  .max(12)
  .transform((text) => text.trim().replace(",", "."))
  .refine((text) => text === "" || /^-?\d{1,6}(\.\d{1,3})?$/.test(text), "errors:number")
  .transform((text) => (text === "" ? undefined : Number(text)))
  .optional();

/** A question as the builder's form sends it. Options are lines; an answer's meaning is by the option's place or name. */
const asked = {
  type: z.enum(QUESTION_TYPES, "errors:choose"),
  label: line(300, "intake:errors.label"),
  hint: optionalLine(300),
  required: ticked,
  options: optionalProse(MOST_OPTIONS * 170),
  unit: optionalLine(20),
  min: number,
  max: number,
  showQuestion: z.union([z.literal(""), key]).optional(),
  showIs: z.array(key).max(MOST_OPTIONS).optional(),
  flags: z.record(key, z.union([z.literal(""), z.enum(FLAGS)])).optional(),
  findings: z.record(key, z.union([z.literal(""), z.enum(FINDINGS)])).optional(),
};
const titled = {
  title: line(120, "intake:errors.title"),
  intro: optionalProse(1000),
  each: ticked,
  fresh: ticked,
};

export const FormChange = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("name"), name: line(80, "intake:errors.name") }),
  z.strictObject({ op: z.literal("add_section"), ...titled }),
  z.strictObject({ op: z.literal("edit_section"), section: key, ...titled }),
  z.strictObject({ op: z.literal("move_section"), section: key, by }),
  z.strictObject({ op: z.literal("remove_section"), section: key }),
  z.strictObject({ op: z.literal("add_question"), section: key, ...asked }),
  z.strictObject({ op: z.literal("edit_question"), question: key, ...asked }),
  z.strictObject({ op: z.literal("move_question"), question: key, by }),
  z.strictObject({ op: z.literal("remove_question"), question: key }),
  z.strictObject({ op: z.literal("bring_happened") }),
]);
export type FormChange = z.output<typeof FormChange>;
type Asked = Extract<FormChange, { op: "add_question" }>;

/** One place up or down in a list; at its end it stays. */
function moved<T>(list: readonly T[], at: number, direction: "up" | "down"): T[] {
  const to = direction === "up" ? at - 1 : at + 1;
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  next.splice(to, 0, one);
  return next;
}

/** Options keep their names when they keep their words, or else their place: answers are found again by them. */
function optionsOf(text: string | undefined, before: Question | null, newKey: () => string) {
  const lines = [
    ...new Set((text ?? "").split("\n").map((one) => one.trim().slice(0, 160))),
  ].filter(Boolean);
  const old = before?.options ?? [];
  const byWords = new Map(old.map((one) => [one.label, one.id]));
  const kept = new Set(lines.flatMap((label) => byWords.get(label) ?? []));
  return lines.map((label, at) => {
    const place = old.length === lines.length ? old[at]?.id : undefined;
    const id = byWords.get(label) ?? (place && !kept.has(place) ? place : newKey());
    return { id, label };
  });
}

function questionFrom(
  id: string,
  asked: Omit<Asked, "op" | "section">,
  before: Question | null,
  newKey: () => string,
): Question {
  const { type, label, hint, required, unit, min, max, showQuestion, showIs = [] } = asked;
  const chosen = type === "one" || type === "some";
  const options = chosen ? optionsOf(asked.options, before, newKey) : [];
  const answers = type === "yesno" ? ["yes", "no"] : options.map((one) => one.id);
  const effects: Record<string, Effect> = {};
  for (const answer of answers) {
    const flag = asked.flags?.[answer] || undefined;
    const finding = asked.findings?.[answer] || undefined;
    // Our own questions may find more than the one that the builder shows: untouched, they still do.
    const had = before?.effects?.[answer]?.findings ?? [];
    const found = finding && had[0] === finding ? had : finding ? [finding] : [];
    if (flag || found.length > 0)
      effects[answer] = { ...(flag && { flag }), ...(found.length > 0 && { findings: found }) };
  }
  const numeric = type === "number";
  return {
    ...{ id, type, label },
    ...(hint && { hint }),
    ...(required && type !== "text" && { required: true }),
    ...(chosen && { options }),
    ...(Object.keys(effects).length > 0 && { effects }),
    ...(numeric && unit && { unit }),
    ...(numeric && min !== undefined && { min }),
    ...(numeric && max !== undefined && { max }),
    ...(before?.record && before.type === type && { record: before.record }),
    ...(showQuestion && showIs.length > 0 && { showWhen: { question: showQuestion, is: showIs } }),
  };
}

/** A form after one change; null when what is to be changed is not there. `newKey` makes names nobody has. */
export function edited(
  definition: Definition,
  change: Exclude<FormChange, { op: "name" | "bring_happened" }>,
  newKey: () => string,
): Definition | null {
  const { sections } = definition;
  const put = (next: readonly Section[]): Definition => ({ ...definition, sections: [...next] });
  if (change.op === "add_section")
    return put([...sections, { id: newKey(), ...sectionFrom(change), questions: [] }]);
  if ("section" in change) {
    const at = sections.findIndex((one) => one.id === change.section);
    const section = sections[at];
    if (!section) return null;
    if (change.op === "move_section") return put(moved(sections, at, change.by));
    if (change.op === "remove_section") return put(sections.toSpliced(at, 1));
    if (change.op === "edit_section") {
      const carried = section.carried ? { carried: true } : {};
      const next = { id: section.id, ...sectionFrom(change), ...carried };
      return put(sections.with(at, { ...next, questions: section.questions }));
    }
    const added = questionFrom(newKey(), change, null, newKey);
    return put(sections.with(at, { ...section, questions: [...section.questions, added] }));
  }
  const at = sections.findIndex((one) => one.questions.some(({ id }) => id === change.question));
  const section = sections[at];
  if (!section) return null;
  const place = section.questions.findIndex(({ id }) => id === change.question);
  const before = section.questions[place];
  if (!before) return null;
  const questions =
    change.op === "move_question"
      ? moved(section.questions, place, change.by)
      : change.op === "remove_question"
        ? section.questions.toSpliced(place, 1)
        : section.questions.with(place, questionFrom(before.id, change, before, newKey));
  return put(sections.with(at, { ...section, questions }));
}

const sectionFrom = ({
  title,
  intro,
  each,
  fresh,
}: Pick<Extract<FormChange, { op: "add_section" }>, "title" | "intro" | "each" | "fresh">) => ({
  title,
  ...(intro && { intro }),
  ...(each && { each: true }),
  ...(fresh && { fresh: true }),
});
