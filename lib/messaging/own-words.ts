/** Messages whose words a practice may choose itself (feature e12). */
export const ownTemplates = [
  "booking_booked",
  "booking_moved",
  "booking_cancelled",
  "reminder",
  "follow_up",
] as const;
export type OwnTemplate = (typeof ownTemplates)[number];

export const variables = [
  "parent",
  "practitioner",
  "day",
  "time",
  "place",
  "service",
  "price",
  "terms",
  "link",
] as const;
export type Variable = (typeof variables)[number];
export type Values = Record<Variable, string>;

/** A subject stands on a locked phone and in every mail server's log: no link that opens the booking, no money. */
export const subjectVariables: readonly Variable[] = [
  "parent",
  "practitioner",
  "day",
  "time",
  "place",
  "service",
];

export type OwnWords = { subject: string; body: string };
export type WordsProblem = { is: "unknown"; names: string[] } | { is: "brace" };

const token = /\{([^{}]*)\}/g;

/** What keeps words from being filled in: a variable that we do not know, or a brace that belongs to none. */
export function problemIn(text: string, allowed: readonly Variable[]): WordsProblem | null {
  const named = [...text.matchAll(token)].map(([, name = ""]) => name.trim());
  const unknown = named.filter((name) => !allowed.some((known) => known === name));
  if (unknown.length > 0) return { is: "unknown", names: [...new Set(unknown)].slice(0, 5) };
  return /[{}]/.test(text.replace(token, "")) ? { is: "brace" } : null;
}

/** Filled in once: what a value brings along is not read for variables again. */
export const fillIn = (text: string, values: Values): string =>
  text.replace(token, (whole, name: string) => values[name.trim() as Variable] ?? whole);

export const says = (text: string, ...names: Variable[]): boolean =>
  names.every((name) => [...text.matchAll(token)].some(([, said = ""]) => said.trim() === name));

/** A body's paragraphs; one that is nothing but the link becomes a button. */
export type Paragraph = { text: string } | { link: true };
export const paragraphsOf = (body: string, values: Values): Paragraph[] =>
  body
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => (/^\{\s*link\s*\}$/.test(one) ? { link: true } : { text: fillIn(one, values) }));

/** Every variable as itself: our own words with these are what an owner starts from. */
export const asTyped = Object.fromEntries(variables.map((name) => [name, `{${name}}`])) as Values;
