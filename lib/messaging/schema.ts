import { z } from "zod";
import { id } from "@/lib/core/id";

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
      code: z.string().max(30),
      /** No further try follows. */
      last: z.boolean(),
    }),
  ]),
});

export const purposes = ["booking", "reminder", "follow_up", "routine"] as const;
export const channels = ["email", "sms"] as const;
