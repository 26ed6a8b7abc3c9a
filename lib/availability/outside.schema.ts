import { z } from "zod";
import { id } from "@/lib/core/id";
import { line } from "@/lib/core/text";

export const AddOutside = z.strictObject({
  practitionerId: id("practitioner"),
  name: line(60, "calendars:errors.name"),
  /** As pasted: https:// or webcal://. Judged in the command (lib/availability/outside.ts). */
  address: line(2000, "calendars:errors.address"),
});
export const OneOutside = z.strictObject({ calendarId: id("calendar") });
export const OutsideOf = z.strictObject({ practitionerId: id("practitioner") });

const instant = z.iso.datetime().transform((text) => new Date(text));
/** What became of a read, as the job tells it. */
export const NoteOutside = z.strictObject({
  calendarId: id("calendar"),
  outcome: z.discriminatedUnion("is", [
    z.strictObject({
      is: z.literal("read"),
      etag: z
        .string()
        .max(200)
        .refine((text) => !/\p{Cc}/u.test(text))
        .nullable(),
      busy: z.array(z.strictObject({ start: instant, end: instant })).max(10_000),
    }),
    z.strictObject({ is: z.literal("unchanged") }),
    z.strictObject({ is: z.literal("problem"), problem: z.string().regex(/^\w{1,40}$/) }),
  ]),
});
