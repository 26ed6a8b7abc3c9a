import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies } from "@/db/schema";

type Form = { practiceId: string; clientId: string; babyId: string | null };

/** Whose record a form is part of: its baby's; a grown-up's own part belongs to that of every baby of the family. */
export async function babiesOfForm(tx: Tx, { practiceId, clientId, babyId }: Form) {
  if (babyId) return [babyId];
  const rows = await tx
    .select({ id: babies.id })
    .from(babies)
    .where(and(eq(babies.practiceId, practiceId), eq(babies.clientId, clientId)))
    .orderBy(asc(babies.id));
  return rows.map(({ id }) => id);
}

/** For the trail, when any answer was shown. */
export function openedForm(read: {
  practiceId: string;
  id: string;
  babyIds: readonly string[];
  values: object;
}) {
  const answers = Object.keys(read.values).length;
  const detail = { form: read.id, answers };
  return answers === 0
    ? []
    : read.babyIds.map((babyId) => ({ practiceId: read.practiceId, babyId, detail }));
}
