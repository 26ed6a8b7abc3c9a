import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { DateText } from "@/components/ui/time";
import { ZoneLine } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import { staffToday } from "@/lib/booking/today.read";
import { unsaidCounts } from "@/lib/booking/unsaid.read";
import { lettersDue } from "@/lib/documents/letter-due.read";
import { waitingMeasurements } from "@/lib/growth/read";
import { formsToday } from "@/lib/intake/staff.read";
import { unreached } from "@/lib/messaging/log.read";
import { noteWork } from "@/lib/notes/list.read";
import styles from "./today.module.css";
import { NextLesson } from "./today-next";
import { DayRows } from "./today-rows";
import { ThisWeek, ToDo } from "./today-side";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("practice.today");
  return { title: t("title") };
}

async function Today() {
  const actor = await pageActor("practice", "/practice");
  const t = await getTranslations("practice.today");
  const clinician = actor.role !== "front_desk";
  const [today, answers, lost, notes, growth, unsaid, letters] = await Promise.all([
    staffToday(actor, {}),
    formsToday(actor, {}),
    unreached(actor, {}),
    clinician ? noteWork(actor, {}) : null,
    clinician ? waitingMeasurements(actor, {}) : [],
    clinician ? unsaidCounts(actor, {}) : null,
    clinician ? lettersDue(actor, {}) : [],
  ]);
  const r = await getTranslations("staff_change.request");
  const { lessons, next, now, zone } = today;
  return (
    <div className="page">
      <PageHead title={<DateText on={today.thisDay} look="long" />}>
        <LinkButton
          href="/practice/bookings/new"
          icon={<Icon name="plus" />}
          variant={next ? "default" : "primary"}
          className={styles.newBooking}
        >
          <span>{t("newBooking")}</span>
        </LinkButton>
      </PageHead>
      <ZoneLine zone={zone} at={[now]} className={styles.zone} />
      <div className={styles.columns}>
        <div>
          {today.requests.length > 0 ? (
            <Card title={r("title")} id="requests">
              <DayRows lessons={today.requests} now={now} zone={zone} back="/practice" dated />
            </Card>
          ) : null}
          {next ? (
            <NextLesson lesson={next} now={now} zone={zone} thisDay={today.thisDay} notes={notes} />
          ) : null}
          <Card
            title={t("yourDay")}
            action={
              <span className={styles.toCalendar}>
                <Link href="/practice/day-sheet">{t("daySheet")}</Link>
                <Link href="/practice/calendar">{t("calendar")}</Link>
              </span>
            }
          >
            {lessons.length > 0 ? (
              <DayRows lessons={lessons} now={now} zone={zone} back="/practice" notes={notes} />
            ) : (
              <Empty
                title={t("freeDay")}
                action={<LinkButton href="/practice/hours">{t("openMore")}</LinkButton>}
              />
            )}
          </Card>
          {today.unsaid.length > 0 ? (
            <Card title={t("howDidItGo")} id="unsaid">
              <DayRows lessons={today.unsaid} now={now} zone={zone} back="/practice" dated />
            </Card>
          ) : null}
        </div>
        <div>
          <ToDo {...{ today, lost, notes, growth, unsaid, letters, answers }} />
          <ThisWeek today={today} />
        </div>
      </div>
    </div>
  );
}

export default practicePage(Today);
