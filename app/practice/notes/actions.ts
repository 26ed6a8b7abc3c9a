"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { ownCookie } from "@/app/_server/entry";
import { say } from "@/app/_server/say";
import type { FormState } from "@/components/ui/form-state";
import { keptValues } from "@/components/ui/form-state";
import { getTranslations } from "@/i18n/words";
import { confirmSelf, leftAlone } from "@/lib/accounts/idle.write";
import type { Staff } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { addAddendum, openClosedNote, sendSummary } from "@/lib/notes/addenda.write";
import { noteToEdit } from "@/lib/notes/edit.read";
import { takeOverDraft } from "@/lib/notes/left.write";
import { markNotNeeded, unmarkNotNeeded } from "@/lib/notes/not-needed.write";
import { contentOf, joined, PICKS } from "@/lib/notes/rules";
import { NoteContent, type SaveNote } from "@/lib/notes/schema";
import { removeSnippet, saveSnippet } from "@/lib/notes/snippets.write";
import { discardNote, saveNote, signNote } from "@/lib/notes/write";

const staff = () => actorIn("practice");
const toNote = ({ noteId }: { noteId: string }) => `/practice/notes/${noteId}`;
type Wire = Parameters<typeof signNote>[1];

/** A content that was read, as it is sent again. */
const again = (content: Partial<NoteContent>): Wire["content"] =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));

function given(form: FormData): Wire {
  return {
    noteId: text(form, "noteId"),
    seen: text(form, "seen"),
    babyId: text(form, "babyId"),
    lessonId: text(form, "lessonId"),
    template: text(form, "template") as SaveNote["template"],
    privacy: text(form, "privacy") as SaveNote["privacy"],
    content: contentOf(form.entries()),
  } as Wire;
}

/** Everything the editor's form can be sent for; with JavaScript only signing and closing come here. */
export async function noteAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    const actor = await staff();
    if (!actor) throw new Refusal("unauthenticated");
    const intent = text(form, "intent");
    if (intent === "sign") return signed(actor, form);
    if (intent === "copy") return copied(actor, form);
    if (intent === "join") return joinedHere(actor, form);
    const { babyId } = await saveNote(actor, { ...given(form), kind: "save" });
    return `/practice/babies/${babyId}/notes`;
  });
}

async function signed(actor: Staff, form: FormData): Promise<string | FormState> {
  const cookie = await ownCookie();
  const alone = await leftAlone(actor, { cookie });
  if (alone.idle) {
    const password = text(form, "password");
    const shown = password !== "" && (await confirmSelf(actor, { cookie, password }));
    if (!shown) {
      const key = password ? "notes:errors.password" : "notes:errors.again";
      const ask = alone.password ? "password" : "sign_in";
      return {
        message: await say({ key }),
        values: keptValues(form),
        facts: { again: ask },
      };
    }
  }
  return toNote(await signNote(actor, given(form)));
}

/** Without JavaScript: saves, and puts the last note's choices beside the words. */
async function copied(actor: Staff, form: FormData): Promise<string> {
  const wire = given(form);
  const { noteId, version } = await saveNote(actor, { ...wire, kind: "save" });
  const { last, note } = await noteToEdit(actor, { noteId });
  const content = again({ ...note.content, ...last?.choices });
  await saveNote(actor, { ...wire, noteId, seen: version, content, kind: "save" });
  return `/practice/notes/${noteId}/edit`;
}

/** Without JavaScript: joins what was sent with what is stored, as chosen. */
async function joinedHere(actor: Staff, form: FormData): Promise<string> {
  const wire = given(form);
  const { note } = await noteToEdit(actor, { noteId: text(form, "noteId") });
  const picks = Object.fromEntries(
    Object.keys(NoteContent.shape).map((field) => [
      field,
      PICKS.find((pick) => pick === text(form, `merge.${field}`)),
    ]),
  );
  const mine = NoteContent.safeParse(wire.content);
  if (!mine.success) throw new Refusal("invalid");
  const content = again(joined(mine.data, note.content, picks));
  const seen = text(form, "merge.version");
  await saveNote(actor, { ...wire, seen, content, kind: "joined" });
  return `/practice/notes/${note.id}/edit`;
}

export const discardNoteAction = action(discardNote, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: ({ babyId }) => `/practice/babies/${babyId}/notes`,
});
export const takeOverAction = action(takeOverDraft, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: (value) => `${toNote(value)}/edit`,
});
export const addAddendumAction = action(addAddendum, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: toNote,
});
export const sendSummaryAction = action(sendSummary, {
  as: staff,
  input: (form) => {
    const { intent: _, ...fields } = fieldsOf(form);
    return fields;
  },
  then: (value) => `${toNote(value)}#summary`,
});
export const openClosedAction = action(openClosedNote, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: toNote,
});
export const saveSnippetAction = action(saveSnippet, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: () => "/practice/notes/phrases",
});
export const removeSnippetAction = action(removeSnippet, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: async () => ({ notice: (await getTranslations("notes.phrases"))("removed") }),
});
export const markNotNeededAction = action(markNotNeeded, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: () => "/practice/notes/work?done=marked",
});
export const unmarkNotNeededAction = action(unmarkNotNeeded, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: () => "/practice/notes/work?done=unmarked",
});
