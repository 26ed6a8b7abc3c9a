import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";
import { Empty } from "@/components/ui/empty";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { Segmented } from "@/components/ui/tabs";
import { getTranslations } from "@/i18n/words";
import { credentialQueue } from "@/lib/credentials/checking.read";
import { CredentialQueue, queueTabs } from "@/lib/credentials/schema";
import styles from "../admin.module.css";
import { CredentialCard } from "./credential-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.credentials");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

async function Credentials({ searchParams }: Props) {
  const actor = await pageActor("admin", "/admin/credentials");
  const asked = await searchParams;
  const { tab, page } = CredentialQueue.parse({ tab: asked.tab, page: asked.page ?? 1 });
  const { items, more } = await credentialQueue(actor, { tab, page });
  const t = await getTranslations("admin.credentials");
  const saved = (["checked", "revoked"] as const).find((kind) => kind === asked.saved);
  const at = (to: string, n: number) => `/admin/credentials?tab=${to}${n > 1 ? `&page=${n}` : ""}`;
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead")}>
        <Segmented
          label={t("show")}
          items={queueTabs.map((key) => ({
            key,
            label: t(`tabs.${key}`),
            current: key === tab,
            href: at(key, 1),
          }))}
        />
      </PageHead>
      {saved ? (
        <Note tone="good" role="status">
          {t(`saved.${saved}`)}
        </Note>
      ) : null}
      {items.length === 0 ? <Empty title={t(`empty.${tab}`)} /> : null}
      {items.map((item) => (
        <CredentialCard key={item.id} credential={item} />
      ))}
      <Pager {...turns({ page, more }, (n) => at(tab, n))} where={t("page", { page })} />
    </div>
  );
}

export default adminPage(Credentials);
