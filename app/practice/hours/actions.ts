"use server";

import { action, fieldsOf, readingForm, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { type FormState, keptValues } from "@/components/ui/form-state";
import { removeOverride, saveHours, saveOverride } from "@/lib/availability/hours.write";
import { refreshPublicPages } from "../_setup/public-pages";
import { overrideFrom, weekFrom } from "./fields";

const staff = () => actorIn("practice");
const page = async (form: FormData, done: string) => {
  await refreshPublicPages();
  return `/practice/hours?for=${encodeURIComponent(text(form, "practitionerId"))}&done=${done}`;
};

const save = action(saveHours, {
  as: staff,
  input: weekFrom,
  then: (_, form) => page(form, "saved"),
});
const add = action(saveOverride, {
  as: staff,
  input: overrideFrom,
  then: (_, form) => page(form, "saved"),
});

/** Without JavaScript "Add more hours" sends the form: it comes back as typed with one row more, and nothing is saved. */
const moreRows = (form: FormData): FormState | null =>
  form.has("add") ? { values: keptValues(form) } : null;

export const saveHoursAction = readingForm(
  async (state, form) => moreRows(form) ?? save(state, form),
);
export const saveOverrideAction = readingForm(
  async (state, form) => moreRows(form) ?? add(state, form),
);

export const removeOverrideAction = action(removeOverride, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: (_, form) => page(form, "removed"),
});
