/** What a refused change says, and whether it wants a reason for being outside the hours. */
export type Refused = { words: string; outside: boolean };

const refused = (words: string, outside = false) =>
  new Error("refused", { cause: { words, outside } satisfies Refused });

export const refusalIn = (error: unknown, otherwise: string): Refused =>
  error instanceof Error && error.message === "refused"
    ? (error.cause as Refused)
    : { words: otherwise, outside: false };

/** Sends one change; a second sending of the same change does nothing. `offline` is said when nobody answers. */
export async function send<T>(what: string, body: object, offline: string): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/live/calendar/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
      body: JSON.stringify(body),
      // It is shown as done already, so it must arrive even when the reader leaves the page.
      keepalive: true,
    });
  } catch {
    throw refused(offline);
  }
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok) return said as T;
  // RFC 9457: `detail` is a sentence in the reader's language.
  const problem = (said ?? {}) as { detail?: unknown; outside?: unknown };
  const words = typeof problem.detail === "string" ? problem.detail : offline;
  throw refused(words, problem.outside === true);
}
