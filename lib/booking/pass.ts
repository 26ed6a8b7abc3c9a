import { sealForSystem, unsealForSystem } from "@/lib/work/vault";

/**
 * A secret on its way from a command to the cookie or address it is for. Sealed, because a command's answer is kept
 * for the second sending of the same form (lib/work/once.ts), and that table may not open anything.
 */
export type Pass = { subjectId: string; sealed: string };

const where = (subjectId: string) => ({
  table: "idempotency_keys",
  column: "response",
  practiceId: null,
  id: subjectId,
});

export const sealPass = (subjectId: string, secret: string): Pass => ({
  subjectId,
  sealed: sealForSystem(where(subjectId), secret).toString("base64url"),
});

export const openPass = ({ subjectId, sealed }: Pass): string =>
  unsealForSystem(where(subjectId), Buffer.from(sealed, "base64url"));
