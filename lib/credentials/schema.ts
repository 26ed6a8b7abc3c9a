import { z } from "zod";
import { id } from "@/lib/core/id";
import { line, optionalLine, pageNumber } from "@/lib/core/text";
import { day } from "@/lib/core/time";

export const queueTabs = ["claimed", "checked", "revoked"] as const;
export type QueueTab = (typeof queueTabs)[number];
export const CredentialQueue = z.strictObject({
  tab: z.enum(queueTabs).catch("claimed"),
  page: pageNumber,
});

/** Stands for what the reader saw: nobody checks, or overwrites, what was changed meanwhile. See `stampOf`. */
const seen = z.string().regex(/^[\w-]{16}$/, "errors:staleForm");

export const OneCredential = z.strictObject({ credentialId: id("credential") });
export const CheckCredential = OneCredential.extend({ seen });

/** Why a credential counts no longer, or never did. */
export const revokeReasons = ["not_found", "another_person", "expired", "withdrawn"] as const;
export type RevokeReason = (typeof revokeReasons)[number];
export const RevokeCredential = CheckCredential.extend({
  reason: z.enum(revokeReasons, "admin:errors.reason"),
});

export const KINDS = [
  "certificate",
  "licence",
  "insurance",
  "background_check",
  "first_aid",
] as const;
export type CredentialKind = (typeof KINDS)[number];

const optionalDay = z.preprocess(
  (typed) => (typed === "" || typed === undefined ? null : typed),
  day.nullable().default(null),
);
const link = z
  .string()
  .trim()
  .max(500, "errors:tooLong")
  // An administrator opens it: only what a browser opens safely.
  .refine((text) => text === "" || /^https:\/\/[^\s@]+$/.test(text), "credentials:errors.link")
  .transform((text) => text || null)
  .default(null);

export const SaveCredential = z
  .strictObject({
    /** Left out for a new one. */
    credentialId: id("credential").optional(),
    seen: seen.optional(),
    practitionerId: id("practitioner"),
    kind: z.enum(KINDS, "credentials:errors.kind"),
    title: line(120, "credentials:errors.title"),
    issuer: line(120, "credentials:errors.issuer"),
    number: optionalLine(60),
    issuedOn: optionalDay,
    expiresOn: optionalDay,
    link,
  })
  .refine(({ issuedOn, expiresOn }) => !issuedOn || !expiresOn || expiresOn >= issuedOn, {
    error: "errors:endsBeforeStart",
    path: ["expiresOn"],
  });
export const OwnCredentials = z.strictObject({ practitionerId: id("practitioner") });
