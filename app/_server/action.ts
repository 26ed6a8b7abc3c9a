import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { type FormState, keptValues } from "@/components/ui/form-state";
import type { Actor } from "@/lib/core/actor";
import { httpStatus, Refusal } from "@/lib/core/refusal";
import { databaseIsAway } from "@/lib/work/away";
import type { Command } from "@/lib/work/command";
import { failure, log, logBroken } from "@/lib/work/log";
import { callerAddress } from "./caller";
import { answerRefused } from "./gate";
import { assertSameOrigin } from "./origin";
import { say, sayFields } from "./say";

type Options<S extends z.ZodType, T> = {
  /** Who acts; null answers "sign in". */
  as: (form: FormData) => Promise<Actor | null>;
  input: (form: FormData) => z.input<S> | Record<string, unknown>;
  /** Where to go after success (a path), or a state to show on the same page. */
  then: (value: T, form: FormData) => Promise<Sent> | Sent;
};
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;
/** What became of a form: where to go (a path), or what it shows. */
export type Sent = string | FormState;

/** A command as a form's action: refusals come back as words at the fields, with what was typed kept. */
export function action<S extends z.ZodType, T>(
  command: Command<S, T>,
  options: Options<S, T>,
): FormAction {
  const send = sending(command, options);
  return readingForm(async (_state, form) => follow(await send(form)));
}

/** For an action that reads its form by itself: who calls it by hand may send anything in the place of one. */
export const readingForm =
  (act: FormAction): FormAction =>
  async (state, form) =>
    form instanceof FormData ? act(state, form) : notAForm();

/** What is said of anything else than a form. No page of ours sends it, so the status says it too (gate.ts). */
export async function notAForm(): Promise<{ message: string }> {
  await tellStatus(400);
  return { message: await say({ key: "edge:body.unreadable" }) };
}

export function follow(sent: Sent): FormState {
  if (typeof sent === "string") redirect(sent);
  return sent;
}

/** The same for a form that more than one door takes. */
export function sending<S extends z.ZodType, T>(
  command: Command<S, T>,
  options: Options<S, T>,
): (form: FormData) => Promise<Sent> {
  return async (form) => {
    try {
      const head = await headers();
      assertSameOrigin(head);
      const actor = await options.as(form);
      if (!actor) throw new Refusal("unauthenticated");
      const key = text(form, "key") || undefined;
      const value = await command(actor, options.input(form) as z.input<S>, {
        key,
        ip: callerAddress(head),
      });
      return await options.then(value, form);
    } catch (error) {
      return refused(error, form);
    }
  };
}

/** The status that a refused form is answered with, where the gate lets it. */
export const tellStatus = async (status: number): Promise<void> =>
  answerRefused((await headers()).get("x-request-id"), status);

/** What a form shows after a refusal or a fault. Not for thrown redirects: call it around the command only. */
export async function refused(error: unknown, form?: FormData): Promise<FormState> {
  const values = form ? keptValues(form) : {};
  if (error instanceof Refusal) {
    await tellStatus(httpStatus[error.code]);
    const state: FormState = {
      message: await say(error.say),
      fields: await sayFields(error.fields),
      values,
      ...(error.code === "unauthenticated" && { signedOut: true }),
    };
    return Object.keys(error.facts).length > 0 ? { ...state, facts: error.facts } : state;
  }
  if (databaseIsAway(error)) {
    log("warn", "database away", failure(error));
    await tellStatus(503);
    return { message: await say({ key: "errors:away" }), values };
  }
  await tellStatus(500);
  const reference = logBroken(error);
  return { message: await say({ key: "errors:broken", params: { reference } }), values };
}

export const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};
/** Every string of a form by name, for strict schemas; framework fields and files are left out. */
export function fieldsOf(
  form: FormData,
  lists: readonly string[] = [],
): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION") || name === "key") continue;
    const values = form.getAll(name).filter((value) => typeof value === "string");
    if (values.length > 0) found[name] = lists.includes(name) ? values : (values[0] ?? "");
  }
  return found;
}
