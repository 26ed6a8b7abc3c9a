import type { Amount, Entry, Kind, Unit } from "./schema";

export const GRAMS_PER_POUND = 453.59237;
const GRAMS_PER_OUNCE = GRAMS_PER_POUND / 16;
export const MM_PER_INCH = 25.4;

/** Refused at the field: the entry limits of the RCPCH growth charts below, and above what no baby is. */
export const LIMITS: Record<Kind, { least: Amount; most: Amount }> = {
  weight: { least: 150, most: 40_000 },
  length: { least: 200, most: 1300 },
  head: { least: 50, most: 700 },
};
export const unitsOf = (kind: Kind): readonly Unit[] =>
  kind === "weight" ? ["kg", "g", "lb"] : ["cm", "in"];

export type System = "metric" | "imperial";
/** Scales in the United States speak pounds; a red book kilograms. */
export const systemOf = (locale: string): System => (locale === "en-US" ? "imperial" : "metric");
export const usualUnit = (kind: Kind, system: System): Unit =>
  kind === "weight" ? (system === "metric" ? "kg" : "lb") : system === "metric" ? "cm" : "in";

/** "4.34", "4,34" or "4340"; null for anything else. A comma before three digits of grams separates thousands. */
function readNumber(text: string, thousands: boolean): number | null {
  const plain = text.trim().replace(/\s/g, "");
  if (thousands && /^\d{1,2}[.,]\d{3}$/.test(plain)) return Number(plain.replace(/[.,]/, ""));
  return /^\d{1,6}([.,]\d{0,4})?$/.test(plain) ? Number(plain.replace(",", ".")) : null;
}

/** What was typed, as whole grams or millimetres; null when it is no number of that unit. */
export function readAmount({ kind, unit, amount, ounces }: Entry): Amount | null {
  if (!unitsOf(kind).includes(unit)) return null;
  const value = readNumber(amount, unit === "g");
  if (unit === "lb") {
    const [pounds, rest] = [amount.trim() === "" ? 0 : value, readNumber(ounces || "0", false)];
    if (pounds === null || rest === null || rest >= 16) return null;
    return Math.round(pounds * GRAMS_PER_POUND + rest * GRAMS_PER_OUNCE);
  }
  if (value === null) return null;
  return Math.round(value * { kg: 1000, g: 1, cm: 10, in: MM_PER_INCH }[unit]);
}

/** With ounces beside a unit that has none: what it is in pounds, for the ounces say that pounds were meant once. */
export function inPounds(typed: Entry): Amount | null {
  const ounces = typed.kind === "weight" && typed.unit !== "lb" && readNumber(typed.ounces, false);
  return ounces ? readAmount({ ...typed, unit: "lb" }) : null;
}

/** The unit's own numbers, for a field that is filled in again: 4340 g → "4.34", or "9" and "9.1". */
export function fieldText(
  kind: Kind,
  amount: Amount,
  unit: Unit,
): { amount: string; ounces: string } {
  const short = (value: number, digits: number) => String(Number(value.toFixed(digits)));
  if (kind !== "weight")
    return { amount: short(amount / (unit === "in" ? MM_PER_INCH : 10), 1), ounces: "" };
  if (unit === "g") return { amount: String(amount), ounces: "" };
  if (unit === "kg") return { amount: short(amount / 1000, 3), ounces: "" };
  const { pounds, ounces } = poundsOf(amount);
  return { amount: String(pounds), ounces: short(ounces, 1) };
}

/**
 * What an entry is corrected to: the stored amount where the field still says what it was filled in with. An inch has a
 * tenth there, a millimetre is less: read again, 54.2 cm that nobody touched would become 54.1.
 */
export function readCorrected(typed: Entry, stored: Amount): Amount | null {
  const amount = readAmount(typed);
  const { kind, unit } = typed;
  const shown = readAmount({ kind, unit, ...fieldText(kind, stored, unit) });
  return amount !== null && amount === shown ? stored : amount;
}

/** Pounds and ounces to a tenth, without "8 lb 16 oz". */
export function poundsOf(grams: Amount): { pounds: number; ounces: number } {
  const tenths = Math.round((grams / GRAMS_PER_OUNCE) * 10);
  return { pounds: Math.floor(tenths / 160), ounces: (tenths % 160) / 10 };
}

const formats = new Map<string, Intl.NumberFormat>();
function unitText(value: number, unit: string, locale: string, least: number, most: number) {
  const key = `${locale} ${unit} ${least} ${most}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(locale, {
      ...{ style: "unit", unit, unitDisplay: "short" },
      ...{ minimumFractionDigits: least, maximumFractionDigits: most },
    });
  formats.set(key, format);
  return format.format(value).replace(/[\u00a0\u202f]/g, " ");
}

/** "4.34 kg", "9 lb 9.1 oz", "54.2 cm", "21.3 in", in the reader's numbers. */
export function formatAmount(kind: Kind, amount: Amount, system: System, locale: string): string {
  if (kind === "weight") {
    if (system === "metric") return unitText(amount / 1000, "kilogram", locale, 2, 3);
    const { pounds, ounces } = poundsOf(amount);
    return `${unitText(pounds, "pound", locale, 0, 0)} ${unitText(ounces, "ounce", locale, 0, 1)}`;
  }
  return system === "metric"
    ? unitText(amount / 10, "centimeter", locale, 1, 1)
    : unitText(amount / MM_PER_INCH, "inch", locale, 1, 1);
}
