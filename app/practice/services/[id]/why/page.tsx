import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Card } from "@/components/ui/card";
import { formatDay, zonePlace } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { type ExplainedService, explainService } from "@/lib/availability/explain.read";
import { addDays, daysBetween, isDay } from "@/lib/core/time";
import { BackLink } from "../../../_setup/back-link";
import setup from "../../../_setup/setup.module.css";
import { reasonWords } from "./reason-words";
import styles from "./why.module.css";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};
const DAYS = 14;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("hours.why");
  return { title: t("title") };
}

async function WhyNothing({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, await searchParams];
  const path = `/practice/services/${encodeURIComponent(id)}/why`;
  const actor = await pageActor("practice", path);
  const from = typeof search.from === "string" && isDay(search.from) ? search.from : undefined;
  const detail = await found(explainService(actor, { serviceId: id, from, days: DAYS }));
  const t = await getTranslations("hours.why");
  const { service, practitioner, first, thisDay } = detail;
  const earlier = daysBetween(thisDay, first) < DAYS ? thisDay : addDays(first, -DAYS);
  return (
    <div className={`page ${setup.page}`}>
      <BackLink href={`/practice/services?for=${practitioner.id}`}>{t("back")}</BackLink>
      <PageHead
        title={t("heading", { name: service.name })}
        detail={t("lead", { place: service.placeName, zone: zonePlace(detail.zone) })}
      />
      <Blockers detail={detail} />
      <Card>
        <ul className={setup.rows}>
          {detail.days.map((day) => (
            <DayRow key={day.day} day={day} detail={detail} />
          ))}
        </ul>
      </Card>
      <nav className={styles.pages} aria-label={t("pages")}>
        {first > thisDay ? (
          <LinkButton href={`${path}?from=${earlier}`}>{t("earlier")}</LinkButton>
        ) : null}
        <LinkButton href={`${path}?from=${addDays(first, DAYS)}`}>{t("later")}</LinkButton>
      </nav>
      <p className={styles.change}>
        <Link href={`/practice/hours?for=${practitioner.id}`}>{t("toHours")}</Link>
        <Link href={`/practice/block?for=${practitioner.id}`}>{t("toBlock")}</Link>
        {detail.mayManage ? (
          <Link href={`/practice/services/${service.id}`}>{t("toService")}</Link>
        ) : null}
      </p>
    </div>
  );
}

/** What keeps families away whatever the day says: told before the days. */
async function Blockers({ detail }: { detail: ExplainedService }) {
  if (detail.blockers.length === 0) return null;
  const t = await getTranslations("hours.why");
  return (
    <Note tone="glow">
      {detail.blockers.map((why) => (
        <p key={why}>{t(`blocker.${why}`, { name: detail.practitioner.name })}</p>
      ))}
    </Note>
  );
}

type DayRowProps = { day: ExplainedService["days"][number]; detail: ExplainedService };

async function DayRow({ day, detail }: DayRowProps) {
  const [t, locale] = [await getTranslations("hours.why"), await getLocale()];
  const words = await Promise.all(
    day.reasons.map((reason) => reasonWords(reason, detail.service, locale)),
  );
  return (
    <li className={setup.row}>
      <div className={setup.what}>
        <h2>
          <time dateTime={day.day}>{formatDay(day.day, { locale, zone: "UTC" }, "long")}</time>
        </h2>
        {words.map((line) => (
          <p key={line} className="muted sm num">
            {line}
          </p>
        ))}
      </div>
      <Tag tone={day.free > 0 ? "good" : "neutral"}>{t("free", { count: day.free })}</Tag>
    </li>
  );
}

export default practicePage(WhyNothing);
