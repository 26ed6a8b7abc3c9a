import { ErrorSummary } from "./error-summary";
import type { FormWords } from "./form-context";
import { type FormState, fieldId, hasErrors } from "./form-state";

/** Why a form was not saved, and what to do; nothing while it was not refused. */
export function FormProblem({
  id,
  state,
  words,
}: {
  id: string;
  state: FormState;
  words: FormWords;
}) {
  if (!hasErrors(state)) return null;
  return (
    <ErrorSummary
      title={words.problem}
      titlePrefix={words.errorPrefix}
      message={state.signedOut ? words.signedOut : state.message}
      errors={Object.entries(state.fields ?? {}).flatMap(([name, texts]) =>
        texts.slice(0, 1).map((text) => ({ id: fieldId(id, name), text })),
      )}
      of={state}
    >
      {state.signedOut ? (
        // In a window of its own: this one holds what was typed, and nothing of it is stored on the device.
        <a href="/sign-in" target="_blank" rel="noreferrer">
          {words.signIn}
        </a>
      ) : null}
    </ErrorSummary>
  );
}
