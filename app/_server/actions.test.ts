import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { openGate } from "./gate";
import { home, inRequest } from "./testing";

// Whoever knows an action's name may call it by hand, with anything in the place of a form.

testDatabase();
const loads = import.meta.glob<Record<string, unknown>>(["../**/*.ts", "../**/*.tsx"]);
type Action = (...args: unknown[]) => Promise<unknown>;
const actions: [name: string, Action][] = [];

/** What the next request calls, and what broke. */
let call: () => Promise<unknown>;
let fault: unknown;
let server: Server;
let closeGate = () => {};
beforeAll(async () => {
  for (const [file, load] of Object.entries(loads)) {
    const text = readFileSync(new URL(file, import.meta.url), "utf8");
    if (!/^\s*["']use server["']/m.test(text)) continue;
    expect(text, `${file}: an action has a file of its own`).toMatch(/^"use server";/);
    for (const [name, action] of Object.entries(await load()))
      actions.push([`${file} ${name}`, action as Action]);
  }
  vi.stubEnv("PUBLIC_URL", home);
  closeGate = openGate();
  // Stands for Next: answers with what the action says, and with 500 when it breaks.
  server = createServer(async (request, response) => {
    const head = new Headers(request.headers as Record<string, string>);
    fault = undefined;
    try {
      response.end(JSON.stringify((await inRequest(head, call)) ?? null));
    } catch (error) {
      const { digest } = error as { digest?: string };
      response.statusCode = digest?.startsWith("NEXT_REDIRECT") ? 303 : 500;
      if (response.statusCode === 500) fault = error;
      response.end("null");
    }
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
}, 60_000);
afterAll(() => {
  closeGate();
  server.close();
  vi.unstubAllEnvs();
});

async function send(headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/somewhere`, {
    method: "POST",
    headers: { origin: home, ...headers },
    body: "",
  });
  const said = (await answer.json()) as { message?: string; why?: string } | null;
  return { status: answer.status, words: said?.message ?? said?.why, said };
}

test("every action refuses what is no form in words, with a status that says whose fault it is", async () => {
  expect(actions.length).toBeGreaterThan(150);
  const wrong: unknown[] = [];
  for (const [name, action] of actions)
    for (const junk of [undefined, null, 5, "x", [], { id: 1 }, { get: "x", entries: 1 }]) {
      call = () => action(junk, junk);
      const { status, words } = await send({ "next-action": "7f" });
      // This one shows nothing: it has no form of its own, only a switch.
      const said = words === "The request could not be read." || name.endsWith(" choosePractice");
      if (status !== 400 || !said || fault) wrong.push({ name, junk, status, words, fault });
    }
  expect(wrong).toEqual([]);
});

test("a form without fields, and one with files in the place of words, break nothing", async () => {
  const wrong: unknown[] = [];
  for (const [name, action] of actions)
    for (const form of [new FormData(), fullOfFiles()]) {
      call = () => (action.length < 2 ? action(form) : action({}, form));
      const { status, said } = await send();
      if (status >= 500 || fault) wrong.push({ name, status, said, fault });
    }
  expect(wrong).toEqual([]);
}, 60_000);

function fullOfFiles(): FormData {
  const form = new FormData();
  for (const name of ["link", "token", "email", "key", "do", "intent", "bookingId", "assignmentId"])
    form.append(name, new File(["x"], "x.txt"));
  for (const name of ["q.one", "steps.0", "finding.reflux", "same.", "slot", "practice"])
    form.append(name, new File(["x"], "x.txt"));
  return form;
}
