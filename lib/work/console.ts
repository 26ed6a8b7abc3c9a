import type { Logger } from "pino";
import { failure, log, logSender } from "./log";

/**
 * Next and libraries print what they catch, whole: a driver error with its row, an address with its secret. In
 * production only the fact, the names and the places in the code are printed.
 */
export function tameConsole(to: Pick<Console, "error" | "warn"> = console, lines?: Logger): void {
  for (const level of ["error", "warn"] as const) {
    to[level] = (...said: unknown[]) => {
      const error = said.find((each) => each instanceof Error);
      // Broken requests are already written down with their number (instrumentation.ts, onRequestError).
      if (error && "digest" in error) return;
      if (logSender(error, {}, lines)) return;
      // A notice without an error says at least who spoke.
      const { at = [] } = failure(new Error("notice"));
      log(
        level,
        error ? "library error" : "library notice",
        error ? failure(error) : { at: at.slice(1) },
        lines,
      );
    };
  }
}
