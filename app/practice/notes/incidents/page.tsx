import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { isOwner } from "@/lib/core/actor";
import { incidents } from "@/lib/notes/seen-to.read";
import { SeenToRows } from "../work/rows";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.work"))("incidents") };
}

/** Signed notes of lessons in which something went wrong, of everybody: the owner answers for the practice. */
async function Incidents({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/notes/incidents");
  if (!isOwner(actor)) notFound();
  const { page } = await searchParams;
  const list = await found(incidents(actor, { page: typeof page === "string" ? page : "1" }));
  const t = await getTranslations("notes.work");
  return (
    <div className="page">
      <BackLink href="/practice/notes/work">{t("title")}</BackLink>
      <PageHead title={t("incidents")} />
      <Card>
        <p className="sm muted">{t("incidentsHint")}</p>
        {list.items.length > 0 ? (
          <SeenToRows rows={list.items} />
        ) : (
          <Empty title={t("noIncidents")} />
        )}
        <Pager {...turns(list, (n) => `/practice/notes/incidents?page=${n}`)} of={t("incidents")} />
      </Card>
    </div>
  );
}

export default practicePage(Incidents);
