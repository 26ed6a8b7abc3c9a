import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { getTranslations } from "@/i18n/words";
import { noteToEdit } from "@/lib/notes/edit.read";
import { ownSnippets } from "@/lib/notes/snippets.write";
import { Editor } from "../../editor";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.heading"))("new") };
}

async function EditNote({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/notes/${id}/edit`);
  const editing = await found(noteToEdit(actor, { noteId: id }));
  return <Editor editing={editing} snippets={await ownSnippets(actor, {})} userId={actor.userId} />;
}

export default practicePage(EditNote);
