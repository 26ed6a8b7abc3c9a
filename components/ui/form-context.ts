"use client";

import { createContext, useContext } from "react";
import type { DatePart } from "./date-parts";
import { errorOf, type FormState, fieldId } from "./form-state";

/** Words that fields need before JavaScript and messages can help them; made by form-words.ts. */
export type FormWords = {
  problem: string;
  errorPrefix: string;
  optional: string;
  busy: string;
  notSent: string;
  /** The session ended: what to do, and the link that does it. */
  signedOut: string;
  signIn: string;
  day: string;
  month: string;
  year: string;
  dateOrder: readonly DatePart[];
  dateExample: string;
  early: string;
  earlyNo: string;
  earlyYes: string;
  weeksAtBirth: string;
  weeks: string;
  days: string;
  gestationExample: string;
  earlyUnknown: string;
  gestationTerm: string;
  /** With the place of the age as `{age}`. */
  corrected: string;
  beforeDue: string;
};

export type FormContextValue = {
  id: string;
  state: FormState;
  words: FormWords;
  pending: boolean;
};

export const FormContext = createContext<FormContextValue | null>(null);

export const useForm = (): FormContextValue | null => useContext(FormContext);

export type FieldOf = {
  id: string;
  error: string | undefined;
  /** What was typed before; undefined until the form was sent once. */
  kept: string | undefined;
  /** The form came back: an unticked box is then an answer, not a default. */
  sent: boolean;
};

/** A field's id, its error and what was typed, by name; works outside a form too. */
export function useField(name: string): FieldOf {
  const form = useForm();
  const state = form?.state ?? {};
  return {
    id: fieldId(form?.id ?? "f", name),
    error: errorOf(state, name),
    kept: state.values?.[name],
    sent: state.values !== undefined,
  };
}
