import { z } from "zod";

// Control and bidirectional-override characters have no place in a name and can hide text in a list or a mail.
const hidden = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const hiddenButBreaks = /[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

const clean = (max: number, forbidden: RegExp) =>
  z
    .string("errors:missing")
    .max(max * 2, "errors:tooLong")
    .transform((text) => text.replace(/\r\n?/g, "\n").normalize("NFC").trim())
    .refine((text) => text.isWellFormed() && !forbidden.test(text), "errors:strangeCharacters")
    .refine((text) => text.length <= max, "errors:tooLong");

/** One line of text, trimmed, at least one character, at most `max`. */
export const line = (max: number, missing = "errors:missing") =>
  clean(max, hidden).refine((text) => text.length > 0, missing);
/** One line that may be left empty; empty becomes undefined. */
export const optionalLine = (max: number) =>
  clean(max, hidden)
    .transform((text) => text || undefined)
    .optional();
/** Several lines of text, trimmed; empty becomes undefined. */
export const optionalProse = (max: number) =>
  clean(max, hiddenButBreaks)
    .transform((text) => text || undefined)
    .optional();
export const prose = (max: number, missing = "errors:missing") =>
  clean(max, hiddenButBreaks).refine((text) => text.length > 0, missing);

/** An address in ASCII, lower case, without the comments and quotes that mail libraries disagree on. */
export const email = (say = "errors:email") =>
  z
    .string(say)
    .max(254, say)
    .transform((text) => text.trim().toLowerCase())
    .refine(
      (text) =>
        /^[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_%+-])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/.test(
          text,
        ) && !text.includes(".."),
      say,
    );

/** A telephone number as written; digits are counted, the writing is kept. */
export const optionalPhone = z
  .string()
  .max(40, "errors:phone")
  .transform((text) => text.trim())
  .refine(
    (text) =>
      text === "" ||
      (/^\+?[\d ().-]+$/.test(text) &&
        text.replace(/\D/g, "").length >= 7 &&
        text.replace(/\D/g, "").length <= 15),
    "errors:phone",
  )
  .transform((text) => text || undefined)
  .optional();

/** A whole number from a form field. */
export const wholeNumber = (min: number, max: number, message = "errors:number") =>
  z.coerce.number(message).int(message).min(min, message).max(max, message);
/** A page of a list, as an address names it; what names none is the first. */
export const pageNumber = z.coerce.number().int().min(1).max(1000).catch(1).default(1);
/** A checkbox: present means ticked. Browsers leave an unticked one out of the form altogether. */
export const ticked = z
  .union([z.enum(["on", "true", "yes"]), z.boolean()])
  .optional()
  .transform((value) => value !== undefined && value !== false);

/** A public name in an address, such as rosa-calder. */
export const slug = z
  .string("errors:unknownId")
  .max(60, "errors:unknownId")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "errors:unknownId");
