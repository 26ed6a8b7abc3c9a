import { and, eq, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { referralLetters } from "@/db/schema";
import { wantsEnd, wantsFirst } from "./rules";
import type { LetterWanted } from "./schema";

/** Where the letter back of an accepted referral stands: for clinicians, who alone write one. */
export type LetterStands =
  | { is: "none" | "unwanted" | "draft" }
  | { is: "sent"; at: Date }
  | { is: "excused"; at: Date; by: string | null };

type Row = {
  id: string;
  status: string;
  letterWanted: LetterWanted;
  letterExcusedAt: Date | null;
  excusedBy?: string | null;
};

/**
 * A draft comes before what was sent earlier: it is what waits. So does somebody's word that nothing more is needed, where
 * it was said after the last letter. A referral that was not accepted has no letter.
 */
export async function lettersStand(
  tx: Tx,
  practiceId: string,
  rows: readonly Row[],
): Promise<Map<string, LetterStands>> {
  const open = rows.filter(({ status }) => status === "accepted" || status === "booked");
  if (open.length === 0) return new Map();
  const letters = await tx
    .select({
      referralId: referralLetters.referralId,
      sentAt: sql<string | null>`max(${referralLetters.sentAt})`,
      draft: sql<boolean>`bool_or(${referralLetters.sentAt} is null)`,
    })
    .from(referralLetters)
    .where(
      and(
        eq(referralLetters.practiceId, practiceId),
        among(
          referralLetters.referralId,
          open.map(({ id }) => id),
        ),
      ),
    )
    .groupBy(referralLetters.referralId);
  const found = new Map(letters.map((row) => [row.referralId, row]));
  const standing = ({ id, letterWanted, letterExcusedAt, excusedBy }: Row): LetterStands => {
    const row = found.get(id);
    if (row?.draft) return { is: "draft" };
    const sentAt = row?.sentAt ? new Date(row.sentAt) : null;
    if (letterExcusedAt && (!sentAt || sentAt < letterExcusedAt))
      return { is: "excused", at: letterExcusedAt, by: excusedBy ?? null };
    if (sentAt) return { is: "sent", at: sentAt };
    return { is: letterWanted === "none" ? "unwanted" : "none" };
  };
  return new Map(open.map((row) => [row.id, standing(row)]));
}

/** Whether something may still remind of a letter, so that somebody can say that none is needed. */
export const mayRemind = (wanted: LetterWanted, stands: LetterStands): boolean =>
  (wantsFirst(wanted) || wantsEnd(wanted)) &&
  (stands.is === "none" || stands.is === "excused" || (stands.is === "sent" && wantsEnd(wanted)));
