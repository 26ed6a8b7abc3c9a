import { groupByDay } from "@/lib/availability/rules";
import type { Day, Minute, Zone } from "@/lib/core/time";

// Insurance and background checks are shown as seen, never by their numbers: those open accounts elsewhere.
export const NUMBERED = ["certificate", "licence"] as const;
export const shownNumber = (kind: string, number: string | null): string | null =>
  NUMBERED.some((one) => one === kind) ? number : null;

/** A number as it is compared: "IAIM 17-20418" and "iaim1720418" are one. Empty when it holds no digit. */
export function numberSigns(typed: string): string {
  const signs = typed.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return /\d/.test(signs) && signs.length >= 4 ? signs : "";
}

export type Near = { words: string[]; codes: string[]; wider: string[] };

/**
 * What a typed place asks for: words for a part of town, codes for the outward half of a postcode or a ZIP code, and
 * the wider area those lie in. Distances come with the map; until then neighbours share the first signs of a code.
 */
export function placeTerms(typed: string | undefined): Near {
  const tokens = (typed ?? "")
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
    .slice(0, 6);
  // The inward half of a British postcode ("6JA" of "BS6 6JA") names a street, not a neighbourhood.
  const useful = tokens.filter((token) => !/^\d[a-z]{2}$/.test(token));
  const codes = useful.filter((token) => /\d/.test(token)).map(outward);
  return {
    words: useful.filter((token) => !/\d/.test(token) && token.length > 1),
    codes,
    wider: codes.flatMap((code) => {
      const area = /^[a-z]{1,2}(?=\d)/.exec(code) ?? /^\d{3}(?=\d\d$)/.exec(code);
      return area ? [area[0]] : [];
    }),
  };
}

/** "bs66ja" → "bs6"; anything else stays as it is. */
const outward = (code: string): string =>
  /^([a-z]{1,2}\d[a-z\d]?)\d[a-z]{2}$/.exec(code)?.[1] ?? code;

export const asksForPlace = (near: Near): boolean => near.words.length + near.codes.length > 0;

/** 0 in the named place, 1 in the same wider area, 2 only online, null not at all. */
export function nearness(
  near: Near,
  place: { text: string; postcode: string | null; online: boolean },
): 0 | 1 | 2 | null {
  if (!asksForPlace(near)) return 0;
  const text = place.text.toLowerCase();
  const code = place.postcode?.toLowerCase() ?? "";
  if (near.codes.some((asked) => code.startsWith(asked))) return 0;
  if (near.codes.length === 0 && near.words.every((word) => text.includes(word))) return 0;
  if (near.wider.some((area) => new RegExp(`^${area}\\d`).test(code))) return 1;
  if (near.words.some((word) => text.includes(word))) return 1;
  return place.online ? 2 : null;
}

export type Choice = { serviceId: string; start: Minute };

/**
 * A few times that give a choice: the first one of each of the next days, then further ones of those days.
 * `free` lists each service's own openings; of two services at one start the first listed is kept.
 */
export function spread(
  free: readonly { serviceId: string; zone: Zone; slots: readonly Minute[] }[],
  n: number,
  days?: { from?: Day | undefined; to?: Day | undefined },
): Choice[] {
  const byDay = new Map<Day, Choice[]>();
  const seen = new Set<Minute>();
  for (const { serviceId, zone, slots } of free) {
    for (const [day, list] of groupByDay(slots, zone)) {
      if ((days?.from && day < days.from) || (days?.to && day > days.to)) continue;
      const fresh = list.filter((start) => !seen.has(start));
      for (const start of fresh) seen.add(start);
      byDay.set(day, [...(byDay.get(day) ?? []), ...fresh.map((start) => ({ serviceId, start }))]);
    }
  }
  const ordered = [...byDay]
    .filter(([, list]) => list.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, n)
    .map(([, list]) => list.sort((a, b) => a.start - b.start));
  const picked: Choice[] = [];
  for (
    let round = 0;
    picked.length < n && ordered.some((list) => list.length > round);
    round += 1
  ) {
    for (const list of ordered) {
      const choice = list[round];
      if (choice && picked.length < n) picked.push(choice);
    }
  }
  return picked.sort((a, b) => a.start - b.start);
}

/** Up to `perDay` times on each of the next `days` days that have any. */
export function nextDays(
  slots: readonly Minute[],
  zone: Zone,
  days: number,
  perDay: number,
): { day: Day; times: Minute[] }[] {
  return [...groupByDay(slots, zone)]
    .slice(0, days)
    .map(([day, times]) => ({ day, times: times.slice(0, perDay) }));
}
