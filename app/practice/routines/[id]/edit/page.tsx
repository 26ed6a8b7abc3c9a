import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { getTranslations } from "@/i18n/words";
import { routineDetail } from "@/lib/routines/read";
import { BuilderForm } from "../../builder-form";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assign.one"))("edit") };
}

/** Steps, lengths, rounds, notes. The grammar of lib/routines/grammar.ts says in words what would not work. */
async function EditRoutine({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/routines/${id}/edit`);
  const { title, version, body, archivedAt } = await found(routineDetail(actor, { routineId: id }));
  if (archivedAt) redirect(`/practice/routines/${id}`);
  const t = await getTranslations("assign.edit");
  return (
    <div className="page">
      <BackLink href={`/practice/routines/${id}`}>{t("back")}</BackLink>
      <BuilderForm
        heading={t("title", { title })}
        detail={t("note")}
        title={title}
        body={body}
        hidden={{ routineId: id, version: String(version) }}
      />
    </div>
  );
}

export default practicePage(EditRoutine);
