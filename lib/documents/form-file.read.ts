import { and, asc, eq, isNull } from "drizzle-orm";
import { files } from "@/db/schema";
import {
  isClinician,
  isLink,
  isParent,
  type LinkHolder,
  oneOf,
  type Parent,
  type Staff,
} from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { currentAnswers, findAssignment } from "@/lib/intake/assignment";
import { mayFill } from "@/lib/intake/fill.write";
import { listOf } from "@/lib/intake/rules";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { assertRoom, openFacts } from "./file.store";
import { FormFiles, FormQuestion } from "./form-file.schema";
import { assertPlace, fileQuestion } from "./form-file.write";

/** Whether a file would be taken as the answer to a question, before a byte of it is read. */
export const formFilePlace = query({
  name: "documents.form_file_place",
  allow: mayFill,
  input: FormQuestion,
  run: async ({ actor, tx }, { assignmentId, question }) => {
    const of = await findAssignment(tx, assignmentId);
    if (of.status === "done") throw new Refusal("conflict", "intake:errors.done");
    if (of.status === "cancelled") throw new Refusal("conflict", "intake:errors.cancelled");
    fileQuestion(of, question);
    const { answers } = await currentAnswers(tx, of, actor.kind === "parent");
    assertPlace(question, listOf(answers.values[question]).length);
    await assertRoom(tx, of, 0);
    return { assignmentId };
  },
});

/** What the files of one form are called. By a link only as long as the form is open. */
export const formFiles = query({
  name: "documents.form_files",
  allow: oneOf<Staff | Parent | LinkHolder>(isClinician, isParent, isLink("forms")),
  input: FormFiles,
  run: async ({ tx }, { assignmentId }) => {
    const { practiceId, babyId, dataKeyId } = await findAssignment(tx, assignmentId);
    const rows = await tx
      .select({ id: files.id, facts: files.facts })
      .from(files)
      .where(
        and(
          eq(files.practiceId, practiceId),
          eq(files.assignmentId, assignmentId),
          isNull(files.removedAt),
        ),
      )
      .orderBy(asc(files.createdAt), asc(files.id));
    const key = rows.length > 0 ? await openDataKey(tx, practiceId, dataKeyId) : null;
    const items = rows.flatMap(({ id, facts }) => {
      if (!key) return [];
      const { name, length } = openFacts(key, id, facts);
      return [{ id, name, length }];
    });
    return { practiceId, babyId, items };
  },
  log: ({ practiceId, babyId, items }) =>
    babyId && items.length > 0
      ? [{ practiceId, babyId, detail: { part: "form_files", count: items.length } }]
      : [],
});
export type FormFile = Awaited<ReturnType<typeof formFiles>>["items"][number];
