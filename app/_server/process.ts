import { type Env, env } from "@/lib/core/env";
import { databaseIsAway } from "@/lib/work/away";
import { tameConsole } from "@/lib/work/console";
import { type Pages, shareForgetting } from "@/lib/work/elsewhere";
import { log, logBroken } from "@/lib/work/log";
import { answerAway, isUnread, openGate } from "./gate";
import { openQuickAnswers } from "./quick-answers";

/** Once a server process, before its first request. */
export async function startProcess(): Promise<void> {
  const { APP_DATABASE_URL, HANDSEL_JOBS, NODE_ENV } = settings();
  openGate();
  if (NODE_ENV === "production") {
    tameConsole();
    if (APP_DATABASE_URL) {
      openQuickAnswers();
      atTheEnd(shareForgetting(APP_DATABASE_URL, pagesHere()));
    }
  }
  if (!HANDSEL_JOBS || !APP_DATABASE_URL) return;
  const { startRunner } = await import("@/lib/jobs/runner");
  const runner = await startRunner({ databaseUrl: APP_DATABASE_URL });
  atTheEnd(() => runner.stop());
}

/** The cache of this process (public-cache.js), which Next loads by itself: before this or after. */
export function pagesHere(): Pages {
  const here = globalThis as typeof globalThis & { handselPages?: Pages };
  here.handselPages ??= { forgetTold: () => {}, tellOthers: () => {} };
  return here.handselPages;
}

/** A process with wrong settings must not stand there and answer every request with an error. */
function settings(): Env {
  try {
    return env();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}

/** scripts/leash.mjs ends what is listed here before it ends Next; a plain signal ends it beside Next. */
function atTheEnd(stop: () => Promise<void>): void {
  let stopped: Promise<void> | undefined;
  const once = () => {
    stopped ??= stop();
    return stopped;
  };
  const here = globalThis as typeof globalThis & { handselStops?: (() => Promise<void>)[] };
  here.handselStops = [...(here.handselStops ?? []), once];
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void once());
}

type Asked = { method: string; headers: Readonly<Record<string, unknown>> };

/** A page or action broke. The number in the log is the one that the reader sees on the error page. */
export function requestBroke(error: unknown, request: Asked, route: string): void {
  const { method } = request;
  const id = request.headers["x-request-id"];
  const away = databaseIsAway(error);
  if (away) answerAway(id);
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  if (isUnread(id) && !away) log("warn", "form unread", { method, route });
  else logBroken(error, { method, route, ...(digest ? { reference: digest } : {}) });
}
