import { and, eq, isNull } from "drizzle-orm";
import { files } from "@/db/schema";
import type { LinkHolder, Parent } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import type { Assignment } from "@/lib/intake/assignment";
import { fieldOf, keepAnswers, mayFill, openForm } from "@/lib/intake/fill.write";
import { listOf, questionsOf } from "@/lib/intake/rules";
import { MOST_FILES } from "@/lib/intake/schema";
import { command } from "@/lib/work/command";
import { putFile } from "./file.store";
import { purgeOf } from "./file.write";
import { AttachFile, DetachFile } from "./form-file.schema";

/** A question of this form that is answered with files. */
export function fileQuestion(of: Assignment, question: string) {
  const found = questionsOf(of.sections).find(({ id, type }) => id === question && type === "file");
  if (!found || !of.babyId) throw new Refusal("invalid", "intake:errors.unknownQuestion");
  return { question: found, babyId: of.babyId };
}

/** Refuses one file more than a question takes. */
export function assertPlace(question: string, there: number): void {
  if (there < MOST_FILES) return;
  const enough = { key: "intake:errors.filesEnough", params: { most: MOST_FILES } };
  throw new Refusal("conflict", enough, { fields: { [fieldOf(question)]: [enough] } });
}

/**
 * A file as the answer to a question of an open form: kept sealed among the baby's files and noted in the answers in one
 * step, so that neither is ever there without the other. Ids of other files cannot be given as an answer at all.
 */
export const attachToForm = command({
  name: "documents.attach_to_form",
  allow: mayFill,
  input: AttachFile,
  limits: (input) => [{ subject: input.assignmentId, most: 60, minutes: 60 }],
  run: async (work, { assignmentId, question: asked, fileId, content }) => {
    const { actor, tx, now } = work;
    const form = await openForm(work, assignmentId);
    const { of, answers, key } = form;
    const { question, babyId } = fileQuestion(of, asked);
    const before = listOf(answers.values[asked]);
    const again = before.includes(fileId);
    if (!again) {
      assertPlace(asked, before.length);
      const { practiceId, clientId, zone } = of;
      const row = {
        ...{ practiceId, id: fileId, clientId, babyId, assignmentId, about: "other" as const },
        ...{ onDay: today(now, zone), shownAt: now, ...sender(actor) },
      };
      const made = await putFile(tx, key, row, { content, caption: question.label });
      if (!made) throw notFound();
      const values = { ...answers.values, [asked]: [...before, fileId] };
      await keepAnswers(work, form, { ...answers, values });
    }
    const { kind, name, bytes } = content;
    work.audit({ type: "baby", id: babyId }, { file: fileId, form: assignmentId, kind, again });
    return { fileId, name, length: bytes.length };
  },
});

const sender = (actor: Parent | LinkHolder) =>
  actor.kind === "link"
    ? { byKind: "link" as const, byGuardianId: actor.subjectId }
    : { byKind: "parent" as const, byUserId: actor.userId };

/** Takes a file out of a form that was not handed in yet; it is gone for good a week later. */
export const detachFromForm = command({
  name: "documents.detach_from_form",
  allow: mayFill,
  input: DetachFile,
  run: async (work, { assignmentId, question: asked, fileId }) => {
    const { actor, tx, now } = work;
    const form = await openForm(work, assignmentId);
    const { of, answers } = form;
    const { babyId } = fileQuestion(of, asked);
    const before = listOf(answers.values[asked]);
    if (!before.includes(fileId)) throw notFound();
    const { [asked]: _, ...others } = answers.values;
    const left = before.filter((one) => one !== fileId);
    const values = left.length > 0 ? { ...others, [asked]: left } : others;
    await keepAnswers(work, form, { ...answers, values });
    await tx
      .update(files)
      .set({ removedAt: now, removedBy: actor.kind === "parent" ? actor.userId : null })
      .where(
        and(
          eq(files.practiceId, of.practiceId),
          eq(files.id, fileId),
          eq(files.assignmentId, assignmentId),
          isNull(files.removedAt),
        ),
      );
    const { practiceId } = of;
    work.enqueue("files.purge", { practiceId, fileId }, purgeOf(fileId, now));
    work.audit({ type: "baby", id: babyId }, { file: fileId, form: assignmentId });
    return { fileId };
  },
});
