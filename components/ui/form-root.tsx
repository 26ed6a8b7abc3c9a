"use client";

import {
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
} from "react";
import { ErrorSummary } from "./error-summary";
import { FormContext, type FormWords } from "./form-context";
import { type FormAction, type FormState, fieldId, hasErrors } from "./form-state";

export type FormRootProps = {
  action: FormAction;
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
  words,
  formKey,
  id = "f",
  initial,
  className = "form",
  clearWhenDone,
  children,
  ...rest
}: FormRootProps) {
  const [state, send, pending] = useActionState<FormState, FormData>(action, initial ?? {});
  const [key, setKey] = useState(formKey);
  const form = useRef<HTMLFormElement>(null);
  const failed = hasErrors(state);

  // The server's key may sit in a cached page, so every mounted form takes its own; and after
  // success the next sending is a new one.
  useEffect(() => {
    if (failed) return;
    setKey(crypto.randomUUID());
    if (clearWhenDone && state.notice !== undefined) form.current?.reset();
  }, [state, failed, clearWhenDone]);

  // Sent by hand, because React empties a form that it sent by itself, errors or not.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const native = event.nativeEvent;
    const by = native instanceof SubmitEvent ? native.submitter : null;
    const data = new FormData(event.currentTarget, by);
    startTransition(() => send(data));
  };

  return (
    <FormContext value={{ id, state, words, pending }}>
      <form ref={form} action={send} onSubmit={submit} noValidate className={className} {...rest}>
        <input type="hidden" name="key" value={key} />
        {failed ? (
          <ErrorSummary
            title={words.problem}
            titlePrefix={words.errorPrefix}
            message={state.message}
            errors={Object.entries(state.fields ?? {}).flatMap(([name, texts]) =>
              texts.slice(0, 1).map((text) => ({ id: fieldId(id, name), text })),
            )}
            of={state}
          />
        ) : null}
        <p role="status" className={state.notice ? "note note-good" : "sr"}>
          {state.notice}
        </p>
        {children}
      </form>
    </FormContext>
  );
}
