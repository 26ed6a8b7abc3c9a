import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { mayWriteOf } from "@/lib/notes/consent";
import { type NoteEditing, noteToBegin } from "@/lib/notes/edit.read";
import { ownSnippets } from "@/lib/notes/snippets.write";
import { ConsentNote } from "../consent-note";
import { Editor } from "../editor";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.heading"))("new") };
}
const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

/** One tap from Today, from a booking or from the baby; nothing is stored until something is written. */
async function NewNote({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/notes/work");
  const search = await searchParams;
  const asked = { babyId: one(search.baby), bookingId: one(search.booking) };
  const editing = await found(noteToBegin(actor, asked));
  const { there } = editing;
  if (there) redirect(`/practice/notes/${there.id}${there.status === "draft" ? "/edit" : ""}`);
  // Shown before anything is typed, not when it is too late to keep it.
  if (!mayWriteOf(editing.keeping, editing.about.startsAt)) return <Closed editing={editing} />;
  return <Editor editing={editing} snippets={await ownSnippets(actor, {})} userId={actor.userId} />;
}

async function Closed({ editing }: { editing: NoteEditing }) {
  const [heading, t] = [
    await getTranslations("notes.heading"),
    await getTranslations("notes.consent"),
  ];
  return (
    <div className="page">
      <PageHead title={heading("lesson", { name: editing.baby.title })}>
        <LinkButton href="/practice/notes/work">{t("toWork")}</LinkButton>
      </PageHead>
      <ConsentNote editing={editing} closed />
    </div>
  );
}

export default practicePage(NewNote);
