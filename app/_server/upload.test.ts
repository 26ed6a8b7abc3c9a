import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { POST as toBaby } from "@/app/api/files/[area]/route";
import { POST as toForm } from "@/app/api/forms/[holder]/[id]/route";
import { refusedCode } from "@/components/files/said";
import { closeDatabase } from "@/db/client";
import { developmentKey } from "@/lib/core/env";
import { Refusal } from "@/lib/core/refusal";
import { sessionCookie } from "./session";
import { home, inRequest } from "./testing";
import { sentBack } from "./upload";

const nowhere = "postgres://nobody@127.0.0.1:1/none";
beforeAll(() => {
  vi.stubEnv("PUBLIC_URL", home);
  vi.stubEnv("APP_DATABASE_URL", nowhere);
  vi.stubEnv("HANDSEL_KEY", process.env.HANDSEL_KEY ?? developmentKey);
});
afterAll(async () => {
  await closeDatabase();
  vi.unstubAllEnvs();
});

type Params = { area: string; holder: string; id: string };
function send(
  post: (request: Request, asked: { params: Promise<Params> }) => Promise<Response>,
  params: Partial<Params>,
  search: string,
  accept: string,
) {
  const request = new Request(`${home}/api/somewhere?${search}`, {
    method: "POST",
    headers: { origin: home, accept, cookie: `${sessionCookie().name}=${"s".repeat(43)}` },
    body: new FormData(),
  });
  const asked = { params: Promise.resolve(params as Params) };
  return inRequest(request.headers, () => post(request, asked));
}
const page = "text/html";

test("while the database is away a file that was sent without scripts leads back to its page, which says so", async () => {
  const baby = await send(toBaby, { area: "family" }, "baby=b", page);
  expect(baby.status).toBe(303);
  expect(baby.headers.get("location")).toBe("/family/babies/b/files?refused=away");
  const holder = "a".repeat(43);
  const form = await send(toForm, { holder, id: "i" }, "question=q&part=one", page);
  expect(form.status).toBe(303);
  expect(form.headers.get("location")).toBe(`/forms/${holder}/i?part=one&file=q&refused=away`);
  const json = await send(toBaby, { area: "family" }, "baby=b", "application/json");
  expect(json.status).toBe(503);
});

test("the page knows every reason it is led back with, and a bug stays one", async () => {
  const codes: string[] = [];
  const refused = (why: string) => {
    codes.push(why);
    return `/x?refused=${why}`;
  };
  for (const error of [
    new Refusal("unauthenticated"),
    new Refusal("rate_limited"),
    new Refusal("not_found"),
    new Refusal("invalid", "documents:refused.heic"),
    Object.assign(new Error("failed"), { code: "ECONNREFUSED" }),
  ])
    await sentBack(() => Promise.reject(error), { done: "/x", refused });
  expect(codes).toEqual(["signIn", "often", "other", "heic", "away"]);
  expect(codes.map(refusedCode)).toEqual(codes);
  const bug = sentBack(() => Promise.reject(new TypeError("bug")), { done: "/x", refused });
  await expect(bug).rejects.toThrow("bug");
});
