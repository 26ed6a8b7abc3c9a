import { eq } from "drizzle-orm";
import { z } from "zod";
import { babies } from "@/db/schema";
import { isClinician, isParent, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { recordPdf } from "./record";

/** One baby's record as a PDF. Signed notes are in it only when a clinician of the practice chooses to hand them out. */
export const babyRecord = query({
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
    const bytes = await recordPdf(tx, { practiceId, babyId, now, notes: withNotes, locale });
    return { practiceId, babyId, notes: withNotes, bytes };
  },
  log: ({ practiceId, babyId, notes }) => [
    { practiceId, babyId, detail: { part: "record", notes } },
  ],
});
