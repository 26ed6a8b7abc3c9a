import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { Logger, parseCronItems, type Runner, run, type TaskList } from "graphile-worker";
import { connect } from "@/db/client";
import { Refusal } from "@/lib/core/refusal";
import type { JobName, Jobs } from "@/lib/work/jobs";
import { failure, log, withoutValues } from "@/lib/work/log";
import { BEAT_MS, beat } from "./beat";
import { handlers, type Try } from "./handlers";

type Options = { databaseUrl: string; concurrency?: number };

const doing = async <Name extends JobName>(name: Name, payload: unknown, attempt: Try) =>
  handlers[name](payload as Jobs[Name], attempt);

const names = Object.keys(handlers) as JobName[];

/** What a job throws is kept with its row and printed by the queue, so it leaves here without values. */
export const tasks: TaskList = Object.fromEntries(
  names.map((name) => [
    name,
    async (payload, { job }) => {
      try {
        const last = job.attempts >= job.max_attempts;
        await doing(name, payload, { count: job.attempts, last });
      } catch (error) {
        const fields = { job: name, jobId: job.id, attempt: job.attempts };
        // A refusal is no fault of ours, such as a mail server that is away: one short line.
        if (error instanceof Refusal)
          log("warn", "job put off", { ...fields, code: String(error.facts.code ?? error.code) });
        else log("error", "job failed", { ...fields, ...failure(error) });
        throw withoutValues(error);
      }
    },
  ]),
);

export const logger = new Logger(({ taskIdentifier, jobId }) => (level, _message, meta) => {
  if (level !== "error" && level !== "warning") return;
  if (meta?.failure) return;
  const about = { ...(taskIdentifier && { job: taskIdentifier }), ...(jobId && { jobId }) };
  log(level === "error" ? "error" : "warn", "job queue", { ...about, ...failure(meta?.error) });
});

const start = ({ databaseUrl, concurrency = 2 }: Options): Promise<Runner> =>
  run({
    connectionString: databaseUrl,
    concurrency,
    maxPoolSize: concurrency + 3,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList: tasks,
    parsedCronItems: parseCronItems([
      { task: "remind.due", match: "* * * * *", options: { maxAttempts: 1 } },
      { task: "booking.give_up", match: "*/5 * * * *", options: { maxAttempts: 1 } },
      { task: "clients.look", match: "41 3 * * *", options: { maxAttempts: 3 } },
      { task: "clean.expired", match: "7 * * * *", options: { maxAttempts: 1 } },
      { task: "clean.stuck", match: "* * * * *", options: { maxAttempts: 1 } },
      { task: "audit.checkpoint", match: "23 * * * *", options: { maxAttempts: 3 } },
      { task: "outside.due", match: "*/5 * * * *", options: { maxAttempts: 1 } },
    ]),
    logger,
  });

/** The queue's own pool may bring the process down where its first connection is refused, so ours asks before it. */
async function knock({ databaseUrl }: Options): Promise<void> {
  const { db, end } = connect(databaseUrl, 1);
  try {
    await db.execute(sql`select 1`);
  } finally {
    await end();
  }
}

const sayThere = () =>
  beat().catch((error) => log("warn", "job runner could not say that it runs", failure(error)));

/**
 * Does the jobs until it is stopped. The queue's own runner does not begin without the database and gives up when it
 * stays away; then it is begun again, so that mail goes on once the database is back.
 */
export async function startRunner(options: Options): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let runner: Runner | undefined;
  const begin = async () => {
    try {
      await knock(options);
      runner = await start(options);
      // Told to stop while it was beginning.
      if (stopping.signal.aborted) await runner.stop();
      else await sayThere();
    } catch (error) {
      runner = undefined;
      log("warn", "job runner waits for the database", failure(error));
    }
  };
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await runner?.promise.catch((error) => log("error", "job runner ended", failure(error)));
      await pause(2000, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) await begin();
    }
  };
  const say = async () => {
    while (!stopping.signal.aborted) {
      await pause(BEAT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (runner && !stopping.signal.aborted) await sayThere();
    }
  };
  await begin();
  const watching = Promise.all([watch(), say()]);
  return {
    stop: async () => {
      stopping.abort();
      // A runner that ended by itself says so; there is nothing left to stop then.
      await runner?.stop().catch(() => undefined);
      await watching;
    },
  };
}
