import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { cache, type ReactNode } from "react";
import { pageActor } from "@/app/_server/actor";
import { head, page } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { callName } from "@/app/family/call-name";
import { StrokeFigure } from "@/components/figure/stroke-figure";
import { Player } from "@/components/routine-player/player";
import type { PlayerIcon } from "@/components/routine-player/player-props";
import { playerWords } from "@/components/routine-player/player-words";
import { ButtonLink } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import { type OwnRoutineDetail, ownRoutine } from "@/lib/routines/own.read";
import { gateFacts } from "./gate-facts";
import styles from "./play.module.css";
import { playerViews } from "./player-views";

type Props = { params: Promise<{ id: string }> };

/** Read once for the title and the page. */
const read = cache(async (id: string): Promise<{ person: string; routine: OwnRoutineDetail }> => {
  const actor = await pageActor("family", `/family/routine/${id}/play`);
  return { person: actor.userId, routine: await found(ownRoutine(actor, { assignmentId: id })) };
});

async function about({ params }: Props): Promise<Metadata> {
  return { title: (await read((await params).id)).routine.title };
}
export const generateMetadata = head(about);

const pictures: Record<PlayerIcon, IconName> = {
  back: "arrow-left",
  close: "x",
  aloud: "volume-2",
  quiet: "volume-x",
  pause: "pause",
  play: "play",
  previous: "skip-back",
  next: "skip-forward",
  hand: "hand",
  check: "check",
  alert: "triangle-alert",
  phone: "phone",
  milk: "milk",
  turn: "rotate-cw",
  cue: "message-circle",
  offline: "cloud-off",
  turned_away: "eye-off",
  stiffened_arched: "shield",
  cried_fussed: "cloud-rain",
  hungry_or_sick: "milk",
  fell_asleep: "moon",
  not_sure: "circle-question-mark",
};

async function Play({ params }: Props) {
  const { person, routine } = await read((await params).id);
  if (!routine.playable) return <NotNow routine={routine} />;
  const { id, babyId, name, left, feed, kept, zone } = routine;
  const [locale, practitioner] = [await getLocale(), callName(routine.by)];
  const icons = Object.fromEntries(
    Object.entries(pictures).map(([key, icon]) => [key, <Icon key={key} name={icon} />]),
  ) as Record<PlayerIcon, ReactNode>;
  return (
    <Player
      person={person}
      assignmentId={id}
      babyId={babyId}
      plan={{ steps: left.steps, loop: left.loop, warmDown: left.warmDown }}
      views={await playerViews([...left.steps, ...(left.warmDown ? [left.warmDown] : [])], name)}
      holdFigure={<StrokeFigure stroke="ask-and-hold" />}
      endsWithGas={routine.endReasons.includes("gas_released")}
      gate={await gateFacts(routine)}
      feedEndedAt={feed.endedAt?.toISOString() ?? null}
      kept={kept}
      now={routine.now.toISOString()}
      locale={locale}
      zone={zone}
      back={`/family/routine/${id}`}
      home="/family"
      words={
        await playerWords({
          name,
          practitioner,
          title: routine.title,
          seconds: routine.seconds,
          warmDownSeconds: warmDownSeconds(routine),
          country: routine.country,
          emergencyNumber: routine.emergencyNumber,
        })
      }
      icons={icons}
    />
  );
}

const warmDownSeconds = ({ left }: OwnRoutineDetail): number =>
  left.warmDown?.seconds ??
  left.steps.reduce((sum, step) => (step.phase === "warm_down" ? sum + step.seconds : sum), 0);

/** Ended, or something was noted since: the reason, and the way to ask. */
async function NotNow({ routine }: { routine: OwnRoutineDetail }) {
  const t = await getTranslations("player");
  const { name, phone, active, obstacle } = routine;
  const practitioner = callName(routine.by);
  return (
    <main id="main" className={styles.not}>
      <h1>{t("not.title")}</h1>
      <Note tone="glow">
        {t(`not.${active && obstacle ? obstacle : "ended"}`, { name, practitioner })}
      </Note>
      {phone ? (
        <p>
          <a className={styles.phone} href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
            <Icon name="phone" /> {phone}
          </a>
        </p>
      ) : null}
      <ButtonLink href={`/family/routine/${routine.id}`} size="lg">
        {t("look")}
      </ButtonLink>
    </main>
  );
}

export default page(Play);
