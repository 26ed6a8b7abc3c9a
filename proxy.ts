import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, strictTransport } from "@/app/_server/csp";
import { env, isSecure } from "@/lib/core/env";

// Pages that anybody may find and index. All others are private until they are named here.
const openPages = /^\/(?:find|refer|verify|privacy|accessibility)?$/;

/** Headers of pages made for one reader. It decides nothing about access. */
export function proxy(request: NextRequest): NextResponse {
  const secure = isSecure();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy([`'nonce-${nonce}'`, "'strict-dynamic'"], {
    secure,
    development: env().NODE_ENV === "development",
  });
  // Next reads the nonce from the request's policy and puts it on every script it writes.
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  const answer = NextResponse.next({ request: { headers } });
  answer.headers.set("Content-Security-Policy", policy);
  if (secure) answer.headers.set("Strict-Transport-Security", strictTransport);
  if (!openPages.test(request.nextUrl.pathname)) {
    answer.headers.set("Cache-Control", "private, no-store");
    answer.headers.set("X-Robots-Tag", "noindex, nofollow");
    // Addresses here can hold a secret. Not "no-referrer": with it browsers send forms with `Origin: null`.
    answer.headers.set("Referrer-Policy", "same-origin");
  }
  return answer;
}

// Everything but: what Next built, public/assets, routes of /api, single files at the top, and the pages made in
// advance, /p/<slug>, whose policy comes with the page (app/_server/public-cache.js).
export const config = {
  matcher: [
    "/((?!_next/static/|api/|assets/|p/[^/]+$|(?:theme|sw)\\.js$|favicon\\.ico$|icon\\.svg$|robots\\.txt$|sitemap\\.xml$|manifest\\.webmanifest$).*)",
  ],
};
