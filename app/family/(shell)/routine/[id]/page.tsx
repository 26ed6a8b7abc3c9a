import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { callName } from "@/app/family/call-name";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { LeftOut } from "@/components/routine-steps/left-out";
import { PracticeMarks } from "@/components/routine-steps/practice-marks";
import { StepList } from "@/components/routine-steps/step-list";
import { Teaching } from "@/components/routine-steps/teaching";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatDay } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { type OwnRoutineDetail, ownRoutine } from "@/lib/routines/own.read";
import { CAUTIONS } from "@/lib/safety/advice";
import styles from "../../family.module.css";
import { NotToday, NotTodaySaid } from "./not-today";
import { PrintButton } from "./print-button";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("family.title"))("routines") };
}

/** To read, and to print for the fridge: the same steps, limits and checks as the guided routine has. */
async function RoutinePage({ params, searchParams }: Props) {
  const { id } = await params;
  const actor = await pageActor("family", `/family/routine/${id}`);
  const routine = await found(ownRoutine(actor, { assignmentId: id }));
  const [t, p, f] = [
    await getTranslations("family.routine"),
    await getTranslations("player.not"),
    await getTranslations("family.practice"),
  ];
  const { name, title, playable, active, obstacle, left, note } = routine;
  const practitioner = callName(routine.by);
  const why = active ? obstacle : "ended";
  return (
    <div className={styles.page}>
      <p className="no-print">
        <Link className={styles.back} href="/family/routine">
          <Icon name="arrow-left" /> {t("back")}
        </Link>
      </p>
      <div>
        <h1>{title}</h1>
        <p className="muted">{await facts(routine)}</p>
      </div>
      {why ? <Note tone="glow">{p(why, { name, practitioner })}</Note> : null}
      {active && !routine.kept ? (
        <div className="no-print">
          <Note
            tone="info"
            action={
              <Link href={`/family/forms/consents/${routine.clientId}`}>{t("notKeptSee")}</Link>
            }
          >
            {t("notKept")}
          </Note>
        </div>
      ) : null}
      <div className="wrap-row no-print">
        {playable ? (
          <ButtonLink
            variant="primary"
            size="lg"
            href={`/family/routine/${id}/play`}
            icon={<Icon name="play" />}
          >
            {t("start")}
          </ButtonLink>
        ) : null}
        <PrintButton label={t("print")} icon={<Icon name="printer" />} />
        {playable && routine.maySkip ? <NotToday routine={routine} /> : null}
      </div>
      {routine.notToday && active ? (
        <div className="no-print">
          <NotTodaySaid routine={routine} told={(await searchParams).told === "1"} />
        </div>
      ) : null}
      {note ? (
        <Card title={t("noteFrom", { practitioner })}>
          <p className={styles.words}>{note}</p>
        </Card>
      ) : null}
      <Card title={t("before")}>
        <p className="sm">{t("beforeText", { minutes: routine.gate.feedMinutes })}</p>
        <details className={styles.teaching}>
          <summary>{t("teaching")}</summary>
          <Teaching name={name} careful={routine.reasons.length > 0} />
        </details>
      </Card>
      {left.steps.length > 0 ? (
        <Card title={t("steps")}>
          <StepList steps={left.steps} name={name} full />
          {left.loop ? (
            <p className="sm muted">{t("rounds", { count: left.loop.maxRounds, name })}</p>
          ) : null}
          {left.warmDown ? <WarmDown routine={routine} /> : null}
        </Card>
      ) : null}
      <Care routine={routine} />
      {routine.leftOut.length > 0 ? (
        <Card>
          <LeftOut items={routine.leftOut} name={name} level={2} />
        </Card>
      ) : null}
      <div className="no-print">
        <Card
          title={f("title", { days: routine.summary.marks.length })}
          action={<Tag tone="good">{f("done", { count: routine.summary.daysDone })}</Tag>}
        >
          <PracticeMarks summary={routine.summary} legend />
        </Card>
      </div>
    </div>
  );
}

async function facts(routine: OwnRoutineDetail): Promise<string> {
  const [t, r, today, locale] = [
    await getTranslations("family.routine"),
    await getTranslations("routines"),
    await getTranslations("family.today"),
    await getLocale(),
  ];
  const where = { locale, zone: routine.zone };
  return [
    t("for", { name: routine.name }),
    today("setBy", {
      minutes: r("minutes", { count: roundMinutes(routine.seconds) }),
      steps: r("steps", { count: routine.steps }),
      practitioner: callName(routine.by),
    }),
    [
      t("howOften", routine.often),
      t("since", { day: formatDay(routine.assignedAt, where, "brief") }),
      ...(routine.untilOn ? [t("until", { day: formatDay(routine.untilOn, where, "brief") })] : []),
    ].join(" "),
  ].join(". ");
}

async function WarmDown({ routine }: { routine: OwnRoutineDetail }) {
  const [t, r] = [await getTranslations("family.routine"), await getTranslations("routines")];
  const minutes = r("minutes", { count: roundMinutes(routine.left.warmDown?.seconds ?? 0) });
  return <p className="sm muted">{t("warmDown", { minutes })}</p>;
}

/** Cautions of the routine, what the baby's record asks for, the doctor's okay, and when to stop. */
async function Care({ routine }: { routine: OwnRoutineDetail }) {
  const [t, r, s, locale] = [
    await getTranslations("family.routine"),
    await getTranslations("routines.cautions"),
    await getTranslations("safety"),
    await getLocale(),
  ];
  const { name, okay, reasons } = routine;
  const cautions = CAUTIONS.filter(({ key }) => routine.cautions.includes(key));
  const day = okay && formatDay(okay.on, { locale, zone: routine.zone }, "date");
  return (
    <Card title={t("care", { name })}>
      <ul className={styles.care}>
        <li>
          <b>{t("stopTitle", { name })}.</b> {t("stopText")}
        </li>
        {[...new Set(reasons.map(({ sentenceKey }) => sentenceKey))].map((key) => (
          <li key={key}>{s(key, { name })}</li>
        ))}
        {cautions.map(({ key }) => (
          <li key={key}>{r(key, { name })}</li>
        ))}
        {okay && day ? (
          <li>{t("okay", { by: okay.by, day, practitioner: callName(routine.by) })}</li>
        ) : null}
      </ul>
    </Card>
  );
}

export default familyPage(RoutinePage);
