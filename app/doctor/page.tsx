import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { doctorPage } from "@/app/_server/missing";
import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { formatDay } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { Tag, type TagProps } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { ReferralStatus } from "@/lib/referrals/rules";
import { ListPage } from "@/lib/referrals/schema";
import { myReferrals } from "@/lib/referrals/sender.read";
import styles from "./doctor.module.css";
import { DoctorShell } from "./doctor-shell";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.mine");
  return { title: t("title") };
}

const tones: Record<ReferralStatus, TagProps["tone"]> = {
  unconfirmed: "glow",
  waiting: "glow",
  accepted: "info",
  booked: "good",
  declined: "bad",
  withdrawn: "neutral",
  expired: "neutral",
};

type Props = { searchParams: Promise<{ page?: string | string[] }> };

async function MyReferrals({ searchParams }: Props) {
  const actor = await pageActor("doctor", "/doctor");
  const [t, locale] = [await getTranslations("referrals"), await getLocale()];
  const asked = ListPage.safeParse({ page: (await searchParams).page ?? 1 });
  const page = asked.success ? asked.data.page : 1;
  const { items, more } = await myReferrals(actor, { page });
  return (
    <DoctorShell email={actor.email}>
      <PageHead title={t("mine.title")} detail={t("mine.lead")}>
        <ButtonLink variant="primary" href="/refer">
          {t("mine.refer")}
        </ButtonLink>
      </PageHead>
      {items.length === 0 ? <Empty title={t("mine.empty")}>{t("mine.emptyHint")}</Empty> : null}
      <ul className={styles.list}>
        {items.map(({ id, babyName, practitionerName, status, sentAt, zone, lesson }) => (
          <li key={id} className="card">
            <div>
              <h2>
                <Link href={`/doctor/${id}`}>{babyName ?? t("mine.deleted")}</Link>
              </h2>
              <p className="muted sm">
                {t("mine.to", { name: practitionerName })}
                {". "}
                {t("mine.sent", { day: formatDay(sentAt, { locale, zone }, "date") })}
              </p>
            </div>
            <Tag tone={tones[status]}>
              {t(
                status === "booked" && (!lesson || lesson.status === "not_told")
                  ? "track.bookedLater"
                  : `status.${status}`,
                {
                  day: lesson ? formatDay(lesson.startsAt, { locale, zone: lesson.zone }) : "",
                },
              )}
            </Tag>
          </li>
        ))}
      </ul>
      <Pager
        {...turns({ page, more }, (n) => `/doctor?page=${n}`)}
        where={t("inbox.page", { page })}
      />
    </DoctorShell>
  );
}

export default doctorPage(MyReferrals);
