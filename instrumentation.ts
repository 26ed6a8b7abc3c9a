import type { Instrumentation } from "next";

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { openGate } = await import("@/app/_server/gate");
  const { tameConsole } = await import("@/lib/work/console");
  const { env } = await import("@/lib/core/env");
  const { APP_DATABASE_URL, HANDSEL_JOBS, NODE_ENV } = env();
  openGate();
  if (NODE_ENV === "production") tameConsole();
  if (!HANDSEL_JOBS || !APP_DATABASE_URL) return;
  const { startRunner } = await import("@/lib/jobs/runner");
  const runner = await startRunner({ databaseUrl: APP_DATABASE_URL });
  onceAtTheEnd(() => runner.stop());
}

/** scripts/leash.mjs ends these before it ends Next; a plain SIGTERM ends them beside it. */
function onceAtTheEnd(stop: () => Promise<void>): void {
  let stopped: Promise<void> | undefined;
  const once = () => {
    stopped ??= stop();
    return stopped;
  };
  const here = globalThis as typeof globalThis & { handselStops?: (() => Promise<void>)[] };
  here.handselStops = [...(here.handselStops ?? []), once];
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void once());
}

/** A page or action that broke. The number is the one the reader sees on the error page. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { logBroken } = await import("@/lib/work/log");
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  logBroken(error, {
    method: request.method,
    route: context.routePath,
    ...(digest ? { reference: digest } : {}),
  });
};
