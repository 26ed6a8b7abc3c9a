import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { statement } from "@/db/statement";
import { type Actor, actorId, actorPractice } from "@/lib/core/actor";
import type { PracticeId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { inContext } from "./context";
import type { JobName, Jobs, QueuedJob } from "./jobs";
import { once } from "./once";
import { parse } from "./parse";
import { enforce, type Limit } from "./rate";
import { register } from "./registry";
import { insertTogether, type Rows } from "./rows";
import { settled } from "./settled";
import { wakeRunner } from "./wake";

type Subject = { type: string; id: string };
/** Ids, codes, counts and field names; never a value a person typed. */
type Detail = Record<string, string | number | boolean | null | readonly string[]>;

export type Work<A extends Actor> = {
  actor: A;
  tx: Tx;
  now: Date;
  /** The caller's address, "direct" where none can be told from another, "unknown" for a call that came by no request. */
  ip: string;
  /** Narrows a visitor, parent or doctor to the one practice they are writing to. */
  enter: (practiceId: string) => Promise<void>;
  audit: (subject: Subject, detail?: Detail) => void;
  /** A job row in this transaction: it runs after the commit, or never. */
  enqueue: <N extends JobName>(
    name: N,
    payload: Jobs[N],
    when?: { runAt?: Date; key?: string },
  ) => void;
  /**
   * Writes rows together with what `told` audits and enqueues, as one statement (insertTogether). Where `when` says no,
   * nothing is written and nothing told. A practice's audit rows are a chain that one transaction at a time adds to, so
   * nothing that others may hold is locked after them: where the command goes on to change such rows (`more`), what was
   * told is written at its end.
   */
  write: (
    rows: readonly Rows[],
    told: () => void,
    how?: { when?: SQL | undefined; more?: boolean | undefined },
  ) => Promise<boolean>;
};
type Spec<A extends Actor, S extends z.ZodType, T> = {
  name: `${string}.${string}`;
  allow: (actor: Actor) => actor is A;
  input: S;
  /** The practice that a visitor or parent writes to, where the input names it: then nobody need `enter` it. */
  practice?: (input: z.output<S>) => string;
  limits?: (input: z.output<S>, ip: string, actor: A) => Limit[];
  run: (work: Work<A>, input: z.output<S>) => Promise<T>;
};
/** `key` makes the write happen once however often it is sent; `ip` is for limits. */
export type Call = { key?: string | undefined; ip?: string };
export type Command<S extends z.ZodType, T> = (
  actor: Actor,
  input: z.input<S>,
  call?: Call,
) => Promise<T>;

const settingPractice = statement(["practiceId"], (db, { practiceId }) =>
  db.execute(sql`select set_config('app.practice_id', ${practiceId}, true)`),
);

/** A write: allow → limits → parse → transaction in the actor's context → run → audit and job rows → commit. */
export function command<A extends Actor, S extends z.ZodType, T>(
  spec: Spec<A, S, T>,
): Command<S, T> {
  const run = async (actor: Actor, raw: unknown, call: Call = {}): Promise<T> => {
    if (!spec.allow(actor))
      throw new Refusal(actor.kind === "visitor" ? "unauthenticated" : "forbidden");
    const input = parse(spec.input, raw);
    if (spec.limits) await enforce(spec.name, spec.limits(input, call.ip ?? "unknown", actor));
    const home = actorPractice(actor) ?? ((spec.practice?.(input) ?? null) as PracticeId | null);
    let queued = false;
    const inside = async (tx: Tx, keep?: (value: T) => Promise<unknown>): Promise<T> => {
      let practice = home;
      const entered: Promise<unknown>[] = [];
      const entries: object[] = [];
      const jobs: QueuedJob[] = [];
      let audited = false;
      /** What was told from here on, as the statement that writes it. */
      const finish = (entry = 0, job = 0): SQL => {
        const [told, queue] = [entries.splice(entry), jobs.splice(job)];
        queued ||= queue.length > 0;
        return sql`finish_work(${practice}::uuid, ${JSON.stringify(told)}::jsonb, ${JSON.stringify(queue)}::jsonb)`;
      };
      const value = await spec.run(
        {
          actor,
          tx,
          now: systemNow(),
          ip: call.ip ?? "unknown",
          enter: async (practiceId) => {
            practice = practiceId as PracticeId;
            // Not waited for: whatever is asked next comes after it inside PostgreSQL.
            const sent = settingPractice(tx, { practiceId });
            sent.catch(() => {});
            entered.push(sent);
          },
          audit: (subject, detail = {}) =>
            entries.push({
              actorId: actorId(actor),
              operation: spec.name,
              subjectType: subject.type,
              subjectId: subject.id,
              detail,
            }),
          enqueue: (name, payload, when = {}) =>
            jobs.push({
              name,
              payload,
              ...(when.key && { key: when.key }),
              ...(when.runAt && { runAt: when.runAt.toISOString() }),
            }),
          write: async (rows, told, { when, more = false } = {}) => {
            const before: [number, number] = [entries.length, jobs.length];
            told();
            const isTold = entries.length > 0;
            const then = more ? undefined : finish(...before);
            const won = await insertTogether(tx, rows, { when, ...(then && { then }) });
            if (!won && more) {
              entries.splice(before[0]);
              jobs.splice(before[1]);
            }
            audited ||= won && isTold;
            return won;
          },
        },
        input,
      );
      if (!audited && entries.length === 0) throw new Error(`${spec.name} wrote no audit entry`);
      const rest = entries.length + jobs.length > 0 ? finish() : null;
      await settled([
        Promise.all(entered),
        Promise.resolve(rest && tx.execute(sql`select ${rest}`)),
        Promise.resolve(keep?.(value)),
      ]);
      return value;
    };
    const value = await inContext<T>(
      actor,
      (tx) => once(tx, spec.name, actor, raw, call.key, (keep) => inside(tx, keep)),
      "read write",
      home,
    );
    if (queued) wakeRunner();
    return value;
  };
  register({ name: spec.name, kind: "command", allow: spec.allow, input: spec.input, call: run });
  return run;
}
