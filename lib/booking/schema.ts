import { z } from "zod";
import { newBaby } from "@/lib/clients/schema";
import { id, token } from "@/lib/core/id";
import {
  email,
  line,
  optionalLine,
  optionalPhone,
  optionalProse,
  prose,
  slug,
} from "@/lib/core/text";

/** The start of a lesson as an instant, "2026-11-24T14:15:00.000Z"; wall times stay with the reader. */
const start = z.iso.datetime({ error: "booking:errors.start" }).transform((text) => new Date(text));
const service = { practiceId: id("practice"), serviceId: id("service") };

/** So many of a family's lessons are one page of them. */
export const LESSONS_A_PAGE = 100;

/** A held time and the secret that shows whose it is. */
export const heldTime = z.strictObject({
  practiceId: id("practice"),
  id: id("lesson"),
  secret: token,
});
export type HeldTime = z.output<typeof heldTime>;

/** Of a link that books one lesson of a service (feature c31). */
const serviceLink = token.optional();
/** Of the link of a family whose doctor referred it: the practice knows the family and the baby already. */
const referral = token.optional();

export const HoldTime = z.strictObject({
  ...service,
  start,
  serviceLink,
  referral,
  /** The hold this one takes the place of: nobody keeps two times at once. */
  instead: heldTime.optional(),
});

/** Who books without an account. A signed-in parent is known already. */
const guest = z.strictObject({
  name: line(80, "booking:errors.name"),
  email: email("booking:errors.email"),
  phone: optionalPhone,
});
/** What a signed-in parent adds where the practice does not know her yet. */
const parent = z.strictObject({ name: optionalLine(80), phone: optionalPhone });

export const HEARD_FROM = [
  "doctor",
  "midwife",
  "friend",
  "search",
  "social",
  "leaflet",
  "other",
] as const;

export const BookLesson = z.strictObject({
  ...service,
  start,
  hold: heldTime.optional(),
  serviceLink,
  /** What binds this browser to the code that it was sent, where an address must be proved first (feature c26). */
  proof: token.optional().catch(undefined),
  guest: guest.optional(),
  parent: parent.optional(),
  referral,
  /** Babies the practice knows, of a signed-in parent. */
  babyIds: z.array(id("baby")).max(6).default([]),
  babies: z.array(newBaby).max(4, "booking:errors.babies").default([]),
  /** Sent only where the visit is at home; then it must not be empty. */
  visitAddress: prose(300, "booking:errors.visitAddress").optional(),
  note: optionalProse(2000),
  /** How the family heard of the practice (feature b18). Nobody has to say. */
  heardFrom: z.preprocess(
    (typed) => (typed === "" ? undefined : typed),
    z.enum(HEARD_FROM).optional(),
  ),
  /** The price that was shown: nobody is booked at another one. */
  priceMinor: z.coerce.number("errors:unexpected").int().min(0).max(2_000_000_000).optional(),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
    .optional(),
});
export type BookLesson = z.output<typeof BookLesson>;

export const HeldQuestion = heldTime;
export const TimesQuestion = z.strictObject({
  slug,
  serviceId: id("service"),
  /** The first day of the five weeks that are shown. */
  from: z.iso.date().optional(),
  hold: heldTime.optional(),
  serviceLink,
  referral,
});
