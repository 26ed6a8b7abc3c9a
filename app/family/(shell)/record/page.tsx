import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { ownCookie } from "@/app/_server/entry";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import {
  askExportAction,
  dropExportAction,
  freshExportAction,
} from "@/app/practice/export/actions";
import { Exports } from "@/components/exports/exports";
import { ExportSaid } from "@/components/exports/said";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { ownFamily } from "@/lib/clients/own.read";
import { exportList, ownRecords } from "@/lib/documents/export.read";
import styles from "../family.module.css";

type Props = { searchParams: Promise<{ saved?: string; at?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("documents.take"))("ownTitle") };
}

/** What the practice keeps about the family, to read and to take along: a PDF of each baby, and everything as a ZIP. */
async function OwnRecord({ searchParams }: Props) {
  const actor = await pageActor("family", "/family/record");
  const [records, family, search, t] = [
    await ownRecords(actor, {}),
    await ownFamily(actor, {}),
    await searchParams,
    await getTranslations("documents.take"),
  ];
  const chosen =
    records.find(({ clientIds }) => clientIds.some((id) => id === search.at)) ?? records[0];
  if (!chosen)
    return (
      <div className={styles.page}>
        <PageHead title={t("ownTitle")} />
        <Empty title={t("ownNone")} />
      </div>
    );
  const { clientId, clientIds, practice } = chosen;
  const list = await found(exportList(actor, { clientId, cookie: await ownCookie() }));
  return (
    <div className={styles.page}>
      <PageHead title={t("ownTitle")} detail={t("ownLead", { practice })} />
      <ExportSaid saved={search.saved} />
      {records.length > 1 ? (
        <nav className="wrap-row" aria-label={t("which")}>
          {records.map((one) => (
            <LinkButton
              key={one.clientId}
              href={`/family/record?at=${one.clientId}`}
              {...(one.clientId === clientId && { "aria-current": "page" as const })}
            >
              {one.practice}
            </LinkButton>
          ))}
        </nav>
      ) : null}
      <Card title={t("pdfTitle")}>
        <p className="sm muted">{t("pdfLead")}</p>
        <div className="wrap-row">
          {family.babies
            .filter((baby) => clientIds.includes(baby.clientId))
            .map((baby) => (
              <ButtonLink
                key={baby.id}
                href={`/api/files/family/record/${baby.id}`}
                download
                icon={<Icon name="file-text" />}
              >
                {t("pdf", { name: baby.firstName })}
              </ButtonLink>
            ))}
        </div>
      </Card>
      <Exports
        area="family"
        clientId={clientId}
        path={records.length > 1 ? `/family/record?at=${clientId}` : "/family/record"}
        zone={list.zone}
        fresh={list.fresh}
        items={list.items}
        care={t("ownCare")}
        actions={{ ask: askExportAction, drop: dropExportAction, fresh: freshExportAction }}
      />
    </div>
  );
}

export default familyPage(OwnRecord);
