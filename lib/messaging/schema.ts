import { z } from "zod";
import { locales } from "@/i18n/locale";
import { ALL_HOURS } from "@/lib/accounts/rules";
import { id } from "@/lib/core/id";
import { line, prose, wholeNumber } from "@/lib/core/text";
import { wallTime } from "@/lib/core/time";
import { ownTemplates } from "./own-words";

/** A mail as it is sealed in its row until it is sent. */
export const StoredMail = z.strictObject({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z
    .array(z.strictObject({ filename: z.string(), contentType: z.string(), content: z.string() }))
    .optional(),
});

export const OneMail = z.strictObject({ emailId: id("email") });
export const mailStates = ["queued", "sent", "kept", "failed", "dropped"] as const;
export const MailPage = z.strictObject({
  state: z.enum(mailStates).optional().catch(undefined),
  /** The last id of the page before; ids rise with time. */
  before: id("email").optional().catch(undefined),
});
/** What became of one try. */
export const NoteTry = z.strictObject({
  emailId: id("email"),
  outcome: z.discriminatedUnion("is", [
    z.strictObject({ is: z.literal("sent") }),
    z.strictObject({ is: z.literal("kept") }),
    z.strictObject({ is: z.literal("dropped") }),
    z.strictObject({
      is: z.literal("refused"),
      code: z.string().regex(/^\w{1,30}$/),
      /** No further try follows. */
      last: z.boolean(),
      /** For certain it did not leave, in this try or one before. */
      stayed: z.boolean().default(false),
    }),
  ]),
});

export const purposes = ["booking", "reminder", "follow_up", "routine"] as const;
export const channels = ["email", "sms"] as const;

export const SaveQuiet = z.strictObject({
  quietFrom: wallTime,
  quietUntil: wallTime,
  /** What the form showed: two people who change it at once are told. */
  seen: z.string().max(20, "errors:staleForm"),
});

/** Hours before a lesson; "none" for no mail, "all" for every lesson however far away. */
export const noticeChoices = ["none", "12", "24", "48", "168", "all"] as const;
const noticeHours = z
  .enum(noticeChoices, "errors:choose")
  .transform((text) => (text === "none" ? null : text === "all" ? ALL_HOURS : Number(text)));
export const SaveNotices = z.strictObject({
  booked: noticeHours,
  moved: noticeHours,
  cancelled: noticeHours,
});
export const noticeChoice = (hours: number | null): (typeof noticeChoices)[number] =>
  hours === null
    ? "none"
    : (noticeChoices.find((one) => Number(one) === hours) ?? (hours > 168 ? "all" : "168"));

export const OneTemplate = z.strictObject({
  template: z.enum(ownTemplates, "errors:unknownId"),
  locale: z.enum(locales, "errors:unknownId"),
});
const words = {
  ...OneTemplate.shape,
  subject: line(140, "mail_settings:errors.subject"),
  body: prose(4000, "mail_settings:errors.body"),
};
export const PreviewWords = z.strictObject(words);
export const SaveWords = z.strictObject({ ...words, version: wholeNumber(0, 1_000_000) });
export const DropWords = z.strictObject({
  ...OneTemplate.shape,
  version: wholeNumber(1, 1_000_000),
});

export const OneGuardian = z.strictObject({ guardianId: id("guardian") });
/** Ticks of one guardian: "purpose.channel" for each that is wanted. */
export const SavePreferences = z.strictObject({
  guardianId: id("guardian"),
  wanted: z
    .array(
      z.enum(
        purposes.flatMap((purpose) => channels.map((channel) => `${purpose}.${channel}` as const)),
        "errors:unexpected",
      ),
    )
    .max(purposes.length * channels.length, "errors:unexpected"),
  /** Ticked boxes that cannot be unticked now are not sent by browsers; the form says that it showed them. */
  seen: z.string().regex(/^[\w-]{16}$/, "errors:staleForm"),
});

export const FamilyLog = z.strictObject({
  clientId: id("client"),
  before: id("email").optional().catch(undefined),
});
