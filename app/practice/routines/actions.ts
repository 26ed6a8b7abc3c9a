"use server";

import { getTranslations } from "next-intl/server";
import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import type { FormState } from "@/components/ui/form-state";
import { STROKE_KEYS } from "@/lib/routines/schema";
import { assignRoutine, copyRoutine, editRoutine, endAssignment } from "@/lib/routines/write";

const as = () => actorIn("practice");
const text = (form: FormData, name: string): string => String(form.get(name) ?? "");

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

/** The rows of the form in the order that their places say; two with one place stay as they were. */
function wantedSteps(form: FormData): { key: string; seconds: string }[] {
  const keys = [...form.keys()]
    .filter((name) => name.startsWith("seconds."))
    .map((name) => name.slice("seconds.".length));
  const place = (key: string) => Number(form.get(`place.${key}`)) || 0;
  return keys
    .filter((key) => !form.has(`out.${key}`))
    .sort((a, b) => place(a) - place(b))
    .map((key) => ({ key, seconds: text(form, `seconds.${key}`) }));
}

type Problem = { code: string; stepKey?: string; missing?: string };

export async function editAction(state: FormState, form: FormData): Promise<FormState> {
  const steps = wantedSteps(form);
  const run = action(editRoutine, {
    as,
    input: () => ({
      routineId: text(form, "routineId"),
      version: text(form, "version"),
      title: text(form, "title"),
      steps,
    }),
    then: ({ id }) => `/practice/routines/${id}?done=saved`,
  });
  return atTheRows(await run(state, form), steps);
}

/** Errors at the rows they speak of, the grammar's in the reader's words. */
async function atTheRows(state: FormState, steps: readonly { key: string }[]): Promise<FormState> {
  const fields: Record<string, string[]> = {};
  for (const [name, texts] of Object.entries(state.fields ?? {})) {
    const at = /^steps\.(\d+)\./.exec(name)?.[1];
    const key = at === undefined ? undefined : steps[Number(at)]?.key;
    fields[key ? `seconds.${key}` : name] = texts;
  }
  const [t, s] = [await getTranslations("routines.problems"), await getTranslations("strokes")];
  for (const { code, stepKey, missing = "" } of (state.facts?.problems ?? []) as Problem[]) {
    const stroke = STROKE_KEYS.find((one) => one === stepKey?.replace(/-\d+$/, ""));
    const said = t(code, { step: stroke ? s(`${stroke}.title`) : "", missing });
    const field = stepKey ? `place.${stepKey}` : "steps";
    fields[field] = [...(fields[field] ?? []), said];
  }
  return { ...state, fields };
}
