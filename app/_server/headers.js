// Headers that do not hang on the reader. Plain JavaScript: next.config.js reads it, and quick-answers.ts does.

/** On every answer. The policy of a page's scripts comes from proxy.ts, or with the page (public-cache.js). */
export const onEverything = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy":
    "camera=(), microphone=(), payment=(), usb=(), geolocation=(self), browsing-topics=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

export const nothingRuns =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/** On answers of /api besides. */
export const onData = {
  "Content-Security-Policy": nothingRuns,
  "Cache-Control": "private, no-store",
  "X-Robots-Tag": "noindex, nofollow",
};
