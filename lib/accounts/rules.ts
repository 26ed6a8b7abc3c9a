import { createHash } from "node:crypto";

/** Staff work with health data on shared desks: half a day. Parents keep their phone: thirty days. */
export const sessionHours = { staff: 12, parent: 24 * 30 } as const;
/** How long an asked-for sign-in stays good: the code is short, so it is also short-lived. */
export const linkHours = 24;
/** Longer in the mail about a booking: whoever reads it a day later is signed in as well. */
export const claimHours = 72;
export const codeMinutes = 10;
export const codeTries = 5;
/** What is changed only by somebody who has just shown who they are, such as a password. */
export const freshMinutes = 10;
/** A browser left alone for so long may be somebody else's by now. */
export const idleMinutes = 15;
export const invitationDays = 7;
/** Notices of every lesson, however far ahead it is: further than any can be booked. */
export const ALL_HOURS = 24 * 3660;

/** What the sessions table holds instead of the cookie's value. */
export const sessionHash = (cookieValue: string): string =>
  createHash("sha256").update(`session:${cookieValue}`).digest("base64url");

/** Names one session in its owner's list; it opens nothing and is not what the table holds. */
export const sessionHandle = (storedHash: string): string =>
  createHash("sha256").update(`handle:${storedHash}`).digest("base64url");

/** `__Host-` needs https; plain http is for localhost only. */
export const sessionCookieName = (secure: boolean): string =>
  secure ? "__Host-handsel" : "handsel";

/** "ana@example.com" → "a•••@example.com": enough for its owner to recognise, too little for a stranger to learn. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}

/**
 * A path on this site to go on to, or null. Browsers take "//host" and "/\host" for another site and drop tabs and
 * line breaks while reading an address, so the text is refused before it is resolved, and the result is compared.
 */
export function safeNext(next: string | null | undefined, origin: string): string | null {
  if (!next || next.length > 1000 || !/^\/(?![/\\])/.test(next)) return null;
  if (/[\p{Cc}\\]/u.test(next) || !URL.canParse(next, origin)) return null;
  const url = new URL(next, origin);
  if (url.origin !== new URL(origin).origin) return null;
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "/./\t/host" cannot come here, but "/.//host" resolves to "//host".
  return path.startsWith("//") ? null : path;
}

const browsers = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
] as const;
const systems = [
  [/\b(?:iPhone|iPod)\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b/, "Mac"],
  [/\bLinux\b/, "Linux"],
] as const;

/** "Firefox, Android": so that a person knows their devices again. Product names only, no versions. */
export function deviceOf(userAgent: string | null): string | null {
  const text = (userAgent ?? "").slice(0, 400);
  const named = (list: readonly (readonly [RegExp, string])[]) =>
    list.find(([pattern]) => pattern.test(text))?.[1];
  return [named(browsers), named(systems)].filter(Boolean).join(", ") || null;
}

/** The part of an address for a practitioner: "Rosa Calder" → "rosa-calder". Empty when nothing Latin is left. */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "");
