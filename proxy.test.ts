import type { NextConfig } from "next";
import { unstable_doesMiddlewareMatch as touches } from "next/experimental/testing/server";
import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";
import { config, proxy } from "./proxy";

afterEach(() => {
  vi.unstubAllEnvs();
});
function headers(path: string, publicUrl = "http://localhost:3000", mode = "test"): Headers {
  vi.stubEnv("PUBLIC_URL", publicUrl);
  vi.stubEnv("NODE_ENV", mode);
  return proxy(new NextRequest(`http://localhost:3000${path}`)).headers;
}
const policy = (head: Headers) => head.get("content-security-policy") ?? "";

test("each answer has its own nonce, on the request for Next and in the policy", () => {
  const [one, two] = [headers("/find"), headers("/find")];
  const nonce = /'nonce-([^']+)' 'strict-dynamic'/.exec(policy(one))?.[1] ?? "";
  expect(Buffer.from(nonce, "base64")).toHaveLength(16);
  expect(policy(one)).not.toBe(policy(two));
  expect(one.get("x-middleware-request-content-security-policy")).toBe(policy(one));
});

test("the policy allows no inline script and no foreign source", () => {
  const given = policy(headers("/"));
  expect(given).not.toMatch(/script-src[^;]*unsafe/);
  expect(given).not.toMatch(/style-src [^;]*unsafe/);
  expect(given).not.toMatch(/https?:|\*/);
  for (const rule of [
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ])
    expect(given).toContain(rule);
});

test("only hot reload may evaluate code", () => {
  expect(policy(headers("/", "http://localhost:3000", "development"))).toContain("'unsafe-eval'");
});

test("https asks for https, http does not", () => {
  const secure = headers("/", "https://book.example.org");
  expect(secure.get("strict-transport-security")).toMatch(/max-age=63072000/);
  expect(policy(secure)).toContain("upgrade-insecure-requests");
  const plain = headers("/");
  expect(plain.get("strict-transport-security")).toBeNull();
  expect(policy(plain)).not.toContain("upgrade-insecure-requests");
});

test.each([
  "/family",
  "/family/babies/1",
  "/practice",
  "/doctor",
  "/admin",
  "/manage/t0ken",
  "/referral/t0ken",
  "/sign-in",
  "/verify/1",
  "/something-new",
])("%s is private: never stored, never indexed, its address never told to others", (path) => {
  expect(Object.fromEntries(headers(path))).toMatchObject({
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "same-origin",
  });
});
test.each(["/", "/find", "/refer"])("%s may be found", (path) => {
  expect(headers(path).get("x-robots-tag")).toBeNull();
});

const matches = (url: string) => touches({ config, nextConfig: {}, url });
test.each([
  "/",
  "/find",
  "/family/x",
  "/p/rosa/book",
  "/p",
  "/nope.png",
  "/manage/icon.svg",
  "/apiary",
  "/_next/nope",
  "/theme.jsx",
  "/x/robots.txt",
])("%s passes here", (url) => {
  expect(matches(url)).toBe(true);
});
test.each([
  "/p/rosa-calder",
  "/api/health",
  "/_next/static/chunks/a.js",
  "/theme.js",
  "/sw.js",
  "/icon.svg",
  "/robots.txt",
  "/assets/a.png",
])("%s has its headers from elsewhere", (url) => {
  expect(matches(url)).toBe(false);
});

test("the settings of Next keep its loose ends closed", async () => {
  // Next reads this file as plain JavaScript; so does the test.
  const file = new URL("./next.config.js", import.meta.url).href;
  const { default: nextConfig }: { default: NextConfig } = await import(file);
  expect(nextConfig).toMatchObject({
    poweredByHeader: false,
    images: { unoptimized: true },
    experimental: { serverActions: { bodySizeLimit: "256kb" } },
    cacheMaxMemorySize: 0,
  });
  expect(nextConfig).not.toHaveProperty("rewrites");
  const rules = (await nextConfig.headers?.()) ?? [];
  const everywhere = rules.find((rule) => rule.source === "/:path*")?.headers.map(({ key }) => key);
  expect(everywhere).toEqual(
    expect.arrayContaining([
      "X-Content-Type-Options",
      "X-Frame-Options",
      "Referrer-Policy",
      "Permissions-Policy",
    ]),
  );
});
