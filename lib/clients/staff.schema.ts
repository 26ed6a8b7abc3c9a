import { z } from "zod";
import { id } from "@/lib/core/id";
import { email, line, optionalLine, optionalPhone, optionalProse } from "@/lib/core/text";
import { newBaby } from "./schema";

const blank = (typed: unknown) => (typed === "" ? undefined : typed);
const seen = z.string().regex(/^[\w-]{16}$/, "errors:staleForm");

const guardian = {
  name: line(80, "clients:errors.guardianName"),
  email: z.preprocess(blank, email().optional()),
  phone: optionalPhone,
  relation: optionalLine(40),
};
const sex = z.enum(["girl", "boy", "unsaid"], "errors:choose").default("unsaid");

export const AddClient = z.strictObject({
  ...guardian,
  second: optionalLine(80),
  baby: newBaby.extend({ sex }),
});

export const SaveGuardian = z.strictObject({
  clientId: id("client"),
  /** Left out for one more grown-up. */
  guardianId: id("guardian").optional(),
  seen: seen.optional(),
  ...guardian,
});

export const SaveBaby = z.strictObject({
  clientId: id("client"),
  babyId: id("baby").optional(),
  seen: seen.optional(),
  baby: newBaby.extend({ sex }),
});

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

export const SaveHealth = z.strictObject({
  babyId: id("baby"),
  seen,
  allergies: lines(20, 80),
  conditions: lines(20, 120),
  takeCare: optionalProse(1000),
});
