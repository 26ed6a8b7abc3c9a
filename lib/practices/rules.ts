import { createHash } from "node:crypto";
import type { Staff } from "@/lib/core/actor";
import { type Currency, minorDigits } from "@/lib/core/money";
import { BLOCKS, type Block } from "./schema";

/** Services, hours and the public page are the practitioner's own; an owner looks after everybody's. */
export const mayManage = (actor: Staff, practitionerId: string): boolean =>
  actor.role === "owner" ||
  (actor.role === "practitioner" && actor.practitionerId === practitionerId);

/** Places belong to the practice: whoever teaches there may correct them. */
export const mayManagePlaces = (actor: Staff): boolean => actor.role !== "front_desk";

export type BlockTexts = Readonly<Record<Block, string | null>>;

/** The blocks that keep a page from being published. Empty is no answer; the word "none" is one. */
export const missingBlocks = (profile: BlockTexts): Block[] =>
  BLOCKS.filter((block) => !profile[block]?.trim());

const saysNone = /^(none|no|nothing|n\/a)\.?$/i;
/** A block that says there is nothing to say: shown as such, never hidden. */
export const isNone = (text: string): boolean => saysNone.test(text.trim());

/**
 * "62", "62.50" or "62,50" → minor units; null for anything else. One or two decimals are read as such, so "1,200"
 * is refused rather than taken for 1.20.
 */
export function parsePrice(text: string, currency: Currency): number | null {
  const parts = /^(\d{1,7})(?:[.,](\d{1,3}))?$/.exec(text.replace(/[\s\p{Sc}]/gu, ""));
  if (!parts) return null;
  const digits = minorDigits(currency);
  const fraction = parts[2] ?? "";
  if (fraction.length > digits) return null;
  const minor = Number(parts[1]) * 10 ** digits + Number(fraction.padEnd(digits, "0") || 0);
  return minor <= 2_000_000_000 ? minor : null;
}

/** The way back, for the form: 6250 → "62.50", 6200 → "62". */
export function writePrice(minor: number, currency: Currency): string {
  const digits = minorDigits(currency);
  const whole = String(Math.floor(minor / 10 ** digits));
  const rest = minor % 10 ** digits;
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(digits, "0")}`;
}

/** Names of the fields that differ: what the audit trail may know of a change. */
export function changedFields<T extends object>(before: T, after: Partial<T>): string[] {
  return Object.entries(after)
    .filter(([name, value]) => !same(before[name as keyof T], value))
    .map(([name]) => name)
    .sort();
}
const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

type Whereabouts = { postcode: string | null; address?: string | null };

/**
 * The point on the map belongs to the postcode it was made for. Nothing here knows where another one lies, so a move
 * leaves no point: search goes by the postcode itself, and a distance from the old place would be a lie.
 */
export function pointAfter(
  before: Whereabouts,
  after: Whereabouts,
): { latitude: null; longitude: null } | undefined {
  const where = ({ postcode, address }: Whereabouts) =>
    [postcode, address].map((part) => (part ?? "").toLowerCase().replace(/\W/g, "")).join(" ");
  return where(before) === where(after) ? undefined : { latitude: null, longitude: null };
}

type MapPoint = { latitude: number; longitude: number };
type OnMap = { latitude: number | null; longitude: number | null };

/** The point after a save: the one that was typed, unless it is the old place's that nobody took out of the form. */
export function pointTyped(
  before: (Whereabouts & OnMap) | null,
  after: Whereabouts,
  typed: MapPoint | null | undefined,
): OnMap | undefined {
  const none = { latitude: null, longitude: null };
  if (typed === undefined) return before ? pointAfter(before, after) : undefined;
  if (typed === null) return none;
  const same = before?.latitude === typed.latitude && before.longitude === typed.longitude;
  return (same && before && pointAfter(before, after)) || typed;
}

/** What a row without a version column looked like: two people who edit it at once are told. */
export const stampOf = (facts: unknown): string =>
  createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, 16);
