import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { SelectField } from "@/components/ui/field";
import { formatDay, formatTime } from "@/components/ui/format";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { auditList } from "@/lib/audit/read";
import { AuditPage, PLATFORM } from "@/lib/audit/schema";
import { practiceNames } from "@/lib/practices/admin.read";
import styles from "../admin.module.css";
import { TableRegion } from "../table-region";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.audit");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Audit({ searchParams }: Props) {
  const actor = await pageActor("admin", "/admin/audit");
  const asked = await searchParams;
  const { chain, before } = AuditPage.parse({ chain: asked.chain, before: asked.before });
  const [{ events, more }, names] = await Promise.all([
    auditList(actor, { chain, before }),
    practiceNames(actor, {}),
  ]);
  const [t, locale] = [await getTranslations("admin.audit"), await getLocale()];
  const where = { locale, zone: "UTC" };
  const options = [
    { value: PLATFORM, label: t("platform") },
    ...names.map(({ practiceId, name }) => ({ value: practiceId, label: name })),
  ];
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead")} />
      <form className={styles.filters} action="/admin/audit">
        <SelectField name="chain" label={t("chain")} defaultValue={chain} options={options} />
        <Button type="submit" size="lg">
          {t("show")}
        </Button>
      </form>
      {events.length === 0 ? (
        <Empty title={t("empty")} />
      ) : (
        <TableRegion label={t("title")}>
          <thead>
            <tr>
              <th scope="col" className={styles.end}>
                {t("number")}
              </th>
              <th scope="col">{t("when")}</th>
              <th scope="col">{t("who")}</th>
              <th scope="col">{t("did")}</th>
              <th scope="col">{t("subject")}</th>
              <th scope="col">{t("detail")}</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.seq}>
                <td className={`num ${styles.end}`}>{event.seq}</td>
                <td className="num nowrap">
                  {t("at", {
                    day: formatDay(event.at, where, "brief"),
                    time: formatTime(event.at, where),
                  })}
                </td>
                <td>{event.actorName ?? t(`kinds.${event.actorKind}`)}</td>
                <td className={`nowrap ${styles.mono}`}>{event.operation}</td>
                <td className={styles.mono}>
                  {event.subjectType} {event.subjectId}
                </td>
                <td className={styles.mono}>{detailText(event.detail)}</td>
              </tr>
            ))}
          </tbody>
        </TableRegion>
      )}
      <Pager
        previous={before ? `/admin/audit?chain=${chain}` : null}
        next={more ? `/admin/audit?chain=${chain}&before=${events.at(-1)?.seq}` : null}
      />
    </div>
  );
}

const detailText = (detail: Record<string, unknown>): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(", ") : String(value)}`)
    .join("; ");
