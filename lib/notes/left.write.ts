import { medicalNotes, noteVersions } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { isOwner } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { noteRow } from "./read";
import { keyOfClient, openContent, sealContent } from "./record";
import { DiscardNote } from "./schema";
import { isLeft } from "./seen-to.read";
import { asSeen } from "./write";

/**
 * The owner goes on with a draft of somebody who writes here no more (docs/decisions/0031): it becomes a draft of the owner's
 * own, and its history says who began it. The other is put aside. A private one has to be opened with a reason first.
 */
export const takeOverDraft = command({
  name: "notes.take_over",
  allow: isOwner,
  input: DiscardNote,
  run: async ({ actor, tx, audit }, { noteId, seen }) => {
    const { row } = await noteRow(tx, actor, noteId);
    if (!(await isLeft(tx, noteId))) throw notFound();
    const { practiceId, userId } = actor;
    const { clientId, babyId, version, savedAt } = row;
    const key = await keyOfClient(tx, practiceId, clientId);
    const content = openContent(key, "medical_notes", noteId, version, row.body);
    const id: string = newId<"note">();
    await acting(tx, { actor: "system", practiceId }, async () => {
      const aside = await tx
        .update(medicalNotes)
        .set({ status: "discarded" })
        .where(asSeen({ ...row, version: seen }));
      if (aside.count === 0) throw new Refusal("conflict");
      const body = sealContent(key, "medical_notes", id, 1, content);
      const { createdAt: _, ...same } = row;
      const made = await tx
        .insert(medicalNotes)
        .values({ ...same, id, authorUserId: userId, version: 1, body })
        .onConflictDoNothing();
      if (made.count === 0) throw new Refusal("conflict", "notes:errors.hasOwnNote");
      await tx.insert(noteVersions).values({
        ...{ practiceId, noteId: id, version: 1, clientId, byUserId: row.authorUserId },
        ...({ kind: "begun", createdAt: savedAt } as const),
        body: sealContent(key, "note_versions", id, 1, content),
      });
    });
    audit({ type: "baby", id: babyId }, { noteId: id, of: noteId });
    return { noteId: id, babyId };
  },
});
