import { z } from "zod";

/** The chain of the installation itself: sign-ins, administrators, mail without a practice. */
export const PLATFORM = "00000000-0000-0000-0000-000000000000";

export const AuditPage = z.strictObject({
  chain: z.union([z.literal(PLATFORM), z.uuid()]).catch(PLATFORM),
  /** The first number of the page before. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
