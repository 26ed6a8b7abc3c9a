import { and, eq, isNotNull, isNull, lte } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { fileParts, files, formAssignments } from "@/db/schema";
import { healthTakenBack } from "@/lib/clients/consents";
import {
  type Actor,
  isClinician,
  isParent,
  isSystem,
  oneOf,
  type Parent,
  type Staff,
} from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { daysBetween } from "@/lib/core/time";
import { standingConsents } from "@/lib/intake/consent.read";
import { command } from "@/lib/work/command";
import { KEPT_DAYS } from "./file.rules";
import { DescribeFile, KeepFile, OneFile, ShowFile } from "./file.schema";
import { babyOf, fileOf, putFile, sealFacts } from "./file.store";

const DAY_MS = 86_400_000;
const mayKeep = oneOf<Staff | Parent>(isClinician, isParent);
const whoever = (actor: Actor): string => ("userId" in actor ? actor.userId : actor.kind);

/**
 * Keeps a file of a baby, sealed. A family's own is seen by both sides at once; what staff add stays theirs until they
 * show it. A picture of the baby needs the family's word (consent photo_video); a letter does not.
 */
export const keepFile = command({
  name: "documents.keep_file",
  allow: mayKeep,
  input: KeepFile,
  limits: (_input, _ip, actor) => [{ subject: whoever(actor), most: 60, minutes: 60 }],
  run: async ({ actor, tx, now, enter, audit }, input) => {
    const { babyId, fileId, about, caption, onDay, content } = input;
    const baby = await babyOf(tx, actor, babyId, now);
    const { practiceId, clientId, dataKey } = baby;
    if (daysBetween(baby.today, onDay) > 0) throw invalidField("onDay", "documents:errors.future");
    if (actor.kind === "parent") await enter(practiceId);
    // A picture has a consent of its own; a letter or a scan is health information.
    if (about !== "photo" && (await healthTakenBack(tx, practiceId, clientId)))
      throw new Refusal("conflict", "documents:refused.healthTakenBack");
    if (about === "photo" && !(await standingConsents(tx, practiceId, clientId)).has("photo_video"))
      throw new Refusal("conflict", "documents:refused.noConsent");
    const row = {
      ...{ practiceId, id: fileId, clientId, babyId, about, onDay },
      byKind: actor.kind,
      byUserId: actor.userId,
      shownAt: actor.kind === "parent" ? now : null,
    };
    const made = await putFile(tx, dataKey, row, { content, caption });
    if (!made) {
      // The form came twice; somebody else's id finds nothing.
      const there = await fileOf(tx, actor, fileId);
      if (there.babyId !== babyId || there.byUserId !== actor.userId) throw notFound();
    }
    audit(
      { type: "baby", id: babyId },
      {
        file: fileId,
        kind: content.kind,
        about,
        bytes: content.bytes.length,
        again: !made,
      },
    );
    return { fileId };
  },
});

/** Shows a file to the family, or no longer. What the family sent itself stays in its sight. */
export const showFile = command({
  name: "documents.show_file",
  allow: isClinician,
  input: ShowFile,
  run: async ({ actor, tx, now, audit }, { fileId, shown }) => {
    const file = await fileOf(tx, actor, fileId);
    if (file.removedAt) throw new Refusal("conflict", "documents:refused.removed");
    if (file.byKind !== "staff") throw new Refusal("conflict", "documents:refused.familys");
    const shownAt = shown === "yes" ? (file.shownAt ?? now) : null;
    await tx
      .update(files)
      .set({ shownAt })
      .where(and(eq(files.practiceId, actor.practiceId), eq(files.id, fileId)));
    audit({ type: "baby", id: file.babyId }, { file: fileId, shown: shown === "yes" });
    return { babyId: file.babyId };
  },
});

