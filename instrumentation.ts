import type { Instrumentation } from "next";

// Next compiles this file for the edge as well, so everything that needs Node is behind the comparison.
let ours: typeof import("@/app/_server/process") | undefined;

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    ours = await import("@/app/_server/process");
    await ours.startProcess();
  }
}

// At once, not after an import: the answer of the page that broke is on its way.
export const onRequestError: Instrumentation.onRequestError = (error, request, context) =>
  ours?.requestBroke(error, request, context.routePath);
