import { lookup as systemLookup } from "node:dns/promises";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address";

/** Why a calendar elsewhere could not be read: a closed list, shown to people in words and kept with the calendar. */
export const OUTSIDE_PROBLEMS = [
  "address",
  "private",
  "unknown_host",
  "unreachable",
  "slow",
  "too_large",
  "too_many_redirects",
  "refused",
  "gone",
  "not_a_calendar",
] as const;
export type OutsideProblem = (typeof OUTSIDE_PROBLEMS)[number];

export type Answer =
  | { is: "read"; text: string; etag: string | null }
  | { is: "unchanged" }
  | { is: "problem"; problem: OutsideProblem };

type Found = { address: string; family: number };
export type Way = {
  /** All addresses of a host. */
  lookup: (host: string) => Promise<Found[]>;
  /** Which of them may be asked. */
  permitted: (address: string) => boolean;
  request: typeof https.request;
  totalMs: number;
  mostBytes: number;
};

const HOPS = 4;
const openInternet: Way = {
  lookup: (host) => systemLookup(host, { all: true }),
  permitted: isPublicAddress,
  request: https.request,
  totalMs: 10_000,
  mostBytes: 5_000_000,
};

/** The address somebody typed, as one that may be kept: https, a host name, no password in it. Null when it is not. */
export function outsideAddress(typed: string): URL | null {
  const text = typed.trim().replace(/^webcals?:/i, "https:");
  if (text.length > 2000 || !URL.canParse(text)) return null;
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "https:" || url.username || url.password || url.port) return null;
  if (isIP(host) ? !isPublicAddress(host) : !/^[^.].*\.[a-z][a-z0-9-]*\.?$/i.test(host))
    return null;
  url.hash = "";
  return url;
}

/**
 * Reads a calendar's address on a practitioner's behalf. Every hop is resolved once, all its addresses must belong to
 * the open internet, and the connection goes to the very address that was looked at, so a name that changes its mind
 * reaches nothing else. One limit of time over all hops, one of size after decoding.
 */
export async function readOutside(
  address: string,
  etag: string | null = null,
  way: Way = openInternet,
): Promise<Answer> {
  const until = performance.now() + way.totalMs;
  let url = URL.canParse(address) ? new URL(address) : null;
  for (let hop = 0; hop < HOPS; hop += 1) {
    if (url?.protocol !== "https:" || url.username || url.password)
      return { is: "problem", problem: "address" };
    const target = await permittedAddress(url, way);
    if (typeof target === "string") return { is: "problem", problem: target };
    const answer = await ask(url, target, etag, { ...way, totalMs: until - performance.now() });
    if (!("location" in answer)) return answer;
    url = URL.canParse(answer.location, url.href) ? new URL(answer.location, url.href) : null;
  }
  return { is: "problem", problem: "too_many_redirects" };
}

async function permittedAddress(url: URL, way: Way): Promise<Found | OutsideProblem> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  let found: Found[];
  try {
    found = family ? [{ address: host, family }] : await way.lookup(host);
  } catch {
    return "unknown_host";
  }
  // One private address among several would be enough for a name that is asked again.
  if (!found.every(({ address }) => way.permitted(address))) return "private";
  return found[0] ?? "unknown_host";
}

function ask(
  url: URL,
  target: Found,
  etag: string | null,
  way: Way,
): Promise<Answer | { location: string }> {
  // Node asks for all addresses or for one, by `all`; it always gets the one that was looked at.
  const pinned: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [target]);
    else done(null, target.address, target.family);
  };
  return new Promise((resolve) => {
    const fail = (problem: OutsideProblem) => {
      clearTimeout(clock);
      resolve({ is: "problem", problem });
      request.destroy();
    };
    const clock = setTimeout(() => fail("slow"), Math.max(1, way.totalMs));
    const request = way.request(
      url,
      {
        agent: false,
        lookup: pinned,
        headers: {
          accept: "text/calendar, text/plain;q=0.5",
          // Not compressed: a small file that unpacks into a large one is not asked for.
          "accept-encoding": "identity",
          "user-agent": "Handsel calendar reader",
          ...(etag && { "if-none-match": etag }),
        },
      },
      (response) => {
        const { statusCode = 0, headers } = response;
        const end = (answer: Answer | { location: string }) => {
          clearTimeout(clock);
          resolve(answer);
          request.destroy();
        };
        if (statusCode === 304) return end({ is: "unchanged" });
        if (statusCode >= 300 && statusCode < 400 && headers.location)
          return end({ location: headers.location });
        if (statusCode === 404 || statusCode === 410) return fail("gone");
        if (statusCode !== 200) return fail("refused");
        const parts: Buffer[] = [];
        let size = 0;
        response.on("data", (part: Buffer) => {
          size += part.length;
          if (size > way.mostBytes) fail("too_large");
          else parts.push(part);
        });
        response.on("error", () => fail("unreachable"));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          end({ is: "read", text, etag: tagOf(headers.etag) });
        });
      },
    );
    request.on("error", () => fail("unreachable"));
    request.end();
  });
}

const tagOf = (tag: string | undefined): string | null =>
  tag && tag.length <= 200 && /^[\x21-\x7e ]+$/.test(tag) ? tag : null;
