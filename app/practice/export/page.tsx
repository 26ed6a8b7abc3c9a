import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { ownCookie } from "@/app/_server/entry";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Exports } from "@/components/exports/exports";
import { ExportSaid } from "@/components/exports/said";
import { getTranslations } from "@/i18n/words";
import { isOwner } from "@/lib/core/actor";
import { exportList } from "@/lib/documents/export.read";
import { SetupHead } from "../_setup/setup-head";
import { askExportAction, dropExportAction, freshExportAction } from "./actions";

type Props = { searchParams: Promise<{ saved?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("documents.take"))("practiceTitle") };
}

/** The owner takes everything along, any day, without asking anyone. */
async function PracticeExport({ searchParams }: Props) {
  const path = "/practice/export";
  const actor = await pageActor("practice", path);
  if (!isOwner(actor)) notFound();
  const list = await found(exportList(actor, { cookie: await ownCookie() }));
  const [t, { saved }] = [await getTranslations("documents.take"), await searchParams];
  return (
    <div className="page">
      <SetupHead tab="export" search={{}} />
      <ExportSaid saved={saved} />
      <Exports
        area="practice"
        path={path}
        zone={list.zone}
        fresh={list.fresh}
        items={list.items}
        care={t("practiceCare")}
        actions={{ ask: askExportAction, drop: dropExportAction, fresh: freshExportAction }}
      />
    </div>
  );
}

export default practicePage(PracticeExport);
