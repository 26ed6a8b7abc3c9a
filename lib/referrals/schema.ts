import { z } from "zod";
import { ALLOWED, BIRTH_GRAMS, birthWeight, bornOn, gestation } from "@/lib/clients/schema";
import { id } from "@/lib/core/id";
import { email, line, optionalPhone, optionalProse, ticked, wholeNumber } from "@/lib/core/text";
import { day } from "@/lib/core/time";
import { BODY_PARTS, POSITIONS } from "@/lib/safety/schema";

/** Who refers: the doors that trials and infant-wellbeing pathways came through. */
export const DOCTOR_ROLES = [
  "gp",
  "paediatrician",
  "neonatologist",
  "health_visitor",
  "midwife",
  "lactation",
  "nurse",
  "therapist",
  "early_intervention",
  "perinatal_mental_health",
  "social_worker",
  "other",
] as const;
export type DoctorRole = (typeof DOCTOR_ROLES)[number];

/** The first eight are asked for most and shown at once. */
export const REASONS = [
  "preterm_growth",
  "feeding_growth",
  "colic_crying",
  "gas",
  "constipation",
  "sleep",
  "bonding",
  "other",
  "parent_confidence",
  "parent_mental_health",
  "skin_to_skin_after_nicu",
  "foster_adoption",
  "cp_risk_or_tone",
  "neurodev",
  "torticollis_plagiocephaly",
  "down_syndrome",
  "nas",
] as const;
export type ReferralReason = (typeof REASONS)[number];
export const COMMON_REASONS = 8;

/** What to take care with, in a doctor's words; rules.ts says which findings of the safety rules each one is. */
export const PRECAUTIONS = [
  "reflux",
  "hip_harness",
  "hip_dysplasia",
  "heart",
  "breathing",
  "seizures",
  "feeding_tube",
  "line_or_shunt",
  "recent_surgery",
  "hernia",
  "muscle_tone",
  "skin",
  "nut_allergy",
  "medicine",
] as const;
export type Precaution = (typeof PRECAUTIONS)[number];

