import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env, isSecure, publicUrl } from "@/lib/core/env";
import { awayHeaders, awayPage } from "./away-page";
import { contentSecurityPolicy } from "./csp";

// What Next answers with 500, or believes too easily, is settled here before it sees the request: the documented
// channel http.server.request.start runs first, and a refused request is sent on to /api/refused/<status>.

const formLimit = 256 * 1024;
const addressLimit = 4096;
/** The largest body that is read to its end only to be refused. */
const patience = 16 * 1024 * 1024;
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const cachedPage = /^\/p\/[^/?]+\/?(?:\?|$)/;
const safe = new Set(["GET", "HEAD", "OPTIONS"]);

export type Refused = 400 | 403 | 405 | 411 | 413 | 414;
type Asked = Pick<IncomingMessage, "method" | "url" | "headers">;

/** Why a request is refused, or undefined. */
export function judge(
  { method = "", url = "", headers }: Asked,
  origin: string,
): Refused | undefined {
  if (!methods.has(method)) return 405;
  if (url.length > addressLimit) return 414;
  const path = url.split("?", 1)[0] ?? "";
  // A NUL never reaches PostgreSQL text; other control characters have no business in an address either.
  if (!path.startsWith("/") || /%[01][0-9a-f]|%7f/i.test(path) || /%00/.test(url)) return 400;
  try {
    decodeURIComponent(path);
  } catch {
    return 400;
  }
  return safe.has(method) ? undefined : judgeChange({ method, headers }, path, origin);
}

function judgeChange(
  { method, headers }: Omit<Asked, "url">,
  path: string,
  origin: string,
): Refused | undefined {
  const api = /^\/api(\/|$)/.test(path);
  // Callers without a browser send no Origin; the adapters of routes decide about them.
  if (headers.origin === undefined ? !api : headers.origin !== origin) return 403;
  if (headers["sec-fetch-site"] === "cross-site") return 403;
  if (api) return undefined;
  // Pages take forms. A page made in advance takes none: its answer would have no policy.
  if (method !== "POST" || cachedPage.test(path)) return 405;
  if (headers["content-length"] === undefined) return 411;
  if (Number(headers["content-length"]) > formLimit) return 413;
  const type = headers["content-type"] ?? "";
  return /^multipart\//i.test(type) && !/boundary=[^\s;]/i.test(type) ? 400 : undefined;
}

/** The caller's address, which caller.ts believes: the last hop of a trusted proxy, else the socket's. */
export function trueAddress(forwarded: string | undefined, socket: string | undefined): string {
  const last = env().TRUST_PROXY ? forwarded?.split(",").at(-1)?.trim() : undefined;
  // Some proxies write the port too, which is another one each time.
  const [, six, four] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(last ?? "") ?? [];
  const address = six ?? four ?? (last || socket || "unknown");
  return address.slice(0, 64).replace(/^::ffff:(?=[\d.]+$)/, "");
}

/** Headers that a caller writes and that Next, next-auth or our own code would take for the truth. */
function settleHeaders(request: IncomingMessage, told: Record<string, string>): void {
  const { headers } = request;
  const forwarded = String(headers["x-forwarded-for"] ?? "");
  for (const name of Object.keys(headers)) if (believed.test(name)) delete headers[name];
  Object.assign(headers, told, {
    "x-forwarded-for": trueAddress(forwarded, request.socket.remoteAddress),
    "x-request-id": randomUUID(),
  });
}
const believed = /^(x-forwarded-|forwarded$|x-middleware-|x-nonce$|content-security-policy)/;

/** The configured address, in the words of a proxy: Next compares it with Origin before it runs an action. */
function ownAddress(): Record<string, string> {
  const { host, port, protocol } = new URL(publicUrl());
  const secure = protocol === "https:";
  return {
    "x-forwarded-host": host,
    "x-forwarded-proto": secure ? "https" : "http",
    "x-forwarded-port": port || (secure ? "443" : "80"),
  };
}

// The instrumentation and the pages are built apart and share nothing but the process.
const shared = globalThis as typeof globalThis & {
  handselUnread?: Set<string>;
  handselMissing?: Set<string>;
  handselRefused?: Map<string, number>;
  handselAway?: Set<string>;
  handselGate?: () => void;
};

/** Called by every action first. What fails before that is a form that could not be decoded. */
export function reachedOurCode(requestId: string | null): void {
  if (requestId) shared.handselUnread?.delete(requestId);
}

/** Whether what broke is a form that Next could not decode. */
export const isUnread = (requestId: unknown): boolean =>
  shared.handselUnread?.has(String(requestId)) === true;

/** Called by a page that says itself that there is nothing here: it cannot set its status, and Next's own notFound() sends an empty document. */
export function answerMissing(requestId: string | null): void {
  if (requestId) shared.handselMissing?.add(requestId);
}

/** Called when a form is refused, with the status that says so: an action cannot set it itself. */
export function answerRefused(requestId: string | null, status: number): void {
  if (requestId && shared.handselRefused?.has(requestId))
    shared.handselRefused.set(requestId, status);
}

/** Looks at the status of an answer just before it leaves. */
function atHead(response: ServerResponse, settle: (status: number) => number): void {
  const { writeHead } = response;
  response.writeHead = function (this: ServerResponse, status: number, ...rest: never[]) {
    return writeHead.call(this, settle(status), ...rest);
  } as typeof response.writeHead;
}

