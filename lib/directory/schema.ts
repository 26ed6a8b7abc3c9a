import { z } from "zod";
import { line, optionalLine, slug, ticked, wholeNumber } from "@/lib/core/text";
import { day, daysBetween } from "@/lib/core/time";

export const PLACE_KINDS = ["home", "studio", "online", "hospital"] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Longest stretch of days that one search looks through. */
export const MOST_DAYS = 62;

export const Find = z
  .strictObject({
    /** A town, a part of one, or a postcode, as a person types it. */
    near: optionalLine(60),
    /** Only who has a free time on these days, where the lesson is. */
    from: day.optional(),
    to: day.optional(),
    kind: z.enum(PLACE_KINDS).optional(),
    language: optionalLine(40),
    preterm: ticked,
    page: wholeNumber(1, 1000).default(1),
  })
  .refine(({ from, to }) => !from || !to || daysBetween(from, to) >= 0, {
    message: "find:errors.days",
    path: ["to"],
  });
export type Find = z.output<typeof Find>;

export const Profile = z.strictObject({ slug });

/** A practitioner's name or the number of a certificate. A letter or two would list half the directory. */
export const CheckCertificate = z.strictObject({
  q: line(80, "verify:errors.empty").refine((text) => text.length >= 3, "verify:errors.short"),
});
