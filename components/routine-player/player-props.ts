import type { ReactNode } from "react";
import type { PlayerPlan } from "@/lib/routines/player";
import type { Liked, Reaction, StopReason } from "@/lib/routines/schema";
import type { StartReasonKey } from "@/lib/safety/gate";
import type { GateSkipReason, Grade, PreCheck } from "@/lib/safety/schema";

/** One step as it is shown: words and pictures come from the server, the phone only chooses among them. */
export type StepView = {
  title: string;
  how: string;
  cue: string;
  /** The practitioner's own words on this step. */
  note: string | null;
  position: string;
  /** Said when the baby is turned over for this step. */
  turn: string | null;
  sides: { left: string; right: string };
  /** One picture, or one for each side. */
  figure: ReactNode | { left: ReactNode; right: ReactNode };
  sided: boolean;
};

/** Words with {minutes}, {time} and the like still open; `fill` closes them. */
export type PlayerWords = {
  length: string;
  back: string;
  title: string;
  start: string;
  startReasons: Record<StartReasonKey, string>;
  hold: string;
  skip: string;
  skipWhy: string;
  skipReasons: Record<GateSkipReason, string>;
  feed: Record<
    | "label"
    | "question"
    | "now"
    | "longAgo"
    | "waitUntil"
    | "fedAt"
    | "minLeft"
    | "change"
    | "some"
    | "why"
    | "ready"
    | "readyNow"
    | "ago"
    | "save"
    | "later"
    | "here"
    | "failed"
    | "ring",
    string
  >;
  player: Record<
    | "leave"
    | "aloudOn"
    | "aloudOff"
    | "ready"
    | "left"
    | "pause"
    | "resume"
    | "previous"
    | "next"
    | "no"
    | "gasFinish"
    | "gasWhich"
    | "gas"
    | "bowel"
    | "neither"
    | "step"
    | "round"
    | "stepRound",
    string
  >;
  asking: { question: string; yes: string; no: string };
  holding: { title: string; text: string; gate: string; routine: string; stopped: string };
  stopped: {
    title: string;
    lead: string;
    question: string;
    reasons: Record<StopReason, string>;
    hold: string;
    finish: string;
    help: string;
  };
  done: {
    question: string;
    liked: Record<Liked, string>;
    also: string;
    reactions: Record<Reaction, string>;
    note: string;
    saveNote: string;
    noteSaved: string;
    warmDown: string;
    /** By whole minutes, 0 first. */
    counts: readonly string[];
    today: string;
  };
  send: Record<
    "sending" | "saved" | "kept" | "unsent" | "again" | "signIn" | "refused" | "notKept",
    string
  >;
  /** `since` leaves {time} open. */
  offline: Record<"short" | "since" | "asked", string>;
};

export type PlayerIcon =
  | "back"
  | "close"
  | "aloud"
  | "quiet"
  | "pause"
  | "play"
  | "previous"
  | "next"
  | "hand"
  | "check"
  | "alert"
  | "phone"
  | "milk"
  | "turn"
  | "cue"
  | "offline"
  | StopReason;

export type CheckRow = {
  key: "state" | "well" | "jewellery" | "ready" | "doctor";
  prompt: string;
  hint: string;
  /** Known already, such as the doctor's okay that the practitioner wrote down. */
  known?: boolean;
};

export type GateFacts = {
  grade: Grade;
  minutes: number;
  checks: { plain: readonly PreCheck[]; oil: readonly PreCheck[] };
  rows: readonly CheckRow[];
  oil: { label: string; none: string; tested: string; hint: string } | null;
  /** Opened by whoever is not sure: signs that mean no massage today. */
  notToday: { title: string; items: readonly string[] };
  advice: readonly string[];
};

export type PlayerProps = {
  /** Whose account this is: what waits on the phone is theirs. */
  person: string;
  assignmentId: string;
  babyId: string;
  plan: PlayerPlan;
  /** As `plan.steps`, with the offered warm-down last. */
  views: readonly StepView[];
  /** Still hands, for the quiet hold. */
  holdFigure: ReactNode;
  endsWithGas: boolean;
  gate: GateFacts;
  feedEndedAt: string | null;
  /** Whether feeds and what happened are written down: not once the family took back its yes. */
  kept: boolean;
  /** The server's clock when the page was made: a phone's own may be wrong. */
  now: string;
  locale: string;
  zone: string;
  back: string;
  home: string;
  words: PlayerWords;
  icons: Record<PlayerIcon, ReactNode>;
};

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
