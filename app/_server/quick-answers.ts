import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { slots } from "@/lib/availability/read";
import type { Visitor } from "@/lib/core/actor";
import { onData, onEverything } from "./headers";

// Every open booking page asks again and again what is free, and finding that out costs less than what Next does around
// a route. So it is answered before Next sees the request: by the query of app/api/live/slots, in the same form. What is
// not answered here, a refusal or a failure, goes on to that route, which has the words for it.
// See docs/decisions/0012-free-times-are-answered-before-next.md.

const visitor: Visitor = { kind: "visitor" };
const quick = "/api/live/slots?";
const headers = { ...onEverything, ...onData, "Content-Type": "application/json" };

async function freeTimes(url: string): Promise<string> {
  const asked = Object.fromEntries(new URLSearchParams(url.slice(quick.length)));
  return JSON.stringify(await slots(visitor, asked as Parameters<typeof slots>[1]));
}

/** Puts itself before the listeners of a server, once. */
export function answerQuickly(server: Server): void {
  if (led.has(server)) return;
  led.add(server);
  const others = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const goOn = () => {
      for (const listener of others) listener.call(server, request, response);
    };
    const { method, url = "" } = request;
    if (method !== "GET" || !url.startsWith(quick)) return goOn();
    freeTimes(url).then((body) => response.writeHead(200, headers).end(body), goOn);
  });
}
const led = new WeakSet<Server>();

/** For every server of this process. Not while developing: what stands here is not loaded anew when it is edited. */
export function openQuickAnswers(): void {
  subscribe("http.server.request.start", (message) =>
    answerQuickly((message as { server: Server }).server),
  );
}
