import { eq } from "drizzle-orm";
import { z } from "zod";
import { babies } from "@/db/schema";
import { isClinician, isParent, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { drawn, recordDocument } from "./record";

/** One baby's record. Signed notes are in it only when a clinician of the practice chooses to hand them out. */
const recordOf = query({
  name: "documents.record",
  allow: oneOf<Staff | Parent>(isClinician, isParent),
  input: z.strictObject({
    babyId: id("baby"),
    locale: z.enum(["en-GB", "en-US"]),
    notes: z.enum(["yes", "no"]).default("no"),
  }),
  run: async ({ actor, tx, now }, { babyId, locale, notes }) => {
    const [row] = await tx
      .select({ practiceId: babies.practiceId })
      .from(babies)
      .where(eq(babies.id, babyId));
    const practiceId = row?.practiceId;
    if (!practiceId || (actor.kind === "staff" && practiceId !== actor.practiceId))
      throw notFound();
    const withNotes = notes === "yes" && actor.kind === "staff";
    const ask = { practiceId, babyId, now, notes: withNotes, locale };
    return { practiceId, babyId, notes: withNotes, document: await recordDocument(tx, ask) };
  },
  log: ({ practiceId, babyId, notes }) => [
    { practiceId, babyId, detail: { part: "record", notes } },
  ],
});

/** The same as a PDF. It is drawn when the transaction is over: fonts take their time, and a database does not wait. */
export const babyRecord = async (
  ...asked: Parameters<typeof recordOf>
): Promise<{ babyId: string; bytes: Buffer }> => {
  const { babyId, document } = await recordOf(...asked);
  return { babyId, bytes: await drawn(document) };
};
