import { type Day, daysBetween } from "@/lib/core/time";

export type CredentialState = "checked" | "claimed" | "expired" | "revoked";

/**
 * What is told of a credential. Its last day counts in full where the practice is, and from then on the badge is gone
 * by itself, whoever checked it.
 */
export function credentialState(
  credential: { state: "claimed" | "checked" | "revoked"; expiresOn: Day | null },
  today: Day,
): CredentialState {
  if (credential.state === "revoked") return "revoked";
  if (credential.expiresOn && daysBetween(credential.expiresOn, today) > 0) return "expired";
  return credential.state;
}

/** Days before its last one from which a practitioner is reminded to renew. */
export const SOON_DAYS = 60;

export const endsSoon = (expiresOn: Day | null, today: Day): boolean => {
  if (!expiresOn) return false;
  const left = daysBetween(today, expiresOn);
  return left >= 0 && left <= SOON_DAYS;
};
