import { afterEach, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { type Pages, shareForgetting } from "@/lib/work/elsewhere";
import { pagesHere } from "./process";
import PublicCache from "./public-cache";

const db = testDatabase();
const cache = new PublicCache();
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** This process, with the cache that Next asks, once its line stands: then it forgets what it has. */
async function here() {
  await keep("before");
  stops.push(shareForgetting(db.appUrl, pagesHere()));
  await expect.poll(() => has("before")).toBe(false);
}
/** Another process of the installation: what it was told to forget. */
async function another() {
  const told: (string[] | null)[] = [];
  const pages: Pages = { forgetTold: (tags) => told.push(tags), tellOthers: () => {} };
  stops.push(shareForgetting(db.appUrl, pages));
  await expect.poll(() => told).toEqual([null]);
  return { told, change: (slug: string) => pages.tellOthers([tag(slug)]) };
}
const tag = (slug: string) => `_N_T_/p/${slug}`;
const keep = (slug: string) =>
  cache.set(
    `/p/${slug}`,
    {
      ...{ kind: "APP_PAGE", html: "<p>Rosa</p>" },
      headers: { "x-next-cache-tags": tag(slug) },
    },
    {},
  );
const has = async (slug: string) => (await cache.get(`/p/${slug}`)) !== null;

test("a page that one process changed is forgotten by the others, and no other page is", async () => {
  await here();
  const other = await another();
  await keep("rosa");
  await keep("nisha");
  other.change("rosa");
  await expect.poll(() => has("rosa")).toBe(false);
  expect(await has("nisha")).toBe(true);
  await cache.revalidateTag(tag("nisha"));
  expect(await has("nisha")).toBe(false);
  // What it said itself it is not told.
  await expect.poll(() => other.told).toEqual([null, [tag("nisha")]]);
});

test("a line that broke is opened anew, and what was said meanwhile is not missed", async () => {
  await here();
  await keep("rosa");
  await db.owner.execute(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'",
  );
  await expect.poll(() => has("rosa")).toBe(false);
});

test("what is no word of ours is not heard", async () => {
  await here();
  const other = await another();
  await keep("rosa");
  await keep("nisha");
  for (const said of ["nonsense", `{"from":"x","tags":["${tag("rosa")}"]}`])
    await db.owner.execute(`select pg_notify('handsel_pages', '${said}')`);
  other.change("nisha");
  await expect.poll(() => has("nisha")).toBe(false);
  expect(await has("rosa")).toBe(true);
});
