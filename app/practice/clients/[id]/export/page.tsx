import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { ownCookie } from "@/app/_server/entry";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import {
  askExportAction,
  dropExportAction,
  freshExportAction,
} from "@/app/practice/export/actions";
import { Exports } from "@/components/exports/exports";
import { ExportSaid } from "@/components/exports/said";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { exportList } from "@/lib/documents/export.read";
import { recordReaders } from "@/lib/documents/record.read";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ saved?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("documents.take"))("familyTitle") };
}

/** One family's record, for a data request. */
async function FamilyExport({ params, searchParams }: Props) {
  const { id: clientId } = await params;
  const path = `/practice/clients/${clientId}/export`;
  const actor = await pageActor("practice", path);
  if (!isClinician(actor)) notFound();
  const list = await found(exportList(actor, { clientId, cookie: await ownCookie() }));
  const readers = await found(recordReaders(actor, { clientId }));
  const [t, { saved }] = [await getTranslations("documents.take"), await searchParams];
  return (
    <div className="page">
      <PageHead title={t("familyTitle")} detail={t("familyLead", { name: list.name })}>
        <LinkButton href={`/practice/clients/${clientId}`}>{t("back")}</LinkButton>
      </PageHead>
      <ExportSaid saved={saved} />
      <Exports
        area="practice"
        clientId={clientId}
        path={path}
        zone={list.zone}
        fresh={list.fresh}
        items={list.items}
        care={t("familyCare")}
        readers={readers}
        actions={{ ask: askExportAction, drop: dropExportAction, fresh: freshExportAction }}
      />
    </div>
  );
}

export default practicePage(FamilyExport);
