// The cache of pages made in advance (next.config.js, cacheHandler). Plain JavaScript: Next imports this file as it is.
// It keeps pages in the memory of this process, and gives each the hashes of its own inline scripts as its policy.
// See docs/decisions/0002-public-pages-cached-with-hashes.md.
import { createHash } from "node:crypto";
import { contentSecurityPolicy, strictTransport } from "./csp.js";

// Every unknown address below /p makes an entry, so the size is bounded and nothing goes to the disk.
const roomForBytes = 48 * 1024 * 1024;
const tagsHeader = "x-next-cache-tags";

/** @type {Map<string, { value: any, lastModified: number, cacheControl: any, tags: string[], bytes: number }>} */
const entries = new Map();
/** When each tag was last revalidated. @type {Map<string, number>} */
const revalidated = new Map();
let held = 0;

const inlineScript = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;
const pushes =
  /^(?:self\.__next_f|\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\))\.push\((.*)\);?$/s;

/** Whether this is one of Next's own scripts: it pushes data, plain JSON, and does nothing else. */
function isNextsOwn(/** @type {string} */ text) {
  if (text === "(self.__next_f=self.__next_f||[]).push([0])") return true;
  try {
    return JSON.parse(pushes.exec(text)?.[1] ?? "") !== null;
  } catch {
    return false;
  }
}

/**
 * Hashes of the inline scripts of a page, as policy sources. Only of Next's own: a script that somehow got into the
 * page by another way must not be blessed with a hash. Data blocks (JSON-LD) need none.
 * @param {string} html
 */
export function scriptHashes(html) {
  const hashes = new Set();
  for (const [, attributes = "", text = ""] of html.matchAll(inlineScript)) {
    if (/(^|[\s"'/])(src|type)\s*=/i.test(attributes)) continue;
    if (isNextsOwn(text)) hashes.add(sha256(text));
    else
      console.warn(
        "A page made in advance holds an inline script that is not Next's; it will not run.",
      );
  }
  return [...hashes];
}
const sha256 = (/** @type {string} */ text) =>
  `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

// What React wrote: in text and in scripts `<` and quotes are escaped, so nobody's words look like this.
const robots = /<meta name="robots" content="([a-z, ]+)"/;
const missing = /<div [^>]*\bdata-status="404"/;

/** The answer that is being made is this same object, so the first visitor gets the headers too. */
function addHead(/** @type {any} */ page) {
  // Not Next's notFound(): kept, that is an empty document which only scripts fill.
  if (missing.test(page.html)) page.status = 404;
  const wish = robots.exec(page.html)?.[1];
  const secure = (process.env.PUBLIC_URL ?? "").startsWith("https:");
  page.headers = {
    ...page.headers,
    "content-security-policy": contentSecurityPolicy(scriptHashes(page.html), { secure }),
    ...(wish ? { "x-robots-tag": wish } : {}),
    ...(secure ? { "strict-transport-security": strictTransport } : {}),
  };
}

function size(/** @type {any} */ value) {
  let bytes = 500;
  for (const part of [value?.html, value?.rscData, value?.body]) bytes += 2 * (part?.length ?? 0);
  for (const part of value?.segmentData?.values() ?? []) bytes += part.length;
  return bytes;
}

function forget(/** @type {string} */ key) {
  held -= entries.get(key)?.bytes ?? 0;
  entries.delete(key);
}

/** Pages that another process of the same installation changed; null when nobody can say which. */
function forgetTold(/** @type {string[] | null} */ tags) {
  if (tags) for (const tag of tags) revalidated.set(tag, Date.now());
  else for (const key of entries.keys()) forget(key);
}

// Next loads this file beside everything else: lib/work/elsewhere.ts and it meet here, whichever is first.
const here = /** @type {{ handselPages?: import("@/lib/work/elsewhere").Pages }} */ (globalThis);
here.handselPages ??= { forgetTold: () => {}, tellOthers: () => {} };
const elsewhere = here.handselPages;
// More than one part of Next may load it, each with pages of its own.
const before = elsewhere.forgetTold;
elsewhere.forgetTold = (tags) => {
  before(tags);
  forgetTold(tags);
};

export default class PublicCache {
  async get(/** @type {string} */ key) {
    const entry = entries.get(key);
    if (!entry) return null;
    if (entry.tags.some((tag) => (revalidated.get(tag) ?? 0) >= entry.lastModified)) {
      forget(key);
      return null;
    }
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  }

  async set(/** @type {string} */ key, /** @type {any} */ value, /** @type {any} */ context) {
    forget(key);
    // Answers of fetch() and unstable_cache() are never kept: what one person may read must not reach another.
    if (!value || value.kind === "FETCH") return;
    if (value.kind === "APP_PAGE") addHead(value);
    const bytes = size(value);
    const tags = String(value.headers?.[tagsHeader] ?? "").split(",");
    const { cacheControl } = context;
    entries.set(key, { value, lastModified: Date.now(), cacheControl, tags, bytes });
    held += bytes;
    for (const oldest of entries.keys()) {
      if (held <= roomForBytes) break;
      forget(oldest);
    }
  }

  async revalidateTag(/** @type {string | string[]} */ tags) {
    const changed = [tags].flat();
    forgetTold(changed);
    elsewhere.tellOthers(changed);
  }

  resetRequestCache() {}
}
