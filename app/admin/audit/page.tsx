import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";
import { TrailList } from "@/components/audit-trail/trail-list";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { SelectField } from "@/components/ui/field";
import { formatDay, formatTime } from "@/components/ui/format";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { auditList } from "@/lib/audit/read";
import { AuditPage, PLATFORM } from "@/lib/audit/schema";
import { practiceNames } from "@/lib/practices/admin.read";
import styles from "../admin.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.audit");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

async function Audit({ searchParams }: Props) {
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
      <form className={styles.filters} action="/admin/audit" noValidate>
        <SelectField name="chain" label={t("chain")} defaultValue={chain} options={options} />
        <Button type="submit" size="lg">
          {t("show")}
        </Button>
      </form>
      {events.length === 0 ? (
        <Empty title={t("empty")} />
      ) : (
        <TrailList
          label={t("title")}
          lines={events.map((event) => ({
            seq: event.seq,
            at: t("at", {
              day: formatDay(event.at, where, "brief"),
              time: formatTime(event.at, where),
            }),
            number: String(event.seq),
            who: event.actorName ?? t(`kinds.${event.actorKind}`),
            what: event.operation,
            raw: [`${event.subjectType} ${event.subjectId}`, detailText(event.detail)]
              .filter(Boolean)
              .join("; "),
          }))}
        />
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

export default adminPage(Audit);
