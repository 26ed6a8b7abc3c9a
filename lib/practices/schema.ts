import { z } from "zod";
import { type Country, countries } from "@/lib/accounts/schema";
import { id } from "@/lib/core/id";
import {
  line,
  optionalLine,
  optionalPhone,
  optionalProse,
  ticked,
  wholeNumber,
} from "@/lib/core/text";
import { day, zone } from "@/lib/core/time";

/** Stands for what the reader saw; a save from an older look is refused. See `stampOf`. */
const seen = z.string().regex(/^[\w-]{16}$/, "errors:staleForm");
const version = wholeNumber(1, 2_000_000_000, "errors:staleForm");

export const LISTINGS = ["listed", "unlisted", "by_link"] as const;
/** Hues of the calendar, by their meaning in tokens.css. */
export const COLORS = ["brand", "info", "glow", "good", "plum", "stone"] as const;
/** What the form offers; a service may keep others that were set elsewhere. */
export const REMINDERS = [10_080, 2880, 1440, 180, 60] as const;
export const FOLLOW_UPS = [2, 24, 48, 168] as const;

const empty = (typed: unknown) => (typed === "" || typed === undefined ? null : typed);
const optionalDay = z.preprocess(empty, day.nullable().default(null));
const limit = (most: number) =>
  z.preprocess(empty, wholeNumber(1, most, "services:errors.limit").nullable().default(null));

const serviceFields = z.strictObject({
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
  listing: z.enum(LISTINGS, "services:errors.listing").default("listed"),
  /** Ticked: the practitioner says yes before a lesson is booked. */
  approval: ticked,
  color: z.enum(COLORS, "services:errors.color").default("brand"),
  sameDay: ticked,
  opensOn: optionalDay,
  closesOn: optionalDay,
  maxPerDay: limit(40),
  maxPerWeek: limit(200),
  graceMinutes: wholeNumber(0, 1440, "services:errors.grace").default(15),
  lateFeePercent: wholeNumber(0, 100, "services:errors.lateFee").default(0),
  illnessFree: ticked,
  /** Minutes before the start at which families are reminded. */
  reminderMinutes: z
    .array(wholeNumber(15, 20_160, "services:errors.reminders"))
    .max(5, "services:errors.reminders")
    .default([])
    .transform((all) => [...new Set(all)].sort((a, b) => b - a)),
  /** Hours after the lesson; empty for none. */
  followUpHours: z.preprocess(
    empty,
    wholeNumber(0, 336, "services:errors.followUp").nullable().default(null),
  ),
});
export const SaveService = serviceFields.refine(
  ({ opensOn, closesOn }) => !opensOn || !closesOn || closesOn >= opensOn,
  { error: "errors:endsBeforeStart", path: ["closesOn"] },
);
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

/** "51.4723, -2.6105", as every map writes a point; empty for none, left out to keep what is known. */
const mapPoint = z
  .string()
  .max(60, "services:errors.mapPoint")
  .optional()
  .transform((text, ctx) => {
    if (text === undefined) return undefined;
    if (text.trim() === "") return null;
    const parts = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
    const [latitude, longitude] = [Number(parts?.[1]), Number(parts?.[2])];
    if (parts && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)
      return { latitude, longitude };
    ctx.issues.push({ code: "custom", message: "services:errors.mapPoint", input: text });
    return z.NEVER;
  });

/** Beginnings of postcodes with commas between them: "BS6, BS7" or "112, 11231". */
const visitCodes = z
  .string()
  .max(400, "errors:tooLong")
  .default("")
  .transform((text) => [...new Set(text.toUpperCase().split(/[\s,;]+/))].filter(Boolean))
  .pipe(
    z
      .array(z.string().regex(/^(?=.*\d)[A-Z0-9]{2,5}$/, "practice:errors.visitCodes"))
      .max(40, "practice:errors.visitCodes"),
  );

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
  visitCodes,
  meetingUrl,
  mapPoint,
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
  /** Over all services; empty for no limit. */
  maxPerDay: limit(40),
  maxPerWeek: limit(200),
  /** Door to door, for the time between two places; empty: it is not counted. */
  travelKmh: z.preprocess(
    empty,
    wholeNumber(3, 150, "services:errors.speed").nullable().default(null),
  ),
});
export type SaveProfile = z.output<typeof SaveProfile>;

export const OnePractitioner = z.strictObject({ practitionerId: id("practitioner") });
export const PublishProfile = OnePractitioner.extend({ published: z.stringbool() });

/** The money of the places where practices begin; a practice that has another keeps it. */
export const CURRENCIES: readonly string[] = [
  ...new Set(Object.values(countries).map(({ currency }) => currency)),
].sort();

export const SavePractice = z.strictObject({
  seen,
  name: line(80, "practice_details:errors.name"),
  phone: optionalPhone,
  country: z.enum(Object.keys(countries) as [Country, ...Country[]], "errors:choose"),
  currency: z.string("errors:choose").regex(/^[A-Z]{3}$/, "errors:choose"),
  timeZone: zone,
  /** As it is dialled: it stands on the pages that tell a family to call for help. */
  emergencyNumber: z
    .string("practice_details:errors.emergency")
    .trim()
    .regex(/^\d(?:[\d ]{0,13}\d)?$/, "practice_details:errors.emergency")
    .refine((text) => text.replace(/\D/g, "").length >= 2, "practice_details:errors.emergency"),
});
export type SavePractice = z.output<typeof SavePractice>;
