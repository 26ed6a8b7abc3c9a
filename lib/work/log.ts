import { randomBytes } from "node:crypto";
import pino, { type Logger } from "pino";
import { sendersDoing } from "./sender";

/**
 * Everything a log line may hold. A baby's health must not reach a log (45 CFR 164.312, GDPR article 9), and nobody
 * can tell a harmless value from a harmful one later: so ids, codes, names of operations, durations, and no values.
 */
const words = [
  "operation",
  "actor",
  "userId",
  "practiceId",
  "subjectId",
  "job",
  "jobId",
  "requestId",
  "reference",
  "route",
  "method",
  "code",
  "constraint",
  "error",
  "causes",
] as const;
const numbers = ["status", "attempt", "count", "ms"] as const;
export type LogFields = Partial<
  Record<(typeof words)[number], string> &
    Record<(typeof numbers)[number], number> & { at: readonly string[] }
>;
const allowed = new Set<string>([...words, ...numbers, "at"]);

// Names, ids, codes, route patterns and stack frames look like this; sentences do not.
const plain = /^[\w.:/\-[\]()<>$@,*]{1,120}$/;
const frame = /^at [\w.:/\-[\]()<>$@,*~+ ]{1,200}$/;

/** The fields that may be written; what does not look like a name, a code or a number is withheld. */
export function permitted(fields: Readonly<Record<string, unknown>>): LogFields {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!allowed.has(name) || value === undefined) continue;
    if (typeof value === "number" && Number.isFinite(value)) kept[name] = value;
    else if (typeof value === "string") kept[name] = plain.test(value) ? value : "[withheld]";
    else if (name === "at" && Array.isArray(value))
      kept[name] = value.filter((at) => frame.test(at));
  }
  return kept;
}

let out: Logger | undefined;
function standard(): Logger {
  out ??= makeLogger();
  return out;
}

/** One line of JSON a happening, on standard output. `event` is a name written in our own code. */
export function log(
  level: "info" | "warn" | "error",
  event: string,
  fields: LogFields = {},
  to: Logger = standard(),
): void {
  to[level](permitted(fields), event);
}
export const makeLogger = (to?: pino.DestinationStream): Logger =>
  pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: "event" }, to);

/** What may be told of a failure: names, codes and places in our code; no message, since that may hold values. */
export function failure(error: unknown): LogFields {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < 5; at = at.cause) chain.push(at);
  const first = chain[0];
  if (!first) return { error: typeof error };
  const told: LogFields = { error: first.name, at: frames(first) };
  const deepest = chain.slice(1).map((each) => each.name);
  if (deepest.length > 0) told.causes = deepest.join(",");
  for (const each of chain) {
    const code = property(each, "code");
    const constraint = property(each, "constraint_name") ?? property(each, "constraint");
    if (code) told.code = code;
    if (constraint) told.constraint = constraint;
  }
  return told;
}

function property(of: Error, name: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(of, name)?.value;
  return typeof value === "string" ? value : undefined;
}

// The stack repeats the message, over several lines if it has them: only lines that are frames count.
const frames = (error: Error): string[] =>
  (error.stack ?? "")
    .split("\n")
    .map((line) => line.trim().replaceAll(process.cwd(), ""))
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line) && frame.test(line))
    .slice(0, 8);

/** Writes a bug down and returns the number a person can quote. */
export function logBroken(error: unknown, fields: LogFields = {}, to?: Logger): string {
  const { reference = randomBytes(5).toString("hex").toUpperCase(), ...where } = fields;
  if (!logSender(error, where, to))
    log("error", "broken", { ...where, ...failure(error), reference }, to);
  return reference;
}

const told = new WeakSet<Error>();
/** Writes down once what was the sender's doing; false, and nothing written, for everything else. */
export function logSender(error: unknown, where: LogFields = {}, to?: Logger): boolean {
  const event = sendersDoing(error);
  if (!event || !(error instanceof Error)) return false;
  if (!told.has(error)) log(event === "request left" ? "info" : "warn", event, where, to);
  told.add(error);
  return true;
}

/** A driver error with its code and constraint, and without the row that PostgreSQL puts into its detail. */
export function withoutValues(error: unknown): Error {
  const { code, constraint } = failure(error);
  const told = [code, constraint].filter(Boolean).join(" ");
  const clean = new Error(told ? `database error ${told}` : "failed");
  if (error instanceof Error)
    clean.stack = [
      `${clean.name}: ${clean.message}`,
      ...frames(error).map((at) => `    ${at}`),
    ].join("\n");
  return Object.assign(clean, code ? { code } : {}, constraint ? { constraint } : {});
}
