import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { found } from "@/app/_server/page";
import { noteToBegin } from "@/lib/notes/edit.read";
import { ownSnippets } from "@/lib/notes/snippets.write";
import { Editor } from "../editor";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.heading"))("new") };
}
const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

/** One tap from Today, from a booking or from the baby; nothing is stored until something is written. */
export default async function NewNote({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/notes/work");
  const search = await searchParams;
  const asked = { babyId: one(search.baby), bookingId: one(search.booking) };
  const editing = await found(noteToBegin(actor, asked));
  const { there } = editing;
  if (there) redirect(`/practice/notes/${there.id}${there.status === "draft" ? "/edit" : ""}`);
  return <Editor editing={editing} snippets={await ownSnippets(actor, {})} userId={actor.userId} />;
}
