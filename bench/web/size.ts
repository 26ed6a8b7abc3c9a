import { gzipSync } from "node:zlib";
import type { Row } from "../harness";

// Half of all mobile home pages of 2025 shipped more (Web Almanac 2025, page weight).
const MEDIAN_HOME_PAGE = 632_000;
const PHONE = { "accept-encoding": "identity", accept: "text/html" };

type Page = { name: string; url: string; headers?: Record<string, string> };
type Weight = { scripts: number; bytes: number };

/** Gzipped bytes of the scripts a page's HTML names; old browsers' polyfill, which no other loads, is left out. */
async function scriptsOf({ url, headers }: Omit<Page, "name">): Promise<Weight> {
  const html = await text(url, headers);
  const files = new Set<string>();
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    if (/\bnomodule\b/i.test(tag)) continue;
    const script = tag.startsWith("<script") || /\bas="script"|\brel="modulepreload"/.test(tag);
    const file = script ? /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1] : undefined;
    if (file) files.add(new URL(file.replaceAll("&amp;", "&"), url).href);
  }
  const sizes = [...files].map(async (file) => gzipSync(await text(file), { level: 9 }).length);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return { scripts: files.size, bytes };
}

async function text(url: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(url, { headers: { ...PHONE, ...headers } });
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
}

export async function sizeRows(
  minimal: string,
  pages: Record<"public" | "booking" | "dashboard", readonly Page[]>,
): Promise<Row[]> {
  const floor = await scriptsOf({ url: minimal });
  const kilobytes = ({ bytes, scripts }: Weight): string =>
    `${(bytes / 1000).toFixed(1)} kB in ${scripts} files; minimal page ${(floor.bytes / 1000).toFixed(1)} kB`;
  const rows: Row[] = [];
  for (const [kind, list] of Object.entries(pages)) {
    for (const { name, ...page } of list) {
      const weight = await scriptsOf(page);
      const row = { name, unit: "× (gzipped JS)", note: kilobytes(weight) };
      rows.push({ ...row, goal: `P4 ${kind}`, value: weight.bytes / floor.bytes });
      const goal = kind === "public" ? "P4 median" : "P4 others";
      rows.push({ ...row, goal, value: weight.bytes / MEDIAN_HOME_PAGE, note: "" });
    }
  }
  return rows.sort((a, b) => a.goal.localeCompare(b.goal));
}
