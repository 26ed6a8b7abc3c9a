import { z } from "zod";
import { id } from "@/lib/core/id";
import {
  email,
  line,
  optionalLine,
  optionalPhone,
  optionalProse,
  ticked,
  wholeNumber,
} from "@/lib/core/text";
import { day, isDay } from "@/lib/core/time";
import { birthWeight, FEEDING, KIN, newBaby, weeksAtBirth } from "./schema";

const blank = (typed: unknown) => (typed === "" ? undefined : typed);
const seen = z.string().regex(/^[\w-]{16}$/, "errors:staleForm");
const optionalDay = z.preprocess(blank, day.optional());

const said = z.enum(["yes", "no", "unsaid"], "errors:choose").default("unsaid");
const guardian = {
  name: line(80, "clients:errors.guardianName"),
  email: z.preprocess(blank, email().optional()),
  phone: optionalPhone,
  kin: z.preprocess(blank, z.enum(KIN, "errors:choose").optional()),
  relation: optionalLine(40),
};
const sex = z.enum(["girl", "boy", "unsaid"], "errors:choose").default("unsaid");
const optionalNumber = (most: number, say: string) =>
  z.preprocess(blank, wholeNumber(1, most, say).optional());
const multiple = {
  bornOf: optionalNumber(6, "birth:bornOf"),
  birthOrder: optionalNumber(6, "birth:birthOrder"),
  bornAt: z.preprocess(
    blank,
    z
      .string("birth:bornAt")
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "birth:bornAt")
      .optional(),
  ),
};
const baby = newBaby.extend({ born: weeksAtBirth, sex, ...multiple });

export const AddClient = z.strictObject({ ...guardian, second: optionalLine(80), baby });

export const SaveGuardian = z.strictObject({
  clientId: id("client"),
  /** Left out for one more grown-up. */
  guardianId: id("guardian").optional(),
  seen: seen.optional(),
  ...guardian,
  responsibility: said,
  mayConsent: said,
  mayAttend: said,
  maySee: said,
  fosterBy: optionalLine(120),
  fosterOn: optionalDay,
  fosterUntil: optionalDay,
});
export type SaveGuardian = z.output<typeof SaveGuardian>;

export const SaveBaby = z.strictObject({
  clientId: id("client"),
  babyId: id("baby").optional(),
  seen: seen.optional(),
  baby,
});

export const SaveApart = z.strictObject({ clientId: id("client"), apart: ticked });

/** One fact a line, as people write lists. */
const lines = (most: number, length: number) =>
  z
    .string()
    .max(most * (length + 2), "errors:tooLong")
    .default("")
    .transform((text) =>
      text
        .split(/\r?\n/)
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(line(length)).max(most, "clients:errors.tooMany"));

const findingDay = z.preprocess(
  blank,
  z.string("clients:errors.day").refine(isDay, "clients:errors.day").optional(),
);
/** A finding that is ticked, with where and since when. */
const finding = z.strictObject({
  parts: z
    .array(z.string().regex(/^[a-z_]{2,20}$/, "errors:choose"))
    .max(15)
    .default([]),
  since: findingDay,
  until: findingDay,
});

export const SaveHealth = z.strictObject({
  babyId: id("baby"),
  seen,
  allergies: lines(20, 80),
  familyAllergies: lines(20, 80),
  conditions: lines(20, 120),
  takeCare: optionalProse(4000),
  feeding: z.preprocess(blank, z.enum(FEEDING, "errors:choose").optional()),
  feedingTimes: optionalLine(120),
  birthWeight,
  finding: z.record(z.string().regex(/^[a-z0-9_]{2,40}$/), finding).default({}),
  /** Who lifted a doctor's word, and when, by its place in the list; an empty line leaves it as it is. */
  allowed: z
    .record(
      z.string().regex(/^\d{1,2}$/),
      z.strictObject({ endedOn: findingDay, endedBy: optionalLine(120) }),
    )
    .default({}),
  /** What was told to have happened and did not, by its place in the list. */
  mistaken: z
    .array(z.string().regex(/^\d{1,3}$/))
    .max(120)
    .default([]),
});
export type SaveHealth = z.output<typeof SaveHealth>;
