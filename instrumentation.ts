import type { Instrumentation } from "next";

// Next compiles this file for the edge as well, so everything that needs Node is behind the comparison.
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startProcess } = await import("@/app/_server/process");
    await startProcess();
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { requestBroke } = await import("@/app/_server/process");
    requestBroke(error, request.method, context.routePath);
  }
};
