import { z } from "zod";
import { id, token } from "@/lib/core/id";
import { email, line, optionalPhone } from "@/lib/core/text";
import { zone } from "@/lib/core/time";

/** Made by our own pages and judged by safeNext() where it is used: what cannot be an address is none. */
const next = z
  .string()
  .max(2000, "errors:tooLong")
  .transform((text) => (writable(text) ? text : undefined))
  .optional();
const writable = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
const locale = z
  .string()
  .regex(/^[a-z]{2}(-[A-Z]{2})?$/, "errors:choose")
  .optional();
const device = z
  .string()
  .max(80)
  .transform((text) => (writable(text) ? text : null))
  .nullable()
  .optional();
/** An old or foreign cookie is no cookie, not a fault of the form. */
const cookie = token.optional().catch(undefined);
/** At most 128: argon2 takes longer texts, but a megabyte of password is an attack. */
const typedPassword = z.string("accounts:errors.password").min(1, "accounts:errors.password");

export const AskSignIn = z.strictObject({
  email: email(),
  next,
  locale,
  browser: cookie,
});
export const UseLink = z.strictObject({ token, device });
export const UseCode = z.strictObject({
  code: z
    .string("accounts:errors.code")
    .max(40, "accounts:errors.code")
    .transform((text) => text.replace(/\D/g, ""))
    .refine((digits) => digits.length === 6, "accounts:errors.code"),
  browser: cookie,
  device,
});
export const UsePassword = z.strictObject({
  email: email(),
  password: typedPassword.max(1024, "accounts:errors.signIn"),
  next,
  device,
});

export const SaveProfile = z.strictObject({
  name: line(80, "accounts:errors.name"),
  locale: z.enum(["en-US", "en-GB"], "errors:choose"),
});
export const SetPassword = z.strictObject({
  password: typedPassword.max(4096, "errors:tooLong"),
  cookie,
});
export const ThisSession = z.strictObject({ cookie });
export const OneSession = z.strictObject({ session: token });

export const staffRole = z.enum(["owner", "practitioner", "front_desk"], "errors:choose");
export const Invite = z.strictObject({ email: email(), role: staffRole });
export const OneInvitation = z.strictObject({ invitationId: id("invitation") });
export const OneMember = z.strictObject({ memberId: id("member") });
export const ChangeRole = z.strictObject({ memberId: id("member"), role: staffRole });
export const NameAdmin = z.strictObject({ email: email() });
export const ReadToken = z.strictObject({ token });
export const AcceptInvitation = z.strictObject({ token, name: line(80, "accounts:errors.name") });

/** Where practices begin today, with the money and the emergency number of the place. */
export const countries = {
  GB: { currency: "GBP", locale: "en-GB", emergencyNumber: "999" },
  US: { currency: "USD", locale: "en-US", emergencyNumber: "911" },
  IE: { currency: "EUR", locale: "en-GB", emergencyNumber: "112" },
  AU: { currency: "AUD", locale: "en-GB", emergencyNumber: "000" },
  NZ: { currency: "NZD", locale: "en-GB", emergencyNumber: "111" },
  CA: { currency: "CAD", locale: "en-US", emergencyNumber: "911" },
} as const;
export type Country = keyof typeof countries;

export const SetUp = z.strictObject({
  name: line(80, "accounts:errors.name"),
  email: email(),
  practiceName: line(80, "accounts:errors.practiceName"),
  phone: optionalPhone,
  country: z.enum(Object.keys(countries) as [Country, ...Country[]], "errors:choose"),
  timeZone: zone,
  password: typedPassword.max(4096, "errors:tooLong"),
  device,
});
