import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { practices } from "@/db/schema";
import { CORRECT_UNTIL_MONTHS } from "@/lib/core/age";

/** Months of corrected age up to which this practice counts both ages of a baby born early: 12, 24 or 36. */
export async function correctUntilMonths(tx: Tx, practiceId: string): Promise<number> {
  const [row] = await tx
    .select({ months: practices.correctUntilMonths })
    .from(practices)
    .where(eq(practices.practiceId, practiceId));
  return row?.months ?? CORRECT_UNTIL_MONTHS;
}