export const PRIORITIES = ["routine", "soon"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Whether a letter back is wanted, and when (DOMAIN: wanted report); who says nothing leaves it to the practitioner. */
export const LETTER_WANTED = ["unsaid", "first", "end", "both", "worry", "none"] as const;
export type LetterWanted = (typeof LETTER_WANTED)[number];

export const DECLINE_REASONS = [
  "full",
  "too_far",
  "outside_scope",
  "medical_review_first",
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** What families of the two countries speak most, by their ISO 639 codes; names come from Intl. */
export const LANGUAGES = [
  "en",
  "am",
  "ar",
  "bn",
  "cy",
  "de",
  "es",
  "fa",
  "fr",
  "gu",
  "hi",
  "ht",
  "it",
  "ja",
  "ko",
  "ku",
  "ml",
  "ne",
  "nl",
  "pa",
  "pl",
  "ps",
  "pt",
  "ro",
  "ru",
  "so",
  "ta",
  "te",
  "ti",
  "tl",
  "tr",
  "uk",
  "ur",
  "vi",
  "yo",
  "zh",
] as const;

/** One field for a telephone number or an e-mail address, whichever the doctor has at hand. */
const contact = z
  .string("referrals:errors.contact")
  .max(254, "referrals:errors.contact")
  .transform((text, context): { email?: string; phone?: string } => {
    const address = email().safeParse(text);
    if (address.success) return { email: address.data };
    const phone = optionalPhone.safeParse(text);
    if (phone.success && phone.data) return { phone: phone.data };
    context.issues.push({ code: "custom", message: "referrals:errors.contact", input: text });
    return z.NEVER;
  });

const several = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.array(z.enum(values)).max(values.length, "errors:choose");
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

const ticks = <const T extends readonly [string, ...string[]]>(values: T) =>
  several(values).default([]).transform(unique);
/** What may be taught. Areas that were ticked before another answer was chosen say nothing. */
const allowed = z
  .strictObject({
    kind: z.enum(["unsaid", ...ALLOWED], "errors:choose").default("unsaid"),
    parts: ticks(BODY_PARTS),
    positions: ticks(POSITIONS),
    words: optionalProse(500),
  })
  .prefault({})
  .transform(({ kind, parts, positions, words }, context) => {
    const some = kind === "some";
    if (some && parts.length + positions.length === 0) {
      const message = "referrals:errors.allowedParts";
      context.issues.push({ code: "custom", message, path: ["parts"], input: parts });
      return z.NEVER;
    }
    return { kind, parts: some ? parts : [], positions: some ? positions : [], words };
  });

/** Sent on after somebody declined it: its sender's address was proved then, and is not proved again. */
const onward = z.boolean().default(false);

/** The whole form, in the order of the page. `to` is the practitioner's public name in addresses. */
export const SendReferral = z.strictObject({
  baby: z.strictObject({
    name: line(40, "referrals:errors.babyName"),
    born: bornOn,
    gestation,
    birthWeight,
    sex: z.enum(["girl", "boy", "unsaid"]),
  }),
  reasons: several(REASONS).min(1, "referrals:errors.reasons").transform(unique),
  precautions: several(PRECAUTIONS).transform(unique),
  care: optionalProse(1000),
  allowed,
  safe: ticked.refine(Boolean, "referrals:errors.safe"),
  priority: z.enum(PRIORITIES),
  letter: z.enum(LETTER_WANTED, "errors:choose").default("unsaid"),
  parent: z.strictObject({
    name: line(80, "referrals:errors.parentName"),
    contact,
    language: z.enum(LANGUAGES),
  }),
  agreed: ticked.refine(Boolean, "referrals:errors.agreed"),
  doctor: z.strictObject({
    name: line(80, "referrals:errors.doctorName"),
    role: z.enum(DOCTOR_ROLES, "referrals:errors.role"),
    organisation: line(120, "referrals:errors.organisation"),
    email: email("referrals:errors.email"),
  }),
  to: z
    .string()
    .max(60, "referrals:errors.to")
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "referrals:errors.to"),
  locale: z.enum(["en-US", "en-GB"]),
});
export type SendReferralInput = z.input<typeof SendReferral>;

/** The same once the practitioner's name was looked up: what the command itself takes. */
export const DeliverReferral = SendReferral.omit({ to: true }).extend({
  onward,
  practiceId: id("practice"),
  practitionerId: id("practitioner"),
});

export const MOST_OFFERED = 3;
/** A time of a service, as the boxes of the form send it. */
const offeredTime = z
  .string("errors:choose")
  .max(60, "errors:choose")
  .regex(/^[0-9a-f-]{36}:\d{7,9}$/, "errors:choose");
export const offerValue = (one: { serviceId: string; start: number }): string =>
  `${one.serviceId}:${one.start}`;

/** What is sealed with the referral: everything about the baby and the family. */
export const ReferralDetails = z.strictObject({
  baby: z.strictObject({
    name: z.string(),
    bornOn: day,
    gestationDays: z.int().nullable(),
    /** Nobody could say. */
    gestationUnknown: z.boolean().optional(),
    birthGrams: z.int().min(BIRTH_GRAMS.min).max(BIRTH_GRAMS.max).optional(),
    sex: z.enum(["girl", "boy", "unsaid"]),
  }),
  parent: z.strictObject({
    name: z.string(),
    email: z.string().optional(),
    phone: z.string().optional(),
    language: z.enum(LANGUAGES),
  }),
  reasons: z.array(z.enum(REASONS)),
  precautions: z.array(z.enum(PRECAUTIONS)),
  care: z.string().optional(),
  /** What may be taught; a doctor who says nothing leaves it to the safety rules. */
  allowed: z
    .strictObject({
      kind: z.enum(["unsaid", ...ALLOWED]),
      parts: z.array(z.enum(BODY_PARTS)),
      positions: z.array(z.enum(POSITIONS)),
      words: z.string().optional(),
    })
    .optional(),
  /** The day on which the doctor knew of no reason against it, and the parent had agreed. */
  attestedOn: day,
  /** Written when it was accepted: the times that the practitioner suggested to the family. */
  offered: z
    .array(z.strictObject({ serviceId: z.uuid(), start: z.int(), zone: z.string() }))
    .max(MOST_OFFERED)
    .optional(),
});
export type ReferralDetails = z.output<typeof ReferralDetails>;
export type OfferedTime = NonNullable<ReferralDetails["offered"]>[number];

export const OneReferral = z.strictObject({ referralId: id("referral") });
/** With `offer` the family gets one to three free times to choose from; without it, it looks for one itself. */
export const AcceptReferral = OneReferral.extend({
  offer: z.literal("yes").optional(),
  times: z.array(offeredTime).max(MOST_OFFERED, "referrals:errors.offerMost").default([]),
})
  .refine(({ offer, times }) => offer === undefined || times.length > 0, {
    error: "referrals:errors.offerNone",
    path: ["times"],
  })
  .transform(({ offer, times, ...rest }) => ({ ...rest, times: offer ? unique(times) : [] }));
export const ConfirmReferral = OneReferral.extend({ onward });
export const DeclineReferral = OneReferral.extend({
  reason: z.enum(DECLINE_REASONS, "referrals:errors.declineReason"),
  note: optionalProse(500),
});
export const ForwardReferral = OneReferral.extend({ to: SendReferral.shape.to });

export const INBOX_TABS = ["waiting", "accepted", "declined"] as const;
export type InboxTab = (typeof INBOX_TABS)[number];
export const InboxPage = z.strictObject({
  tab: z.enum(INBOX_TABS).default("waiting"),
  page: wholeNumber(1, 10_000).default(1),
});
export const ListPage = z.strictObject({ page: wholeNumber(1, 10_000).default(1) });
