import { z } from "zod";
import { id } from "@/lib/core/id";
import { type Day, isDay, wallTime } from "@/lib/core/time";

export const KINDS = ["weight", "length", "head"] as const;
export type Kind = (typeof KINDS)[number];
/** What has a chart: each kind, and the weights by the lengths of the same days. */
export const SHOWN = [...KINDS, "for_length"] as const;
export type Shown = (typeof SHOWN)[number];
export const SOURCES = ["practitioner", "parent", "clinic", "doctor"] as const;
export type Source = (typeof SOURCES)[number];
export const VOID_REASONS = ["wrong_value", "wrong_day", "wrong_baby", "twice", "other"] as const;
export const UNITS = ["kg", "g", "lb", "cm", "in"] as const;
export type Unit = (typeof UNITS)[number];
export const WARNINGS = ["far", "jump"] as const;
export type Warning = (typeof WARNINGS)[number];
export type Sex = "girl" | "boy" | "unsaid";

/** The whole numbers that are kept: grams for a weight, millimetres for the others. */
export type Amount = number;
/** What is sealed in measurements.value: the amount, how it was typed, and what was warned of and kept anyway. */
export const Measured = z.strictObject({
  amount: z.int().min(1).max(100_000),
  unit: z.enum(UNITS),
  warned: z.array(z.enum(WARNINGS)).optional(),
});
export type Measured = z.output<typeof Measured>;

export const sealedValue = (measurementId: string) => ({
  ...{ table: "measurements", column: "value", id: measurementId },
});
export const sealedSummary = (shareId: string) => ({
  ...{ table: "growth_shares", column: "summary", id: shareId },
});

const typed = z.string("growth:errors.amount").max(40, "growth:errors.amount").default("");
const part = z.string("growth:errors.day").max(40, "growth:errors.day").default("");
const day = z
  .strictObject({ day: part, month: part, year: part }, "growth:errors.day")
  .transform(({ day: date, month, year }): Day => {
    const two = (text: string) => text.trim().padStart(2, "0");
    return `${year.trim()}-${two(month)}-${two(date)}`;
  })
  .refine(isDay, "growth:errors.day");
const blank = (value: unknown) => (value === "" ? undefined : value);
const offered = z.preprocess(blank, z.coerce.number().int().min(1).max(100_000).optional());

const entry = {
  kind: z.enum(KINDS, "errors:choose"),
  unit: z.enum(UNITS, "errors:choose"),
  /** As typed: "4.34", "4,34", "4340"; pounds with their ounces beside. */
  amount: typed,
  ounces: typed,
  /** The amount that was offered instead of what was typed, taken with one press. */
  use: offered,
  /** The amount of a second measurement, after the question whether it is one. */
  again: offered,
  measuredOn: day,
  measuredTime: z.preprocess(blank, wallTime.optional()),
  source: z.enum(SOURCES, "errors:choose"),
  /** The amount that was warned of, pressed again: it is what the scales said. */
  sure: offered,
};
export type Entry = { kind: Kind; unit: Unit; amount: string; ounces: string };

export const AddMeasurement = z.strictObject({ babyId: id("baby"), ...entry });
export const CorrectMeasurement = z.strictObject({
  measurementId: id("measurement"),
  reason: z.enum(VOID_REASONS, "errors:choose"),
  ...entry,
});
export const RemoveMeasurement = z.strictObject({
  measurementId: id("measurement"),
  reason: z.enum(VOID_REASONS, "errors:choose"),
});
/** Those that the page showed: what came in meanwhile waits on. */
export const ConfirmMeasurements = z.strictObject({
  babyId: id("baby"),
  measurementIds: z.array(id("measurement")).min(1).max(500),
});
export const OneBaby = z.strictObject({ babyId: id("baby") });

const basis = z.discriminatedUnion("reference", [
  z.strictObject({
    reference: z.literal("who"),
    age: z.enum(["birth", "corrected"]),
    days: z.int(),
  }),
  z.strictObject({ reference: z.literal("intergrowth"), days: z.int() }),
]);
/** What one number was compared with: kept beside it wherever it is shown or sent. */
export type Basis = z.output<typeof basis>;

/** What a doctor is sent: numbers of one day with what each was compared with, and no name. */
export const Summary = z.strictObject({
  bornOn: z.string(),
  sex: z.enum(["girl", "boy", "unsaid"]),
  gestationDays: z.int().nullable(),
  /** What is compared goes by the birth age, which may not fit. */
  weeksUnknown: z.literal(true).optional(),
  correctUntilMonths: z.int(),
  rows: z
    .array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(KINDS),
        on: z.string(),
        source: z.enum(SOURCES),
        amount: z.int(),
        z: z.number().nullable(),
        basis: basis.nullable(),
      }),
    )
    .max(600),
});
export type Summary = z.output<typeof Summary>;
