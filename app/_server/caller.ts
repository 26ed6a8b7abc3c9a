import { isIPv6 } from "node:net";
import { env } from "@/lib/core/env";

/**
 * What a caller is counted by, for rate limits. Behind a trusted proxy the last hop is believed; otherwise a client could
 * write the header itself, so every caller counts as one and only the limits per person or practitioner tell apart.
 */
export function callerAddress(head: Headers): string {
  if (!env().TRUST_PROXY) return "direct";
  const address = head.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return address ? networkOf(address) : "direct";
}

/** Who has one address of IPv6 has the 2^64 of its network, and counts as one caller. */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%");
  if (!isIPv6(plain)) return address;
  const whole = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [front = [], back = []] = whole.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  const network = [...front, ...zeros, ...back].slice(0, 4).join(":");
  // An address of IPv4 in the clothes of IPv6 shares these four groups with all others.
  return ofIPv4.test(network) ? whole : `${network}::/64`;
}
const ofIPv4 = /^(0:0:0:0|64:ff9b:0:0)$/;
