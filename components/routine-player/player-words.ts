import { roundMinutes } from "@/components/routine-steps/clock-text";
import { getTranslations } from "@/i18n/words";
import { LIKED, REACTIONS, STOP_REASONS } from "@/lib/routines/schema";
import { EMERGENCY_LINES } from "@/lib/safety/advice";
import type { StartReasonKey } from "@/lib/safety/gate";
import { GATE_SKIP_REASONS, PRE_CHECKS } from "@/lib/safety/schema";
import type { PlayerWords } from "./player-props";

/** Left open for the phone to fill in. */
const open = (name: string): string => `{${name}}`;
const LONGEST_MINUTES = 45;

const START_REASONS: readonly StartReasonKey[] = [
  "start.stop",
  "start.stop_until_clearance",
  "start.clearance",
  "start.wait",
  "start.feed_unknown",
  "start.feed_wait",
  ...PRE_CHECKS.map((key) => `start.check.${key}` as const),
];

const record = <K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;

export type WordsFor = {
  name: string;
  practitioner: string;
  title: string;
  seconds: number;
  warmDownSeconds: number;
  country: string;
  emergencyNumber: string;
};

/** Every word the player may say, in the reader's language and with the baby's name. */
export async function playerWords(facts: WordsFor): Promise<PlayerWords> {
  const { name, practitioner, title } = facts;
  const [r, s, p] = [
    await getTranslations("routines"),
    await getTranslations("safety"),
    await getTranslations("player"),
  ];
  const minutes = r("minutes", { count: roundMinutes(facts.seconds) });
  return {
    length: p("head", { title, minutes }),
    back: p("back"),
    title: r("preCheck.title", { name }),
    start: r("preCheck.start"),
    startReasons: record(START_REASONS, (key) => s(key, { name, minutes: open("minutes") })),
    hold: r("preCheck.hold"),
    skip: r("preCheck.skip"),
    skipWhy: r("preCheck.skipWhy"),
    skipReasons: record(GATE_SKIP_REASONS, (key) => r(`preCheck.skipReasons.${key}`)),
    feed: {
      label: p("feed.label"),
      question: s("feed.question"),
      now: s("feed.now"),
      longAgo: s("feed.longAgo", { minutes: open("minutes") }),
      waitUntil: s("feed.waitUntil", { time: open("time") }),
      fedAt: s("feed.fedAt", { time: open("time") }),
      minLeft: s("feed.minLeft"),
      change: s("feed.change"),
      some: p("feed.some"),
      why: s("feed.why"),
      ready: s("feed.ready"),
      readyNow: p("feed.readyNow"),
      ago: p("feed.fedMinutesAgo"),
      save: p("feed.save"),
      later: p("feed.later"),
      here: p("feed.here"),
      failed: p("feed.failed"),
      ring: p("feed.ring", { minutes: open("minutes"), all: open("all") }),
    },
    player: {
      leave: r("player.leave"),
      aloudOn: r("player.readAloudOn"),
      aloudOff: r("player.readAloudOff"),
      ready: r("player.getReady"),
      left: r("player.left", { time: open("time") }),
      pause: r("player.pause"),
      resume: r("player.resume"),
      previous: r("player.previous"),
      next: r("player.next"),
      no: r("player.babySaidNo"),
      gasFinish: r("player.gasFinish"),
      gasWhich: r("player.gasWhich"),
      gas: r("log.reactions.gas"),
      bowel: r("log.reactions.bowel_movement"),
      neither: p("gas.neither"),
      step: r("stepOf", { step: open("step"), count: open("count") }),
      stepRound: p("stepRound", { round: open("round"), count: open("count") }),
      round: p("round", { round: open("round"), count: open("count") }),
    },
    asking: {
      question: r("conditional.if_enjoyed.question", { name }),
      yes: r("conditional.if_enjoyed.yes"),
      no: r("conditional.if_enjoyed.no"),
    },
    holding: {
      title: p("hold.title"),
      text: r("player.holding", { name }),
      gate: p("hold.done"),
      routine: p("hold.pause"),
      stopped: p("hold.finish"),
    },
    stopped: {
      title: r("stopped.title"),
      lead: r("stopped.lead", { name }),
      question: r("stopped.question"),
      reasons: record(STOP_REASONS, (key) => r(`stopped.reasons.${key}`)),
      hold: r("player.quietHold"),
      finish: r("player.finishEarly"),
      help: await helpLine(facts),
    },
    done: {
      question: r("log.question", { name }),
      liked: record(LIKED, (key) => r(`log.liked.${key}`)),
      also: r("log.also"),
      reactions: record(REACTIONS, (key) => r(`log.reactions.${key}`)),
      note: r("log.note", { practitioner }),
      saveNote: p("done.saveNote"),
      noteSaved: p("done.noteSaved"),
      warmDown: r("player.warmDown", { minutes: roundMinutes(facts.warmDownSeconds) }),
      counts: Array.from({ length: LONGEST_MINUTES + 1 }, (_, count) =>
        r("log.thatCounts", { minutes: count }),
      ),
      today: p("done.today"),
    },
    send: {
      sending: p("send.sending"),
      saved: p("send.saved", { practitioner }),
      kept: p("send.kept"),
      unsent: p("send.unsent"),
      again: p("send.again"),
      signIn: p("send.signIn"),
      refused: p("send.refused"),
      notKept: p("send.notKept"),
    },
    offline: {
      short: p("offline.short"),
      since: p("offline.since", { time: open("time") }),
      asked: p("offline.asked"),
    },
  };
}

/** Numbers, never advice (DOMAIN.md section 2): the practice's own emergency number, and the country's urgent line. */
async function helpLine({ name, country, emergencyNumber }: WordsFor): Promise<string> {
  const lines = await getTranslations("safety.lines");
  if (!emergencyNumber) return lines("unknown", { name });
  const urgent = EMERGENCY_LINES[country]?.urgent;
  return urgent
    ? lines("withUrgent", { name, urgent, emergency: emergencyNumber })
    : lines("emergencyOnly", { name, emergency: emergencyNumber });
}
