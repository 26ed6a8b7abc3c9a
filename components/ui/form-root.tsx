"use client";

import { useRouter } from "next/navigation";
import {
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
} from "react";
import { FormContext, type FormWords } from "./form-context";
import { FormProblem } from "./form-problem";
import { type FormAction, type FormState, hasErrors } from "./form-state";
import { sendQuickly } from "./quick-form";

export type FormRootProps = {
  action: FormAction;
  /** An endpoint that takes the same form where there are scripts: for the moment when many send it at once. */
  quick?: string | undefined;
  words: FormWords;
  /** Makes a second sending of the same form harmless; without JavaScript this is the one used. */
  formKey: string;
  /** Names the fields' ids; give one when a page has two forms with the same field. */
  id?: string | undefined;
  initial?: FormState | undefined;
  className?: string | undefined;
  /** Empty the fields after it worked: "add another" forms. */
  clearWhenDone?: boolean | undefined;
  "aria-label"?: string | undefined;
  children: ReactNode;
};

export function FormRoot({
  action,
  quick,
  words,
  formKey,
  id = "f",
  initial,
  className = "form",
  clearWhenDone,
  children,
  ...rest
}: FormRootProps) {
  const router = useRouter();
  const [posted, post, posting] = useActionState<FormState, FormData>(action, initial ?? {});
  const [asked, ask, asking] = useActionState<FormState | null, FormData>(async (_, data) => {
    const said = await sendQuickly(quick ?? "", data, words.notSent);
    if (!("to" in said)) return said;
    setLeaving(true);
    router.push(said.to);
    return null;
  }, null);
  const [leaving, setLeaving] = useState(false);
  const state = asked ?? posted;
  const pending = posting || asking || leaving;
  const [key, setKey] = useState(formKey);
  const form = useRef<HTMLFormElement>(null);
  const failed = hasErrors(state);

  // The server's key may sit in a cached page, so every mounted form takes its own; and after
  // success the next sending is a new one.
  useEffect(() => {
    if (failed || leaving) return;
    setKey(crypto.randomUUID());
    if (clearWhenDone && state.notice !== undefined) form.current?.reset();
  }, [state, failed, leaving, clearWhenDone]);

  // Sent by hand, because React empties a form that it sent by itself, errors or not.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const native = event.nativeEvent;
    const by = native instanceof SubmitEvent ? native.submitter : null;
    const data = new FormData(event.currentTarget, by);
    startTransition(() => (quick === undefined ? post(data) : ask(data)));
  };

  return (
    <FormContext value={{ id, state, words, pending }}>
      <form ref={form} action={post} onSubmit={submit} noValidate className={className} {...rest}>
        <input type="hidden" name="key" value={key} />
        <FormProblem id={id} state={state} words={words} />
        <p role="status" className={state.notice ? "note note-good" : "sr"}>
          {state.notice}
        </p>
        {children}
      </form>
    </FormContext>
  );
}
