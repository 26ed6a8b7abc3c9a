import { env } from "@/lib/core/env";

export type OutgoingText = { id: string; to: string; text: string };
/** The gateway says that this reader wants no more texts. */
export const OPTED_OUT = "EOPTOUT";

/**
 * One way to send text messages. Answers null when the gateway took it, else a code: OPTED_OUT, an HTTP status or the
 * kind of failure. Never the gateway's own words, which may quote the message.
 */
export type TextDriver = { send: (text: OutgoingText) => Promise<string | null> };

/**
 * Posts `{ id, to, text }` as JSON to the address in SMS_URL, where a gateway or a few lines of glue to one listen. Any
 * 2xx took it, 410 means that the reader opted out. The id is the same at every try.
 */
const overHttp = (address: string): TextDriver => ({
  send: async (text) => {
    try {
      const { status } = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": text.id },
        body: JSON.stringify(text),
        redirect: "error",
        signal: AbortSignal.timeout(10_000),
      });
      if (status === 410) return OPTED_OUT;
      return status >= 200 && status < 300 ? null : String(status);
    } catch (error) {
      return error instanceof Error && error.name === "TimeoutError" ? "ETIMEDOUT" : "ECONNECTION";
    }
  },
});

/** Null: there is no gateway, and texts are kept for the administrator's mail page like mails without a server. */
export function textDriver(): TextDriver | null {
  const { SMS_URL } = env();
  return SMS_URL ? overHttp(SMS_URL) : null;
}
