import { z } from "zod";

declare const kind: unique symbol;
/** ISO 4217, upper case: "GBP". */
export type Currency = string & { readonly [kind]?: "currency" };
/** Whole minor units (pence, cents, yen). Never a float, never two currencies in one sum. */
export type Money = { readonly minor: number; readonly currency: Currency };

const currencies = new Set(Intl.supportedValuesOf("currency"));
const digits = new Map<string, number>();

export const isCurrency = (code: string): boolean => currencies.has(code);

/**
 * Decimals by ISO 4217: 2 for GBP, 0 for JPY, 3 for BHD. A payment provider may count
 * differently (Stripe has its own list); that belongs to its adapter.
 */
export function minorDigits(currency: Currency): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  if (!isCurrency(currency)) throw new RangeError(`Not a currency: ${currency}`);
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const found = format.resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

export function money(minor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`Not whole minor units: ${minor}`);
  if (!isCurrency(currency)) throw new RangeError(`Not a currency: ${currency}`);
  return { minor: minor === 0 ? 0 : minor, currency };
}

export const addMoney = (a: Money, b: Money): Money =>
  money(a.minor + same(a, b).minor, a.currency);

export const subtractMoney = (a: Money, b: Money): Money =>
  money(a.minor - same(a, b).minor, a.currency);

export function multiplyByInt(a: Money, factor: number): Money {
  if (!Number.isSafeInteger(factor)) throw new RangeError(`Not a whole factor: ${factor}`);
  return money(a.minor * factor, a.currency);
}

/**
 * A percentage with at most two decimals, rounded half to even, so that many small shares do
 * not drift in one direction. 100 % minus `percentOf` leaves the exact rest.
 */
export function percentOf(a: Money, percent: number): Money {
  const hundredths = Math.round(percent * 100);
  if (!Number.isSafeInteger(hundredths) || Math.abs(percent * 100 - hundredths) > 1e-6) {
    throw new RangeError(`Not a percentage with two decimals: ${percent}`);
  }
  return money(Number(divideHalfEven(BigInt(a.minor) * BigInt(hundredths), 10_000n)), a.currency);
}

/** The currency is named because an empty list has none. */
export const sumMoney = (items: readonly Money[], currency: Currency): Money =>
  items.reduce(addMoney, money(0, currency));

/** Negative, zero or positive, as `Array.sort` wants it. */
export const compareMoney = (a: Money, b: Money): number => a.minor - same(a, b).minor;

function same(a: Money, b: Money): Money {
  if (a.currency !== b.currency) {
    throw new RangeError(`Mixed currencies: ${a.currency} and ${b.currency}`);
  }
  return b;
}

function divideHalfEven(numerator: bigint, divisor: bigint): bigint {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const whole = size / divisor;
  const twice = (size % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && whole % 2n === 1n);
  const result = up ? whole + 1n : whole;
  return negative ? -result : result;
}

export const currency = z
  .string()
  .refine(isCurrency, { error: "errors:currency", abort: true })
  .transform((code): Currency => code);
export const moneySchema = z.strictObject({ minor: z.int(), currency });