/** Next answers 500 to a form it cannot decode. That is the sender's fault, so the status becomes 400. */
function blameTheSender(response: ServerResponse, requestId: string): void {
  shared.handselUnread = (shared.handselUnread ?? new Set()).add(requestId);
  atHead(response, (status) => (status === 500 && isUnread(requestId) ? 400 : status));
  response.once("close", () => reachedOurCode(requestId));
}

/**
 * The status of a form that was refused, where a browser sent it without scripts. Next's own code reads the words only from
 * a good answer, but it sends nothing but forms: what was none (400) somebody else sent.
 */
function tellRefused(response: ServerResponse, requestId: string, byScript: boolean): void {
  const refused = shared.handselRefused ?? new Map<string, number>();
  shared.handselRefused = refused.set(requestId, 200);
  atHead(response, (status) => {
    const told = refused.get(requestId) ?? 200;
    return status === 200 && (!byScript || told === 400) ? told : status;
  });
  response.once("close", () => refused.delete(requestId));
}

/** The status of a page that says there is nothing here. The browser's own code asks with `rsc` and reads the words only from a good answer. */
function tellMissing(response: ServerResponse, requestId: string): void {
  const missing = shared.handselMissing ?? new Set();
  shared.handselMissing = missing;
  atHead(response, (status) => (status === 200 && missing.has(requestId) ? 404 : status));
  response.once("close", () => missing.delete(requestId));
}

/** Called when a page broke because the database is away: before its answer leaves, and with the headers it came with. */
export function answerAway(requestId: unknown): void {
  if (typeof requestId === "string") shared.handselAway?.add(requestId);
}

/**
 * Next answers a page that breaks with 500 and an empty document. Where only the database is away, people read so, and
 * programs are told when to come again.
 */
function standIn(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const away = shared.handselAway ?? new Set();
  shared.handselAway = away;
  response.once("close", () => away.delete(requestId));
  const { writeHead, write, end } = response;
  let stands = false;
  const begin = (status: number): boolean => {
    if (stands || response.headersSent || status !== 500 || !away.has(requestId)) return stands;
    stands = true;
    for (const name of ["Content-Encoding", "Content-Length", "Transfer-Encoding", "ETag"])
      response.removeHeader(name);
    for (const [name, value] of Object.entries(awayHeaders)) response.setHeader(name, value);
    return true;
  };
  response.writeHead = function (this: ServerResponse, status: number, ...rest: never[]) {
    return begin(status) ? writeHead.call(this, 503) : writeHead.call(this, status, ...rest);
  } as typeof response.writeHead;
  response.write = function (this: ServerResponse, ...rest: never[]) {
    return begin(this.statusCode) || Reflect.apply(write, this, rest);
  } as typeof response.write;
  response.end = function (this: ServerResponse, ...rest: never[]) {
    if (!begin(this.statusCode)) return Reflect.apply(end, this, rest);
    return Reflect.apply(end, this, request.method === "HEAD" ? [] : [awayPage(request.method)]);
  } as typeof response.end;
}

/** A page made in advance brings its policy (public-cache.js), unless making it failed: then Next's own inline scripts show the error page. */
function coverFailure(response: ServerResponse, policy: string): void {
  atHead(response, (status) => {
    if (status >= 500) response.setHeader("Content-Security-Policy", policy);
    return status;
  });
}

/** Once a process, before the first request. What it returns closes it again: it stands before every server of the process. */
export function openGate(): () => void {
  if (shared.handselGate) return shared.handselGate;
  const origin = publicUrl();
  const development = env().NODE_ENV === "development";
  const told = ownAddress();
  const failurePolicy = contentSecurityPolicy(["'unsafe-inline'"], { secure: isSecure() });

  const receive = (request: IncomingMessage, response: ServerResponse) => {
    settleHeaders(request, told);
    const id = String(request.headers["x-request-id"]);
    response.setHeader("X-Request-Id", id);
    if (development && /^\/(_next|__nextjs)/.test(request.url ?? "")) return;
    if (!request.url?.startsWith("/api/")) standIn(request, response, id);
    const refused = judge(request, origin);
    if (refused) {
      request.method = "GET";
      request.url = `/api/refused/${refused}`;
      // Node reads what is left of a body and forgets it; a browser that is cut off while it sends reads no answer.
      // Only a body without end, or of no honest size, must not hold the connection.
      const left = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY);
      if ((refused === 411 || refused === 413) && !(left <= patience))
        response.setHeader("Connection", "close");
    } else if (cachedPage.test(request.url ?? "")) {
      coverFailure(response, failurePolicy);
    } else if (request.method === "POST" && !request.url?.startsWith("/api/")) {
      blameTheSender(response, id);
      tellRefused(response, id, request.headers["next-action"] !== undefined);
    } else if (request.method !== "POST" && request.headers.rsc === undefined) {
      tellMissing(response, id);
    }
  };
  const hear = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    receive(request, response);
  };
  subscribe("http.server.request.start", hear);
  shared.handselGate = () => {
    unsubscribe("http.server.request.start", hear);
    delete shared.handselGate;
  };
  return shared.handselGate;
}
