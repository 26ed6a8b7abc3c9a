export type RefusalCode =
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "invalid"
  | "conflict"
  | "slot_taken"
  | "too_late"
  | "rate_limited"
  | "busy";

/** A sentence for people as a message key, "namespace:key", with its parameters. */
export type Say = { key: string; params?: Record<string, string | number> };
export type FieldRefusals = Record<string, Say[]>;

/** The one way to say no. Everything else that is thrown is a bug. */
export class Refusal extends Error {
  readonly say: Say;
  readonly fields: FieldRefusals;
  /** Facts the refused caller may act on, such as the nearest free times. */
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(
    readonly code: RefusalCode,
    say: Say | string = `errors:${code}`,
    more: { fields?: FieldRefusals; facts?: Record<string, unknown> } = {},
  ) {
    const spoken = typeof say === "string" ? { key: say } : say;
    super(`${code} ${spoken.key}`);
    this.name = "Refusal";
    this.say = spoken;
    this.fields = more.fields ?? {};
    this.facts = more.facts ?? {};
  }
}

export const notFound = () => new Refusal("not_found");

/** A refusal of one field, as if its schema had refused it. */
export const invalidField = (field: string, key: string, params?: Say["params"]) =>
  new Refusal("invalid", "errors:invalid", {
    fields: { [field]: [params ? { key, params } : { key }] },
  });

export const httpStatus: Record<RefusalCode, number> = {
  unauthenticated: 401,
  forbidden: 404,
  not_found: 404,
  invalid: 422,
  conflict: 409,
  slot_taken: 409,
  too_late: 409,
  rate_limited: 429,
  busy: 503,
};
