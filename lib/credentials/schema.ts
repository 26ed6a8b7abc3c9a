import { z } from "zod";
import { id } from "@/lib/core/id";

export const queueTabs = ["claimed", "checked", "revoked"] as const;
export type QueueTab = (typeof queueTabs)[number];
export const CredentialQueue = z.strictObject({
  tab: z.enum(queueTabs).catch("claimed"),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});
export const OneCredential = z.strictObject({ credentialId: id("credential") });

/** Why a credential counts no longer, or never did. */
export const revokeReasons = ["not_found", "another_person", "expired", "withdrawn"] as const;
export const RevokeCredential = z.strictObject({
  credentialId: id("credential"),
  reason: z.enum(revokeReasons, "admin:errors.reason"),
});
