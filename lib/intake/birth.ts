import { and, eq, isNull } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { sameBabyIds } from "@/lib/clients/merged";
import { type WeeksAtBirth, weeksAtBirth } from "@/lib/clients/schema";
import type { Meaning } from "./rules";

/** What the answers say of the weeks at birth; null where nothing was asked, or nothing that can be. */
export function weeksOf({ born_early, birth_weeks, birth_days }: Meaning["record"]) {
  const early = born_early[0] === "unsure" ? "unknown" : born_early[0];
  const said = { early, weeks: birth_weeks[0] ?? "", days: birth_days[0] ?? "" };
  const read = weeksAtBirth.safeParse(said);
  return read.success ? read.data : null;
}

const same = (a: WeeksAtBirth, b: WeeksAtBirth): boolean =>
  a.gestationDays === b.gestationDays && a.gestationUnknown === b.gestationUnknown;

/**
 * Weeks that were told where the record has none. Those that it has stand, as from a doctor's letter: then `differs`
 * says that somebody has to ask. A family may not write to the baby's row: it is done in the practice's own name.
 */
export async function keepWeeks(
  tx: Tx,
  { practiceId, babyId }: { practiceId: string; babyId: string },
  told: WeeksAtBirth | null,
): Promise<{ fields: string[]; differs: boolean }> {
  const nothing = { fields: [], differs: false };
  if (!told) return nothing;
  return acting(tx, { actor: "system", practiceId }, async () => {
    const mine = and(
      eq(babies.practiceId, practiceId),
      among(babies.id, await sameBabyIds(tx, practiceId, babyId)),
    );
    const { gestationDays, gestationUnknown } = babies;
    const rows = await tx
      .select({ gestationDays, gestationUnknown })
      .from(babies)
      .where(mine)
      .for("update");
    const known = rows.find((row) => row.gestationDays !== null);
    if (known) {
      if (told.gestationUnknown) return nothing;
      // "Not early" without weeks says no more than the weeks of a baby born at term do.
      const less = told.gestationDays === null;
      const atTerm = weeksAtBirth.safeParse({ early: "no", ...partsOf(known.gestationDays ?? 0) });
      return { fields: [], differs: !same(known, told) && !(less && atTerm.success) };
    }
    if (rows.every((row) => same(row, told))) return nothing;
    await tx
      .update(babies)
      .set(told)
      .where(and(mine, isNull(babies.gestationDays)));
    return { fields: ["gestationDays", "gestationUnknown"], differs: false };
  });
}

const partsOf = (days: number) => ({ weeks: String(Math.floor(days / 7)), days: String(days % 7) });
