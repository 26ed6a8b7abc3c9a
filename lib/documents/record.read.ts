import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { babies } from "@/db/schema";
import { carersOf } from "@/lib/clients/copies.write";
import { familyIds } from "@/lib/clients/merged";
import { isClinician, isParent, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { invalidField, notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { forWhom } from "./export.schema";
import { guardianReader, PRACTICE, type Reader } from "./reader";
import { drawn, recordDocument } from "./record";

/** One baby's record. Signed notes are in it only when a clinician of the practice chooses to hand them out. */
const recordOf = query({
  name: "documents.record",
  allow: oneOf<Staff | Parent>(isClinician, isParent),
  input: z.strictObject({
    babyId: id("baby"),
    locale: z.enum(["en-GB", "en-US"]),
    notes: z.enum(["yes", "no"]).default("no"),
    /** Staff say for whom; a parent's own is theirs. */
    forWhom,
  }),
  run: async ({ actor, tx, now }, { babyId, locale, notes, forWhom: whom }) => {
    const [row] = await tx
      .select({ practiceId: babies.practiceId, clientId: babies.clientId })
      .from(babies)
      .where(eq(babies.id, babyId));
    const practiceId = row?.practiceId;
    if (!practiceId || (actor.kind === "staff" && practiceId !== actor.practiceId))
      throw notFound();
    const withNotes = notes === "yes" && actor.kind === "staff";
    const clientIds = await familyIds(tx, practiceId, row.clientId);
    const reader = await readerOf(tx, actor, { practiceId, clientIds, whom });
    const ask = { practiceId, babyId, now, notes: withNotes, locale, reader };
    const document = await recordDocument(tx, ask);
    return { practiceId, babyId, notes: withNotes, forWhom: whom ?? null, document };
  },
  log: ({ practiceId, babyId, notes, forWhom }) => [
    { practiceId, babyId, detail: { part: "record", notes, ...(forWhom && { forWhom }) } },
  ],
});

type Asked = { practiceId: string; clientIds: readonly string[]; whom: string | undefined };

async function readerOf(tx: Tx, actor: Staff | Parent, asked: Asked): Promise<Reader> {
  const { practiceId, clientIds, whom } = asked;
  if (actor.kind === "parent")
    return guardianReader(tx, practiceId, clientIds, { userId: actor.userId });
  if (!whom) throw invalidField("for", "documents:errors.forWhom");
  return whom === "practice"
    ? PRACTICE
    : guardianReader(tx, practiceId, clientIds, { guardianId: whom });
}

/** The grown-ups that a record of a family can be made for, before staff hand it out. */
export const recordReaders = query({
  name: "documents.record_readers",
  allow: isClinician,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx }, { clientId }) => {
    const people = await carersOf({ actor, tx }, clientId);
    if (people.length === 0) throw notFound();
    return people.map(({ id, name, kin, relation }) => ({ id, name, kin, relation }));
  },
});
export type RecordReaderChoice = Awaited<ReturnType<typeof recordReaders>>[number];

/** The same as a PDF. It is drawn when the transaction is over: fonts take their time, and a database does not wait. */
export const babyRecord = async (
  ...asked: Parameters<typeof recordOf>
): Promise<{ babyId: string; bytes: Buffer }> => {
  const { babyId, document } = await recordOf(...asked);
  return { babyId, bytes: await drawn(document) };
};
