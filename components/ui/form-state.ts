/** What a form's action answers with; also what a page without JavaScript is rendered from. */
export type FormState = {
  /** Sentences to show, by field name. */
  fields?: Record<string, string[]>;
  /** A sentence about the whole form. */
  message?: string;
  /** What was typed, to fill the form in again. */
  values?: Record<string, string>;
  /** A sentence that says it worked, when the form stays on the page. */
  notice?: string;
  /** What a refusal offers instead, such as the nearest free times. */
  facts?: Readonly<Record<string, unknown>>;
  /** The session ended meanwhile: nothing was saved, and what was typed is still in the form. */
  signedOut?: boolean;
};
export type FormAction = (state: FormState, data: FormData) => FormState | Promise<FormState>;

export const hasErrors = (state: FormState): boolean =>
  state.message !== undefined || Object.keys(state.fields ?? {}).length > 0;

/** Element id of a field: `birth.day` of form `f` is `f-birth-day`. */
export const fieldId = (form: string, name: string): string =>
  `${form}-${name.replace(/[^\w]+/g, "-")}`;

/** First error of a field, or of the parts it is made of (`birth` also shows `birth.day`). */
export function errorOf(state: FormState, name: string): string | undefined {
  const fields = state.fields ?? {};
  const own = fields[name]?.[0];
  if (own !== undefined) return own;
  return Object.entries(fields).find(([key]) => key.startsWith(`${name}.`))?.[1][0];
}

/** Several ticks with one name are kept as lines. */
const BETWEEN = "\n";
export const keptList = (value: string | undefined): string[] => value?.split(BETWEEN) ?? [];

/** The words that were sent, without files, secrets, the form's key and React's own fields. */
export function keptValues(data: FormData, secret: readonly string[] = []): Record<string, string> {
  const kept: Record<string, string> = {};
  // An action is called with whatever somebody sends.
  if (!(data instanceof FormData)) return kept;
  for (const [name, value] of data) {
    if (typeof value !== "string" || name === "key" || name.startsWith("$")) continue;
    if (/password|^(code|token)$/i.test(name) || secret.includes(name)) continue;
    const before = kept[name];
    kept[name] = before === undefined ? value : `${before}${BETWEEN}${value}`;
  }
  return kept;
}
