import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { callName } from "@/app/family/call-name";
import { Baby } from "@/components/figure/baby";
import { Medal } from "@/components/figure/medal";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { formatDay } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { type OwnRoutine, ownRoutines } from "@/lib/routines/own.read";
import styles from "../family.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("family.title"))("routines") };
}

async function Routines() {
  const actor = await pageActor("family", "/family/routine");
  const { active, over } = await ownRoutines(actor, {});
  const t = await getTranslations("family.routine");
  const many = new Set([...active, ...over].map((one) => one.babyId)).size > 1;
  return (
    <div className={styles.page}>
      <h1>{t("title")}</h1>
      {active.length === 0 ? (
        <Empty figure={<Baby title="" />} title={t("none")}>
          {t("noneText")}
        </Empty>
      ) : null}
      <ul className={styles.items}>
        {active.map((routine) => (
          <Item key={routine.id} routine={routine} named={many} />
        ))}
      </ul>
      {over.length > 0 ? (
        <section className={styles.group}>
          <h2>{t("over")}</h2>
          <ul className={styles.items}>
            {over.map((routine) => (
              <Item key={routine.id} routine={routine} named={many} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

async function Item({ routine, named }: { routine: OwnRoutine; named: boolean }) {
  const [t, today, r, locale] = [
    await getTranslations("family.routine"),
    await getTranslations("family.today"),
    await getTranslations("routines"),
    await getLocale(),
  ];
  const { id, title, name, strokes, playable, active, endedAt, untilOn, zone } = routine;
  const shown = strokes[1] ?? strokes[0];
  const ended = endedAt ?? untilOn;
  return (
    <li className={`card ${styles.item}`}>
      {shown ? <Medal stroke={shown} /> : null}
      <div className="grow">
        <h2>
          <Link className={styles.whole} href={`/family/routine/${id}`}>
            {title}
          </Link>
        </h2>
        <p className="sm muted">
          {today("setBy", {
            minutes: r("minutes", { count: roundMinutes(routine.seconds) }),
            steps: r("steps", { count: routine.steps }),
            practitioner: callName(routine.by),
          })}
        </p>
        {named ? <p className="sm muted">{t("for", { name })}</p> : null}
        {!active && ended ? (
          <Tag>{t("ended", { day: formatDay(ended, { locale, zone }, "brief") })}</Tag>
        ) : null}
      </div>
      {playable ? (
        <ButtonLink
          variant="primary"
          href={`/family/routine/${id}/play`}
          aria-label={today("startNamed", { title, name })}
        >
          {t("start")}
        </ButtonLink>
      ) : null}
    </li>
  );
}

export default familyPage(Routines);
