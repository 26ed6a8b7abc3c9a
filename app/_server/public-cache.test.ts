import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import PublicCache, { scriptHashes } from "./public-cache";

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const init = "(self.__next_f=self.__next_f||[]).push([0])";
const flight = 'self.__next_f.push([1,"1:\\"\\u003cb\\u003e\\"\\n"])';
const boot =
  '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["a.js"],"runtimeModuleIds":[1]});';
const page = (inside: string) =>
  `<!DOCTYPE html><html><head><script src="/theme.js"></script></head><body>${inside}<script id="_R_">${boot}</script><script>${init}</script><script>${flight}</script></body></html>`;
const entry = (html: string, tags = "") => ({
  kind: "APP_PAGE",
  html,
  headers: tags ? { "x-next-cache-tags": tags } : {},
});
const context = { cacheControl: { revalidate: 60, expire: 120 } };

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("Next's own scripts get a hash, files and data need none", () => {
  const html = page('<script type="application/ld+json">{"name":"Rosa"}</script>');
  expect(scriptHashes(html)).toEqual([hash(boot), hash(init), hash(flight)]);
});

test.each([
  "<script>alert(1)</script>",
  '<script>self.__next_f.push([1,""]);alert(1)</script>',
  '<script>self.__next_f.push([1,""+alert(1)])</script>',
  "<script>self.__next_f.push(alert(1))</script>",
  "<script\n>(self.__next_f=self.__next_f||[]).push([0]);alert(1)</script>",
  "<SCRIPT data-src=x>alert(1)</SCRIPT>",
])("a script that got in by another way gets none: %s", (injected) => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(scriptHashes(page(injected))).toEqual([hash(boot), hash(init), hash(flight)]);
  expect(warn).toHaveBeenCalled();
});

test("the page that is being answered gets its policy at once, and keeps it", async () => {
  const cache = new PublicCache();
  const made = entry(page(""));
  await cache.set("/p/a", made, context);
  expect(made.headers).toHaveProperty("content-security-policy");
  const kept = await cache.get("/p/a");
  const policy = kept?.value.headers?.["content-security-policy"] ?? "";
  expect(policy).toContain(hash(flight));
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(kept).toMatchObject({ cacheControl: context.cacheControl });
  expect(made.headers).not.toHaveProperty("strict-transport-security");
});

test("behind https it asks for https", async () => {
  vi.stubEnv("PUBLIC_URL", "https://book.example.org");
  const made = entry(page(""));
  await new PublicCache().set("/p/b", made, context);
  expect(made.headers).toMatchObject({
    "content-security-policy": expect.stringContaining("upgrade-insecure-requests"),
    "strict-transport-security": expect.stringContaining("max-age=63072000"),
  });
});

test("a revalidated tag empties its pages, for every instance Next makes", async () => {
  await new PublicCache().set("/p/c", entry(page(""), "_N_T_/layout,_N_T_/p/c"), context);
  await new PublicCache().set("/p/d", entry(page(""), "_N_T_/layout,_N_T_/p/d"), context);
  await new PublicCache().revalidateTag("_N_T_/p/c");
  expect(await new PublicCache().get("/p/c")).toBeNull();
  expect(await new PublicCache().get("/p/d")).not.toBeNull();
});

test("answers of fetch and unstable_cache are never kept", async () => {
  const cache = new PublicCache();
  await cache.set("f", { kind: "FETCH" }, context);
  expect(await cache.get("f")).toBeNull();
});

test("memory is bounded, and what is asked for stays", async () => {
  const cache = new PublicCache();
  const large = "x".repeat(1_000_000);
  await cache.set("/p/first", entry(page(large)), context);
  for (let index = 0; index < 60; index++) {
    await cache.set(`/p/x${index}`, entry(page(large)), context);
    await cache.get("/p/first");
  }
  expect(await cache.get("/p/first")).not.toBeNull();
  expect(await cache.get("/p/x0")).toBeNull();
  expect(await cache.get("/p/x59")).not.toBeNull();
});

test("a page that says there is nothing here is answered as such, one that asks to stay unlisted says so", async () => {
  const cache = new PublicCache();
  const robots = '<meta name="robots" content="noindex, nofollow"/>';
  const gone: { status?: number } & ReturnType<typeof entry> = entry(
    page(`${robots}<div class="stack" data-status="404"></div>`),
  );
  await cache.set("/p/gone", gone, context);
  expect(gone.status).toBe(404);
  expect(gone.headers).toMatchObject({ "x-robots-tag": "noindex, nofollow" });
  const words: typeof gone = entry(page("<p>&lt;div data-status=&quot;404&quot;&gt;</p>"));
  await cache.set("/p/words", words, context);
  expect(words.status).toBeUndefined();
  expect(words.headers).not.toHaveProperty("x-robots-tag");
});
