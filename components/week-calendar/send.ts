/** Why a change may be made all the same, once a reason is given: outside the hours, over another lesson, or beyond a limit. */
export const WANTED = ["outside", "onTop", "limits"] as const;
export type Wanted = (typeof WANTED)[number];
/** What a refused change says, and for what it wants a reason. */
export type Refused = { words: string; wants: Wanted | null };

const refused = (words: string, wants: Wanted | null = null) =>
  new Error("refused", { cause: { words, wants } satisfies Refused });

export const refusalIn = (error: unknown, otherwise: string): Refused =>
  error instanceof Error && error.message === "refused"
    ? (error.cause as Refused)
    : { words: otherwise, wants: null };

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
  const problem = (said ?? {}) as { detail?: unknown } & Partial<Record<Wanted, unknown>>;
  const words = typeof problem.detail === "string" ? problem.detail : offline;
  const wants = WANTED.find((each) => problem[each] === true) ?? null;
  throw refused(words, wants);
}
