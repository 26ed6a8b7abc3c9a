// Plain JavaScript: Next loads the page cache outside its build, where TypeScript is not understood.

/**
 * The content security policy of an HTML answer.
 * @param {readonly string[]} scripts what may run beside scripts of our own files: a nonce, or hashes
 * @param {{ secure?: boolean, development?: boolean }} [where]
 */
export function contentSecurityPolicy(scripts, where = {}) {
  const { secure = false, development = false } = where;
  const rules = [
    "default-src 'self'",
    // Hot reload evaluates modules and shows its errors in injected styles.
    `script-src ${["'self'", ...scripts, ...(development ? ["'unsafe-eval'"] : [])].join(" ")}`,
    "script-src-attr 'none'",
    `style-src ${["'self'", ...(development ? ["'unsafe-inline'"] : scripts.filter(isNonce))].join(" ")}`,
    // Attributes only, for geometry that is known when a page is made: calendar rows, growth curves.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (secure) rules.push("upgrade-insecure-requests");
  return rules.join("; ");
}

const isNonce = (/** @type {string} */ source) => source.startsWith("'nonce-");

/** Two years, as browsers ask before they put an address on their own list. */
export const strictTransport = "max-age=63072000; includeSubDomains";
