import { and, eq, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { referralLetters } from "@/db/schema";

/** Where the letter back of an accepted referral stands: for clinicians, who alone write one. */
export type LetterStands =
  | { is: "none" | "draft" }
  | { is: "sent"; at: Date }
  | { is: "excused"; at: Date; by: string | null };

type Row = {
  id: string;
  status: string;
  letterExcusedAt: Date | null;
  excusedBy?: string | null;
};

/** A draft comes before what was sent earlier: it is what waits. A referral that was not accepted has no letter. */
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
  const standing = ({ id, letterExcusedAt, excusedBy }: Row): LetterStands => {
    const row = found.get(id);
    if (row?.draft) return { is: "draft" };
    if (row?.sentAt) return { is: "sent", at: new Date(row.sentAt) };
    if (letterExcusedAt) return { is: "excused", at: letterExcusedAt, by: excusedBy ?? null };
    return { is: "none" };
  };
  return new Map(open.map((row) => [row.id, standing(row)]));
}
