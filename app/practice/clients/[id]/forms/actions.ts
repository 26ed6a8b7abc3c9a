"use server";

import { getLocale } from "next-intl/server";
import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import type { FormState } from "@/components/ui/form-state";
import { recordPaperConsents } from "@/lib/intake/consent.write";
import { CONSENT_KINDS } from "@/lib/intake/schema";
import { acknowledgeAlert, askForm, withdrawForm } from "@/lib/intake/staff.write";

const staff = () => actorIn("practice");
const there = (clientId: string, done: string) =>
  `/practice/clients/${clientId}/forms?done=${done}`;

export const askFormAction = action(askForm, {
  as: staff,
  input: (form) => ({ clientId: text(form, "clientId"), form: text(form, "form") }),
  then: ({ clientId }) => there(clientId, "asked"),
});

export const withdrawFormAction = action(withdrawForm, {
  as: staff,
  input: (form) => ({ assignmentId: text(form, "assignmentId") }),
  then: ({ clientId }) => there(clientId, "withdrawn"),
});

export const acknowledgeAction = action(acknowledgeAlert, {
  as: staff,
  input: (form) => ({ alertId: text(form, "alertId"), decision: text(form, "decision") }),
  then: ({ clientId, assignmentId }) =>
    `/practice/clients/${clientId}/forms/${assignmentId}?done=decided`,
});

const record = (locale: string) =>
  action(recordPaperConsents, {
    as: staff,
    input: (form) => ({
      clientId: text(form, "clientId"),
      guardianId: text(form, "guardianId"),
      answers: Object.fromEntries(
        CONSENT_KINDS.map((kind) => [kind, text(form, `answers.${kind}`)]),
      ),
      typedName: text(form, "typedName"),
      relation: text(form, "relation"),
      locale,
      shownHash: text(form, "shownHash"),
      paperOn: dayOf(form, "paperOn"),
    }),
    then: ({ clientId }) => there(clientId, "recorded"),
  });

const dayOf = (form: FormData, name: string): string => {
  const two = (part: string) => text(form, `${name}.${part}`).trim().padStart(2, "0");
  return `${text(form, `${name}.year`).trim()}-${two("month")}-${two("day")}`;
};

export async function recordPaperAction(state: FormState, form: FormData): Promise<FormState> {
  return record(await getLocale())(state, form);
}
