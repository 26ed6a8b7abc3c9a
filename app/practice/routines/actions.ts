"use server";

import { action, fieldsOf, readingForm, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { type FormState, keptValues } from "@/components/ui/form-state";
import { getTranslations } from "@/i18n/words";
import {
  changed,
  changeOf,
  type DraftStep,
  draftOf,
  draftValues,
  isDraftField,
  stepsOf,
} from "@/lib/routines/draft";
import { STROKES } from "@/lib/routines/library";
import { STROKE_KEYS } from "@/lib/routines/schema";
import {
  archiveRoutine,
  assignRoutine,
  bringBackRoutine,
  copyRoutine,
  createRoutine,
  editRoutine,
  endAssignment,
} from "@/lib/routines/write";

const as = () => actorIn("practice");

export const assignAction = action(assignRoutine, {
  as,
  input: (form) => fieldsOf(form),
  then: ({ id }) => `/practice/routines/assigned/${id}?done=assigned`,
});

export const endAction = action(endAssignment, {
  as,
  input: (form) => fieldsOf(form),
  then: ({ id }) => `/practice/routines/assigned/${id}?done=ended`,
});

export const copyAction = action(copyRoutine, {
  as,
  input: (form) => fieldsOf(form),
  then: ({ id }) => `/practice/routines/${id}/edit`,
});

export const archiveAction = action(archiveRoutine, {
  as,
  input: (form) => fieldsOf(form),
  then: ({ id }) => `/practice/routines/${id}?done=archived`,
});

export const bringBackAction = action(bringBackRoutine, {
  as,
  input: (form) => fieldsOf(form),
  then: ({ id }) => `/practice/routines/${id}?done=back`,
});

const shelf = STROKE_KEYS.map((key) => STROKES[key]);
const then = ({ id }: { id: string }) => `/practice/routines/${id}?done=saved`;

/**
 * The builder's form. One of its buttons only changes the draft, where there are no scripts to do it: then the page
 * comes back with everything that was typed, and nothing is stored.
 */
export const buildAction = readingForm(async (state, form) => {
  const values = keptValues(form);
  const draft = draftOf(values, shelf);
  const change = changeOf(text(form, "do"));
  if (change) {
    const others = Object.entries(values).filter(([name]) => name !== "do" && !isDraftField(name));
    const next = draftValues(changed(draft, change, shelf));
    return { values: { ...Object.fromEntries(others), ...next } };
  }
  const has = (name: string) => (form.has(name) ? { [name]: text(form, name) } : {});
  const input = () => ({
    ...{ title: text(form, "title"), steps: stepsOf(draft), note: text(form, "note") },
    ...{ ...has("rounds"), ...has("times"), ...has("per") },
  });
  const run = form.has("routineId")
    ? action(editRoutine, {
        as,
        input: () => ({ ...input(), ...has("routineId"), ...has("version") }),
        then,
      })
    : action(createRoutine, { as, input: () => ({ ...input(), ...has("from") }), then });
  return atTheRows(await run(state, form), draft);
});

/** Where the form asks for what the command calls so. */
const OWN_FIELDS: Partial<Record<string, string>> = {
  seconds: "time",
  rounds: "rounds",
  note: "note",
};

type Problem = { code: string; stepKey?: string; missing?: string };

/** Errors at the rows they speak of, the grammar's in the reader's words. */
async function atTheRows(state: FormState, steps: readonly DraftStep[]): Promise<FormState> {
  const fields: Record<string, string[]> = {};
  for (const [name, texts] of Object.entries(state.fields ?? {})) {
    const [, at, field] = /^steps\.(\d+)\.(\w+)/.exec(name) ?? [];
    const key = at === undefined ? undefined : steps[Number(at)]?.key;
    const own = OWN_FIELDS[field ?? ""] ?? "step";
    fields[key ? `${own}.${key}` : name] = texts;
  }
  const [t, s] = [await getTranslations("routines.problems"), await getTranslations("strokes")];
  for (const { code, stepKey, missing = "" } of (state.facts?.problems ?? []) as Problem[]) {
    const stroke = steps.find(({ key }) => key === stepKey)?.strokeKey;
    const said = t(code, { step: stroke ? s(`${stroke}.title`) : "", missing });
    const field = stepKey ? `step.${stepKey}` : code === "loop_not_possible" ? "rounds" : "steps";
    fields[field] = [...(fields[field] ?? []), said];
  }
  return { ...state, fields };
}
