import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { BabyAlerts } from "@/app/practice/baby-alerts";
import { LeftOut } from "@/components/routine-steps/left-out";
import { PracticeMarks } from "@/components/routine-steps/practice-marks";
import { StepList } from "@/components/routine-steps/step-list";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/dialog";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { type AssignmentDetail, assignmentDetail } from "@/lib/routines/read";
import { endAction } from "../../actions";
import styles from "../../routines.module.css";
import { Logs } from "./logs";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assign.assigned"))("has") };
}

async function Assigned({ params, searchParams }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/routines/assigned/${id}`);
  const item = await found(assignmentDetail(actor, { assignmentId: id }));
  const [t, r, o] = [
    await getTranslations("assign.assigned"),
    await getTranslations("routines"),
    await getTranslations("assign.obstacles"),
  ];
  const { baby, title, active, obstacle, note, summary, left } = item;
  const name = baby.firstName;
  const { done } = await searchParams;
  return (
    <div className="page">
      <BackLink href="/practice/routines">{t("back")}</BackLink>
      <PageHead
        title={t("title", { title, name: baby.title })}
        detail={<Age {...baby.ages} strong />}
      >
        <LinkButton href={`/practice/routines/assign?baby=${baby.id}&replaces=${id}`}>
          {t("replace")}
        </LinkButton>
        <LinkButton href={`/practice/routines/assign?baby=${baby.id}&routine=${item.routineId}`}>
          {t("again")}
        </LinkButton>
        {active ? <End item={item} /> : null}
      </PageHead>
      <div className={styles.alerts}>
        <BabyAlerts alerts={baby.alerts} />
      </div>
      <div role="status">
        {done === "assigned" && active ? <Note tone="good">{t("done", { name })}</Note> : null}
        {done === "ended" && !active ? <Note tone="good">{t("ended")}</Note> : null}
      </div>
      {active && obstacle ? (
        <Note tone="bad">{t("obstacle", { why: o(obstacle, { name }) })}</Note>
      ) : null}
      <div className={styles.columns}>
        <div>
          <Card
            title={t("practice")}
            action={<Tag tone="good">{r("summary.done", { count: summary.daysDone })}</Tag>}
          >
            <PracticeMarks summary={summary} legend />
            <p className="sm muted">{t("minutes", { minutes: summary.minutes })}</p>
            <p className="sm muted">{r("adherence.note")}</p>
          </Card>
          <Card title={t("logs")}>
            <Logs item={item} />
          </Card>
        </div>
        <aside className={styles.side}>
          <Card title={t("has")}>
            <Facts item={item} />
            <StepList steps={left.steps} name={name} />
          </Card>
          {item.leftOut.length > 0 ? (
            <Card>
              <LeftOut items={item.leftOut} name={name} level={2} />
            </Card>
          ) : null}
          {note ? (
            <Card title={t("note")}>
              <p className={styles.words}>{note}</p>
            </Card>
          ) : null}
        </aside>
      </div>
    </div>
  );
}

async function Facts({ item }: { item: AssignmentDetail }) {
  const [t, f, locale] = [
    await getTranslations("assign.assigned"),
    await getTranslations("assign.form"),
    await getLocale(),
  ];
  const day = (at: Date | string) => formatDay(at, { locale, zone: item.zone }, "brief");
  const { clearedBy: by, okayEndsOn: until, clearedOn: on, endedAt, untilOn, active } = item;
  const lines = [
    t("since", { day: day(item.assignedAt), by: item.by ?? "" }),
    f("timesValue", item.often),
    ...(endedAt ? [t("endedOn", { day: day(endedAt) })] : []),
    ...(untilOn && !endedAt ? [t(active ? "until" : "over", { day: day(untilOn) })] : []),
    ...(by && on && until
      ? [
          item.obstacle === "okay_needed"
            ? t("okayOver", { by, until: day(until) })
            : t("okay", { by, day: day(on), until: day(until) }),
        ]
      : []),
  ];
  return (
    <ul className={`sm muted ${styles.lines}`}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

async function End({ item }: { item: AssignmentDetail }) {
  const t = await getTranslations("assign.assigned");
  return (
    <ConfirmButton
      label={t("end")}
      title={t("endTitle", { name: item.baby.firstName })}
      body={<p>{t("endBody")}</p>}
      keepLabel={t("keep")}
      variant="danger"
    >
      <ActionForm id="end" action={endAction}>
        <input type="hidden" name="assignmentId" value={item.id} />
        <SubmitButton variant="danger" label={t("end")} busyLabel={t("ending")} />
      </ActionForm>
    </ConfirmButton>
  );
}

export default practicePage(Assigned);
