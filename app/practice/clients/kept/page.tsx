import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { BackLink } from "@/app/practice/_setup/back-link";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { keeping } from "@/lib/clients/retention.read";
import { keepingSettings } from "@/lib/clients/retention.write";
import { isOwner } from "@/lib/core/actor";
import styles from "../clients.module.css";
import { KeepForm } from "./keep-form";

type Props = { searchParams: Promise<{ done?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.keep"))("pageTitle") };
}

/** For the owner: how long records are kept, whose time is over, and what was deleted. */
async function Kept({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/clients/kept");
  if (!isOwner(actor)) notFound();
  const t = await getTranslations("clients.keep");
  const { over, deleted, zone } = await keeping(actor, {});
  const settings = await keepingSettings(actor, {});
  const { done } = await searchParams;
  return (
    <div className="page stack">
      <BackLink href="/practice/clients">{t("back")}</BackLink>
      <PageHead title={t("pageTitle")} detail={t("pageLead")} />
      <div role="status">
        {done === "deleted" ? <Note tone="good">{t("deletedNow")}</Note> : null}
      </div>
      <Card title={t("mayGo", { count: over.length })}>
        {over.length === 0 ? (
          <p className="muted">{t("noneOver")}</p>
        ) : (
          <ul className={`${styles.lessons} list num`}>
            {over.map((one) => (
              <li key={one.clientId}>
                <Link href={`/practice/clients/${one.clientId}`}>{one.name}</Link>
                <span className="muted">
                  {t("keptTo")} <DateText on={one.until} look="date" />
                </span>
                {one.held ? (
                  <span className="muted">{t("isHeld")}</span>
                ) : (
                  <Link href={`/practice/clients/${one.clientId}/delete`}>
                    {t("delete")}
                    <span className="sr"> {one.name}</span>
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t("rule")}>
        <KeepForm settings={settings} />
      </Card>
      <Card title={t("certificates")}>
        {deleted.length === 0 ? (
          <p className="muted">{t("noneDeleted")}</p>
        ) : (
          <ul className="list num">
            {deleted.map((one) => (
              <li key={one.id} className={styles.person}>
                <p>
                  <DateText on={one.createdAt} zone={zone} look="date" />
                  {": "}
                  {t("certificate", { removed: one.removed, kept: one.kept })}
                </p>
                <p className="muted">
                  {t("number")} {one.id}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

export default practicePage(Kept);
