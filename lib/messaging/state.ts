export type Reason = "mailbox" | "full" | "refused" | "later" | "away" | "optedOut" | "number";

/** Why a message did not go, from the server's reply code (RFC 5321, 4.2.2) or the kind of failure. */
export function reasonOf(code: string, channel: "email" | "sms"): Reason {
  if (code === "EOPTOUT") return "optedOut";
  if (code.startsWith("E")) return "away";
  if (channel === "sms") return code.startsWith("4") ? "number" : "away";
  if (code === "552" || code === "452") return "full";
  if (/^55[0134]$/.test(code)) return "mailbox";
  return code.startsWith("5") ? "refused" : "later";
}