export const describeFile = command({
  name: "documents.describe_file",
  allow: isClinician,
  input: DescribeFile,
  run: async ({ actor, tx, now, audit }, { fileId, caption, onDay }) => {
    const file = await fileOf(tx, actor, fileId);
    const { today } = await babyOf(tx, actor, file.babyId, now);
    if (daysBetween(today, onDay) > 0) throw invalidField("onDay", "documents:errors.future");
    if (file.removedAt) throw new Refusal("conflict", "documents:refused.removed");
    const { caption: _, ...kept } = file.said;
    const facts = { ...kept, ...(caption && { caption }) };
    await tx
      .update(files)
      .set({ facts: sealFacts(file.dataKey, fileId, facts), onDay })
      .where(and(eq(files.practiceId, actor.practiceId), eq(files.id, fileId)));
    audit({ type: "baby", id: file.babyId }, { file: fileId, fields: ["caption", "on_day"] });
    return { babyId: file.babyId };
  },
});

/** When a file that was taken away now is gone for good. */
export const purgeOf = (fileId: string, now: Date) => ({
  runAt: new Date(now.getTime() + KEPT_DAYS * DAY_MS + 60_000),
  key: `files.purge:${fileId}`,
});

/** What was sent with a form stays with it, as its answers do. */
async function isHandedIn(tx: Tx, practiceId: string, assignmentId: string): Promise<boolean> {
  const [row] = await tx
    .select({ status: formAssignments.status })
    .from(formAssignments)
    .where(and(eq(formAssignments.practiceId, practiceId), eq(formAssignments.id, assignmentId)));
  return row?.status === "done";
}

/** Takes a file away; it can be brought back for a week, then its job lets it go for good. */
export const removeFile = command({
  name: "documents.remove_file",
  allow: mayKeep,
  input: OneFile,
  run: async ({ actor, tx, now, enter, audit, enqueue }, { fileId }) => {
    const file = await fileOf(tx, actor, fileId);
    const { practiceId, babyId } = file;
    if (actor.kind === "parent") {
      if (file.byUserId !== actor.userId || file.byKind !== "parent")
        throw new Refusal("conflict", "documents:refused.practices");
      await enter(practiceId);
      if (file.assignmentId && (await isHandedIn(tx, practiceId, file.assignmentId)))
        throw new Refusal("conflict", "documents:refused.handedIn");
    }
    await tx
      .update(files)
      .set({ removedAt: now, removedBy: actor.userId })
      .where(and(eq(files.practiceId, practiceId), eq(files.id, fileId), isNull(files.removedAt)));
    enqueue("files.purge", { practiceId, fileId }, purgeOf(fileId, now));
    audit({ type: "baby", id: babyId }, { file: fileId });
    return { babyId };
  },
});

export const bringBackFile = command({
  name: "documents.bring_back_file",
  allow: mayKeep,
  input: OneFile,
  run: async ({ actor, tx, enter, audit }, { fileId }) => {
    const file = await fileOf(tx, actor, fileId);
    if (actor.kind === "parent") {
      // What the practice took away is the practice's to bring back.
      if (file.byUserId !== actor.userId || (file.removedBy && file.removedBy !== actor.userId))
        throw new Refusal("conflict", "documents:refused.practices");
      await enter(file.practiceId);
    }
    await tx
      .update(files)
      .set({ removedAt: null, removedBy: null })
      .where(and(eq(files.practiceId, file.practiceId), eq(files.id, fileId)));
    audit({ type: "baby", id: file.babyId }, { file: fileId });
    return { babyId: file.babyId };
  },
});

/** The job's part: what was taken away a week ago and not brought back is gone. */
export const purgeFile = command({
  name: "documents.purge_file",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), fileId: id("file") }),
  run: async ({ tx, now, audit }, { practiceId, fileId }) => {
    const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
    const due = and(
      eq(files.practiceId, practiceId),
      eq(files.id, fileId),
      isNotNull(files.removedAt),
      lte(files.removedAt, before),
    );
    const [row] = await tx.select({ babyId: files.babyId }).from(files).where(due).for("update");
    if (row) {
      await tx
        .delete(fileParts)
        .where(and(eq(fileParts.practiceId, practiceId), eq(fileParts.fileId, fileId)));
      await tx.delete(files).where(due);
    }
    audit(row ? { type: "baby", id: row.babyId } : { type: "file", id: fileId }, {
      file: fileId,
      gone: row !== undefined,
    });
    return { gone: row !== undefined };
  },
});
