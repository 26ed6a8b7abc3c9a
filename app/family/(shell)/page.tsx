import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { callName } from "@/app/family/call-name";
import { MoonButton } from "@/app/family/family-menu";
import { PracticeMarks } from "@/components/routine-steps/practice-marks";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Segmented } from "@/components/ui/tabs";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { ownLessons } from "@/lib/booking/read";
import { type OwnBaby, ownFamily } from "@/lib/clients/own.read";
import { systemNow, wallOf } from "@/lib/core/time";
import { type OwnRoutine, ownRoutines } from "@/lib/routines/own.read";
import { FeedClock } from "./feed-clock";
import { FormsCard } from "./forms-card";
import { GetReadyHero, NoRoutine, RoutineHero, RoutineLine } from "./hero";
import { NextLesson } from "./next-lesson";
import styles from "./today.module.css";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("family.title"))("today") };
}

/** The next thing first: the routine, the feed clock, the next lesson, and how the last days went. */
async function Today({ searchParams }: Props) {
  const actor = await pageActor("family", "/family");
  const [family, routines, lessons] = [
    await ownFamily(actor, {}),
    await ownRoutines(actor, {}),
    await ownLessons(actor, {}),
  ];
  const { baby: wished } = await searchParams;
  const baby = family.babies.find(({ id }) => id === wished) ?? family.babies[0];
  const t = await getTranslations("family.today");
  if (!baby)
    return (
      <>
        <Head name={family.name} zone="UTC" />
        <Empty
          title={t("empty")}
          action={
            <LinkButton href="/find" variant="primary" size="lg">
              {t("find")}
            </LinkButton>
          }
        >
          {t("emptyText")}
        </Empty>
      </>
    );
  const mine = routines.active.filter((one) => one.babyId === baby.id);
  const next = lessons.upcoming[0];
  const [first, ...others] = mine;
  const before = lessons.past.every(({ status }) => status !== "completed");
  return (
    <div className={styles.today}>
      <Head name={family.name} zone={baby.zone} />
      {family.babies.length > 1 ? <Babies all={family.babies} picked={baby} /> : null}
      {first ? (
        <RoutineHero routine={first} />
      ) : next && before ? (
        <GetReadyHero lesson={next} />
      ) : (
        <NoRoutine teacher={next?.practitioner ?? lessons.past[0]?.practitioner ?? null} />
      )}
      {first?.kept ? <FeedClock routine={longestWait(mine)} now={systemNow()} /> : null}
      {others.map((routine) => (
        <RoutineLine key={routine.id} routine={routine} />
      ))}
      <FormsCard actor={actor} locale={await getLocale()} />
      <NextLesson lesson={next} last={lessons.past[0]} />
      {first ? <Lately routine={first} /> : null}
    </div>
  );
}

/** The careful clock of several routines is the one that waits longest. */
const longestWait = (routines: readonly OwnRoutine[]): OwnRoutine =>
  routines.reduce((most, one) => (one.feed.minutes > most.feed.minutes ? one : most));

async function Head({ name, zone }: { name: string | null; zone: string }) {
  const [t, locale] = [await getTranslations("family.today"), await getLocale()];
  const now = systemNow();
  const hour = Number(wallOf(now, zone).time.slice(0, 2));
  const part = hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  return (
    <div className={styles.top}>
      <div className="grow">
        <h1>{t("greeting", { part, name: name ? callName(name) : "none" })}</h1>
        <p className="muted sm">{formatDay(now, { locale, zone }, "long")}</p>
      </div>
      <MoonButton />
    </div>
  );
}

/** A baby known at two practices stands here twice, with each practice's name. */
async function Babies({ all, picked }: { all: readonly OwnBaby[]; picked: OwnBaby }) {
  const t = await getTranslations("family.today");
  const twice = (baby: OwnBaby) =>
    all.filter(({ firstName }) => firstName === baby.firstName).length > 1;
  return (
    <Segmented
      label={t("whichBaby")}
      items={all.map((baby) => ({
        key: baby.id,
        label: twice(baby)
          ? t("withPractice", { name: baby.firstName, practice: baby.practice })
          : baby.firstName,
        current: baby.id === picked.id,
        href: `/family?baby=${baby.id}`,
      }))}
    />
  );
}

async function Lately({ routine }: { routine: OwnRoutine }) {
  const [t, r] = [
    await getTranslations("family.practice"),
    await getTranslations("routines.summary"),
  ];
  const { summary } = routine;
  return (
    <Card
      title={t("title", { days: summary.marks.length })}
      action={<Tag tone="good">{t("done", { count: summary.daysDone })}</Tag>}
    >
      <PracticeMarks summary={summary} legend />
      <p className={`sm muted ${styles.after}`}>{r("noStreaks")}</p>
    </Card>
  );
}

export default familyPage(Today);
