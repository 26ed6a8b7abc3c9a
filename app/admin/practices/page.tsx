import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";
import { Empty } from "@/components/ui/empty";
import { formatDay } from "@/components/ui/format";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { allPractices } from "@/lib/practices/admin.read";
import styles from "../admin.module.css";
import { TableRegion } from "../table-region";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.practices");
  return { title: t("title") };
}

type Props = { searchParams: Promise<{ page?: string }> };

async function Practices({ searchParams }: Props) {
  const actor = await pageActor("admin", "/admin/practices");
  const asked = Number((await searchParams).page ?? 1);
  const page = Number.isInteger(asked) && asked > 0 && asked <= 1000 ? asked : 1;
  const { items, more } = await allPractices(actor, { page });
  const [t, locale] = [await getTranslations("admin.practices"), await getLocale()];
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead")} />
      {items.length === 0 ? (
        <Empty title={t("empty")} />
      ) : (
        <TableRegion label={t("title")}>
          <thead>
            <tr>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("country")}</th>
              <th scope="col" className={styles.end}>
                {t("practitioners")}
              </th>
              <th scope="col" className={styles.end}>
                {t("published")}
              </th>
              <th scope="col">{t("since")}</th>
              <th scope="col">{t("trail")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={row.practiceId}>
                <th scope="row">{row.name}</th>
                <td>{regions.of(row.country) ?? row.country}</td>
                <td className={`num ${styles.end}`}>{row.practitioners}</td>
                <td className={`num ${styles.end}`}>{row.published}</td>
                <td className="num nowrap">
                  {formatDay(row.since, { locale, zone: row.zone }, "date")}
                </td>
                <td>
                  <a
                    href={`/admin/audit?chain=${row.practiceId}`}
                    aria-label={t("trailOf", { name: row.name })}
                  >
                    {t("trail")}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </TableRegion>
      )}
      <Pager {...turns({ page, more }, (n) => `/admin/practices?page=${n}`)} />
    </div>
  );
}

export default adminPage(Practices);
