import { z } from "zod";
import { id } from "@/lib/core/id";
import { line, optionalLine, optionalProse, ticked, wholeNumber } from "@/lib/core/text";
import { zone } from "@/lib/core/time";

/** Stands for what the reader saw; a save from an older look is refused. See `stampOf`. */
const seen = z.string().regex(/^[\w-]{16}$/, "errors:staleForm");
const version = wholeNumber(1, 2_000_000_000, "errors:staleForm");

export const SaveService = z.strictObject({
  /** Left out for a new one. */
  serviceId: id("service").optional(),
  version: version.optional(),
  practitionerId: id("practitioner"),
  placeId: z.uuid("services:errors.place").brand<"place">(),
  name: line(80, "services:errors.name"),
  description: optionalProse(600),
  durationMinutes: wholeNumber(5, 480, "services:errors.duration"),
  /** As written in the practice's own currency: "62" or "62.50". */
  price: z
    .string("services:errors.price")
    .trim()
    .min(1, "services:errors.price")
    .max(20, "services:errors.price"),
  /** Empty: lessons follow one another without holes. */
  stepMinutes: z.preprocess(
    (typed) => (typed === "" || typed === undefined ? null : typed),
    wholeNumber(5, 480, "services:errors.step").nullable(),
  ),
  bufferBeforeMinutes: wholeNumber(0, 240, "services:errors.buffer"),
  bufferAfterMinutes: wholeNumber(0, 240, "services:errors.buffer"),
  minNoticeHours: wholeNumber(0, 24 * 60, "services:errors.notice"),
  horizonDays: wholeNumber(1, 730, "services:errors.horizon"),
  cancelHours: wholeNumber(0, 24 * 14, "services:errors.cancel"),
  bookable: ticked,
});
export type SaveService = z.output<typeof SaveService>;

export const OneService = z.strictObject({ serviceId: id("service") });
export const ArchiveService = OneService.extend({ version, archived: z.stringbool() });
export const OrderService = OneService.extend({ direction: z.enum(["up", "down"]) });

export const placeKind = z.enum(["studio", "home", "hospital", "online"], "practice:errors.kind");
export type PlaceKind = z.output<typeof placeKind>;

const meetingUrl = z
  .string()
  .trim()
  .max(500, "errors:tooLong")
  // A meeting link reaches families by mail: only what a browser opens safely.
  .refine((text) => text === "" || /^https:\/\/[^\s@]+$/.test(text), "practice:errors.meetingUrl")
  .transform((text) => text || undefined)
  .optional();

export const SavePlace = z.strictObject({
  placeId: id("place").optional(),
  seen: seen.optional(),
  kind: placeKind,
  name: line(80, "practice:errors.placeName"),
  address: optionalLine(200),
  postcode: optionalLine(16),
  radiusMiles: z.preprocess(
    (typed) => (typed === "" || typed === undefined ? null : typed),
    wholeNumber(1, 200, "practice:errors.radius").nullable(),
  ),
  meetingUrl,
  timeZone: zone,
});
export type SavePlace = z.output<typeof SavePlace>;
export const OnePlace = z.strictObject({ placeId: id("place") });
export const ArchivePlace = OnePlace.extend({ archived: z.stringbool() });

/** The four things the parents' guide tells them to ask about; "none" is an honest answer. */
export const BLOCKS = ["coursesOfStudy", "certification", "experience", "doctorReferrals"] as const;
export type Block = (typeof BLOCKS)[number];

const languages = z
  .string()
  .max(400, "errors:tooLong")
  .transform((text) => [...new Set(text.split(",").map((one) => one.trim()))].filter(Boolean))
  .pipe(z.array(line(40)).max(12, "practice:errors.languages"));

export const SaveProfile = z.strictObject({
  practitionerId: id("practitioner"),
  seen,
  displayName: line(80, "practice:errors.displayName"),
  letters: optionalLine(40),
  headline: optionalLine(120),
  coursesOfStudy: optionalProse(1200),
  certification: optionalProse(1200),
  experience: optionalProse(1200),
  doctorReferrals: optionalProse(1200),
  area: optionalLine(80),
  postcode: optionalLine(16),
  languages,
  acceptsReferrals: ticked,
  pretermExperience: ticked,
  /** Ticked: new families may book. */
  accepting: ticked,
  indexable: ticked,
});
export type SaveProfile = z.output<typeof SaveProfile>;

export const OnePractitioner = z.strictObject({ practitionerId: id("practitioner") });
export const PublishProfile = OnePractitioner.extend({ published: z.stringbool() });
