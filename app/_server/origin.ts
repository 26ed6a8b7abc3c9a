import { publicUrl } from "@/lib/core/env";
import { Refusal } from "@/lib/core/refusal";
import { reachedOurCode } from "./gate";

/**
 * Whether a page of ours sent this. The address is the configured one: Host and X-Forwarded-Host are written by the
 * caller. Browsers send Origin with every POST, so a request without one is refused too.
 */
export const isSameOrigin = (head: Headers): boolean =>
  head.get("origin") === publicUrl() && head.get("sec-fetch-site") !== "cross-site";

export function assertSameOrigin(head: Headers): void {
  reachedOurCode(head.get("x-request-id"));
  if (!isSameOrigin(head)) throw new Refusal("forbidden", "errors:origin");
}
