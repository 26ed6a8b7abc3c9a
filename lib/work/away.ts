import { sendersDoing } from "./sender";

// What the driver and the network say when nobody answers, and SQLSTATE where PostgreSQL hangs up or lets nobody in:
// class 08 (connection), 57P01-57P03 (shutting down, starting up), 25P03 (idle for too long), and what its machine has no
// room for now: 53100 (disk), 53200 (memory), 53300 (connections), 58030 (a disk that fails).
const network = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
const hungUp = /^(08...|57P0[123]|25P03|53[123]00|58030)$/;

/** Whether a failure of a query only says that the database is away: what was asked may be asked again in a moment. */
export function databaseIsAway(error: unknown): boolean {
  // Node gives a sender who left the code of a network that broke.
  if (sendersDoing(error)) return false;
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code: unknown = Object.getOwnPropertyDescriptor(at, "code")?.value;
    if (typeof code === "string" && (network.has(code) || hungUp.test(code))) return true;
  }
  return false;
}
