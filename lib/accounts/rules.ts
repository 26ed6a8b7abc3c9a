import { createHash } from "node:crypto";

/** Staff work with health data on shared desks: half a day. Parents keep their phone: thirty days. */
export const sessionHours = { staff: 12, parent: 24 * 30 } as const;

/** What the sessions table holds instead of the cookie's value. */
export const sessionHash = (cookieValue: string): string =>
  createHash("sha256").update(`session:${cookieValue}`).digest("base64url");

/** `__Host-` needs https; plain http is for localhost only. */
export const sessionCookieName = (secure: boolean): string =>
  secure ? "__Host-handsel" : "handsel";
