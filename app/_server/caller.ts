import { env } from "@/lib/core/env";

/**
 * The caller's address for rate limits. Behind a trusted proxy its last hop is believed; otherwise a client could
 * write the header itself, so every caller counts as one and only the limits per person or practitioner tell apart.
 */
export function callerAddress(head: Headers): string {
  if (!env().TRUST_PROXY) return "direct";
  return head.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "direct";
}
