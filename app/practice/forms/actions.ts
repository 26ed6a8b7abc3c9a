"use server";

import { revalidatePath } from "next/cache";
import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import {
  addForm,
  archiveForm,
  editForm,
  publishForm,
  sendFormWhen,
} from "@/lib/intake/forms.write";

const staff = () => actorIn("practice");
const there = (formId: string, more = "done=saved") => `/practice/forms/${formId}?${more}`;

export const addFormAction = action(addForm, {
  as: staff,
  input: (form) => ({ name: text(form, "name"), from: text(form, "from") }),
  then: ({ formId }) => there(formId, ""),
});

export const sendFormWhenAction = action(sendFormWhen, {
  as: staff,
  input: (form) => ({
    form: text(form, "form"),
    sendWhen: text(form, "sendWhen"),
    serviceIds: form.getAll("serviceIds").filter((one) => typeof one === "string"),
  }),
  then: () => "/practice/forms?done=saved",
});

export const archiveFormAction = action(archiveForm, {
  as: staff,
  input: (form) => ({ formId: text(form, "formId"), archived: text(form, "archived") }),
  then: (_, form) =>
    `/practice/forms?done=${text(form, "archived") === "true" ? "archived" : "restored"}`,
});

export const publishFormAction = action(publishForm, {
  as: staff,
  input: (form) => ({ formId: text(form, "formId"), version: text(form, "version") }),
  then: ({ formId }) => there(formId, "done=published"),
});

/** Fields of the form become one change; `flag.x` and `finding.x` say what the answer x means. */
function changeOf(form: FormData): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  const meanings: Record<string, Record<string, string>> = { flag: {}, finding: {} };
  const fields = fieldsOf(form, ["showIs"]);
  for (const [name, value] of Object.entries(fields)) {
    const [kind = "", answer] = name.split(".");
    const into = answer === undefined ? undefined : meanings[kind];
    if (into && answer !== undefined && typeof value === "string") into[answer] = value;
    else if (name !== "formId" && name !== "version") change[name] = value;
  }
  const asks = change.op === "add_question" || change.op === "edit_question";
  return asks ? { ...change, flags: meanings.flag, findings: meanings.finding } : change;
}

/** Stays where the reader is when something is moved: somebody who moves often presses twice. */
export const editFormAction = action(editForm, {
  as: staff,
  input: (form) => ({
    formId: text(form, "formId"),
    version: text(form, "version"),
    change: changeOf(form),
  }),
  then: ({ formId }) => {
    revalidatePath(`/practice/forms/${formId}`);
    return there(formId);
  },
});
