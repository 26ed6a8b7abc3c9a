import { z } from "zod";
import { id } from "@/lib/core/id";
import { optionalProse, prose } from "@/lib/core/text";
import { isDay } from "@/lib/core/time";

/** How it goes on after the lessons (DOMAIN: report back). */
export const LETTER_PLANS = ["go_on", "finished", "refer_on"] as const;

const words = {
  taught: prose(3000, "documents:errors.letterTaught"),
  observed: prose(3000, "documents:errors.letterObserved"),
  concerns: optionalProse(2000),
  plan: z.enum(LETTER_PLANS, "errors:choose"),
  planWords: optionalProse(1500),
};
export const SaveLetter = z.strictObject({
  referralId: id("referral"),
  /** Stamp of the draft that was looked at; empty for a first one. */
  seen: z.string().max(64).default(""),
  ...words,
});
export const SendLetter = z.strictObject({
  letterId: id("referral_letter"),
  /** Stamp of the letter as it was shown: what is sent is what was read. */
  seen: z.string().max(64),
});
/** Whether a letter back is needed at all: a no keeps reminders away, and can be taken back. */
export const LetterNeed = z.strictObject({
  referralId: id("referral"),
  needed: z.enum(["yes", "no"], "errors:choose"),
});
export const OneLetter = z.strictObject({ letterId: id("referral_letter") });

const day = z.string().refine(isDay);
/** What is sealed in referral_letters.body: everything that the letter says, as of the day it was written. */
export const LetterBody = z.strictObject({
  locale: z.string(),
  practice: z.string(),
  practitioner: z.string(),
  /** Certificates, each with its issuer: the same letters mean different things. */
  credentials: z.array(
    z.strictObject({
      title: z.string(),
      issuer: z.string(),
      state: z.enum(["checked", "claimed"]),
    }),
  ),
  doctor: z.string(),
  organisation: z.string(),
  reference: z.string(),
  baby: z.string(),
  bornOn: day,
  gestationDays: z.int().nullable(),
  weeksUnknown: z.boolean(),
  ages: z.strictObject({ days: z.int(), correctedDays: z.int().nullable() }),
  writtenOn: day,
  attended: z.array(day),
  missed: z.array(day),
  ahead: z.array(day),
  /** On how many of the last 28 days somebody practised at home; null when nothing was assigned. */
  homeDays: z.int().nullable(),
  ...words,
});
export type LetterBody = z.output<typeof LetterBody>;

export const sealedLetter = (letterId: string) => ({
  ...{ table: "referral_letters", column: "body", id: letterId },
});
