import { getLocale } from "next-intl/server";
import { callName } from "@/app/family/call-name";
import { Baby } from "@/components/figure/baby";
import { Medal } from "@/components/figure/medal";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { formatDay, formatTime } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { ZoneLine } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import type { ownLessons } from "@/lib/booking/read";
import type { OwnRoutine } from "@/lib/routines/own.read";
import styles from "./today.module.css";

export type LessonItem = Awaited<ReturnType<typeof ownLessons>>["upcoming"][number];

async function about(routine: OwnRoutine): Promise<string> {
  const [t, r] = [await getTranslations("family.today"), await getTranslations("routines")];
  return t("setBy", {
    minutes: r("minutes", { count: roundMinutes(routine.seconds) }),
    steps: r("steps", { count: routine.steps }),
    practitioner: callName(routine.by),
  });
}

/** The one primary thing of the day. The player leaves the shell, so its link loads a page of its own. */
export async function RoutineHero({ routine }: { routine: OwnRoutine }) {
  const t = await getTranslations("family.today");
  return (
    <section className={styles.hero} aria-labelledby="hero">
      <div>
        <h2 id="hero">{routine.title}</h2>
        <p>{await about(routine)}</p>
      </div>
      <Baby title="" />
      {routine.playable ? (
        <ButtonLink
          variant="primary"
          size="xl"
          href={`/family/routine/${routine.id}/play`}
          icon={<Icon name="play" />}
          aria-label={t("startNamed", { title: routine.title, name: routine.name })}
        >
          {t("start")}
        </ButtonLink>
      ) : (
        <LinkButton size="xl" href={`/family/routine/${routine.id}`}>
          {t("notNow")}
        </LinkButton>
      )}
    </section>
  );
}

export async function RoutineLine({ routine }: { routine: OwnRoutine }) {
  const t = await getTranslations("family.today");
  const { id, title, name, strokes, playable } = routine;
  const shown = strokes[1] ?? strokes[0];
  return (
    <section className={`card ${styles.line}`} aria-labelledby={`r-${id}`}>
      {shown ? <Medal stroke={shown} /> : null}
      <div className="grow">
        <h2 id={`r-${id}`}>{title}</h2>
        <p className="sm muted">{await about(routine)}</p>
      </div>
      {playable ? (
        <ButtonLink
          href={`/family/routine/${id}/play`}
          aria-label={t("startNamed", { title, name })}
        >
          {t("start")}
        </ButtonLink>
      ) : (
        <LinkButton href={`/family/routine/${id}`}>{t("notNow")}</LinkButton>
      )}
    </section>
  );
}

/** Before the first lesson there is no routine; there is something to get ready for. */
export async function GetReadyHero({ lesson }: { lesson: LessonItem }) {
  const [t, l, locale] = [
    await getTranslations("family.today"),
    await getTranslations("family.lesson"),
    await getLocale(),
  ];
  const where = { locale, zone: lesson.zone };
  const when = {
    day: formatDay(lesson.startsAt, where, "long"),
    time: formatTime(lesson.startsAt, where),
  };
  return (
    <section className={styles.hero} aria-labelledby="hero">
      <div>
        <h2 id="hero">{t("readyFor", { practitioner: callName(lesson.practitioner) })}</h2>
        <p>{t("readyLead", when)}</p>
        <ZoneLine zone={lesson.zone} at={[lesson.startsAt]} />
      </div>
      <Baby title="" />
      <LinkButton variant="primary" size="xl" href={`/family/lessons/${lesson.bookingId}#ready`}>
        {l("ready")}
      </LinkButton>
    </section>
  );
}

export async function NoRoutine({ teacher }: { teacher: string | null }) {
  const t = await getTranslations("family.today");
  return (
    <Empty figure={<Baby title="" />} title={t("noRoutineTitle")}>
      {teacher ? t("noRoutine", { practitioner: callName(teacher) }) : t("noRoutineNobody")}
    </Empty>
  );
}
