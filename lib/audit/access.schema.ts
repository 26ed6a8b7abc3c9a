import { z } from "zod";
import { id } from "@/lib/core/id";
import { day } from "@/lib/core/time";

const seq = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional();

/** `before`: the first number of the page before. */
export const OfBaby = z.strictObject({ babyId: id("baby"), before: seq.catch(undefined) });

export const WHAT = ["read", "changed"] as const;
/** What an owner asks the practice's trail; anything in an address that means nothing asks nothing. */
export const TrailQuestion = z.strictObject({
  who: z.uuid().optional().catch(undefined),
  what: z.enum(WHAT).optional().catch(undefined),
  baby: z.uuid().optional().catch(undefined),
  from: day.optional().catch(undefined),
  until: day.optional().catch(undefined),
  before: seq.catch(undefined),
});
export type TrailQuestion = z.output<typeof TrailQuestion>;
