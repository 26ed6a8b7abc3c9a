import type { Position } from "@/lib/safety/schema";
import { clockText, secondsIn } from "./clock";
import type { Phase, Side, Step, StrokeKey } from "./schema";

// A routine while it is built. Runs in the browser as well as on the server: no zod, no catalogue in here. What is
// typed stays as it was typed; whether it is right is said by the schema and the grammar when it is saved.

export type DraftStep = {
  key: string;
  strokeKey: StrokeKey;
  phase: Phase;
  position: Position;
  side: Side;
  /** "1:30", as a clock shows it. */
  time: string;
  rounds: string;
  note: string;
};

/** What the shelf knows of a stroke. */
export type ShelfStroke = {
  key: StrokeKey;
  seconds: number;
  positions: readonly Position[];
  sides: readonly Side[];
};

export type DraftChange =
  | { do: "add"; stroke: string }
  | { do: "up" | "down" | "out" | "less" | "more"; key: string }
  /** Dragged onto another step: it takes that one's place. */
  | { do: "onto"; key: string; other: string };

const RANK: Record<Phase, number> = { start: 0, main: 1, warm_down: 2 };
const MOST = 300;
const LEAST = 10;
const JUMP = 15;
/** As many as a routine may have; the schema says so again. */
const MOST_STEPS = 20;

export const draftFrom = (steps: readonly Step[]): DraftStep[] =>
  steps.map(({ key, strokeKey, phase, position, side, seconds, rounds, note }) => ({
    ...{ key, strokeKey, phase, position, side },
    time: clockText(seconds),
    rounds: String(rounds ?? 1),
    note: note ?? "",
  }));

const number = (text: string, otherwise: number): number => {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : otherwise;
};

/** A stepper's next value: whole quarters of a minute, from 10 seconds to 5 minutes. */
const stepped = (text: string, up: boolean): string => {
  const now = secondsIn(text) ?? JUMP;
  const next = up ? Math.floor(now / JUMP) * JUMP + JUMP : Math.ceil(now / JUMP) * JUMP - JUMP;
  return clockText(Math.min(MOST, Math.max(LEAST, next)));
};

const sorted = (draft: readonly DraftStep[]): DraftStep[] =>
  draft.toSorted((a, b) => RANK[a.phase] - RANK[b.phase]);

function newKey(strokeKey: StrokeKey, draft: readonly DraftStep[]): string {
  const taken = new Set(draft.map(({ key }) => key));
  let [key, n]: [string, number] = [strokeKey, 2];
  while (taken.has(key)) key = `${strokeKey}-${n++}`;
  return key;
}

function added(draft: readonly DraftStep[], stroke: ShelfStroke): readonly DraftStep[] {
  const [position, side] = [stroke.positions[0], stroke.sides[0]];
  if (!position || !side || draft.length >= MOST_STEPS) return draft;
  const opens = stroke.key === "ask-and-hold" && !draft.some(({ phase }) => phase === "start");
  const phase = opens ? "start" : stroke.key === "warm-down-back" ? "warm_down" : "main";
  const step: DraftStep = {
    key: newKey(stroke.key, draft),
    strokeKey: stroke.key,
    ...{ phase, position, side },
    time: clockText(stroke.seconds),
    rounds: "1",
    note: "",
  };
  return sorted([...draft, step]);
}

/** One place up or down; over the edge of a phase it changes the phase. The start stays the start. */
function moved(draft: readonly DraftStep[], at: number, by: -1 | 1): readonly DraftStep[] {
  const [step, other] = [draft[at], draft[at + by]];
  if (!step || !other || step.phase === "start" || other.phase === "start") return draft;
  if (step.phase !== other.phase) return draft.with(at, { ...step, phase: other.phase });
  return draft.with(at, other).with(at + by, step);
}

/** What a press does. A change that makes no sense leaves the draft as it is. */
export function changed(
  draft: readonly DraftStep[],
  change: DraftChange,
  shelf: readonly ShelfStroke[],
): readonly DraftStep[] {
  if (change.do === "add") {
    const stroke = shelf.find(({ key }) => key === change.stroke);
    return stroke ? added(draft, stroke) : draft;
  }
  const at = draft.findIndex(({ key }) => key === change.key);
  const step = draft[at];
  if (!step) return draft;
  switch (change.do) {
    case "out":
      return draft.filter((one) => one !== step);
    case "up":
      return moved(draft, at, -1);
    case "down":
      return moved(draft, at, 1);
    case "less":
    case "more":
      return draft.with(at, { ...step, time: stepped(step.time, change.do === "more") });
    case "onto": {
      const to = draft.findIndex(({ key }) => key === change.other);
      const other = draft[to];
      if (!other || other === step || step.phase === "start" || other.phase === "start")
        return draft;
      return draft.toSpliced(at, 1).toSpliced(to, 0, { ...step, phase: other.phase });
    }
    default:
      return change satisfies never;
  }
}

/** A button's value, for a page without scripts: `up.tummy-circles`. */
export function changeOf(value: string): DraftChange | null {
  const [what, key = ""] = value.split(".");
  if (what === "add") return { do: "add", stroke: key };
  if (what === "up" || what === "down" || what === "out" || what === "less" || what === "more")
    return { do: what, key };
  return null;
}

const oneOf = <T extends string>(list: readonly T[], value: string | undefined): T | undefined =>
  list.find((one) => one === value);

/** The steps of a form that was sent, in the order of its rows. A stroke that nobody knows is none. */
export function draftOf(
  values: Readonly<Record<string, string>>,
  shelf: readonly ShelfStroke[],
): DraftStep[] {
  return Object.entries(values).flatMap(([name, strokeKey]) => {
    const key = name.startsWith("stroke.") ? name.slice("stroke.".length) : "";
    const stroke = shelf.find((one) => one.key === strokeKey);
    const of = (field: string) => values[`${field}.${key}`];
    const position = oneOf(stroke?.positions ?? [], of("position")) ?? stroke?.positions[0];
    const side = oneOf(stroke?.sides ?? [], of("side")) ?? stroke?.sides[0];
    if (!key || !stroke || !position || !side) return [];
    const phase = oneOf(["start", "main", "warm_down"] as const, of("phase")) ?? "main";
    return [
      {
        ...{ key, strokeKey: stroke.key, phase, position, side },
        time: of("time") ?? clockText(stroke.seconds),
        rounds: of("rounds") ?? "1",
        note: of("note") ?? "",
      },
    ];
  });
}

/** The same as a form's values, to fill the page in again. */
export const draftValues = (draft: readonly DraftStep[]): Record<string, string> =>
  Object.fromEntries(
    draft.flatMap(({ key, strokeKey, ...fields }) => [
      [`stroke.${key}`, strokeKey],
      ...Object.entries(fields).map(([field, value]) => [`${field}.${key}`, value]),
    ]),
  );

export const isDraftField = (name: string): boolean =>
  /^(stroke|phase|position|side|time|rounds|note)\./.test(name);

/** As the command takes them: a time that cannot be read is no number of seconds there. */
export const stepsOf = (draft: readonly DraftStep[]) =>
  draft.map(({ time, ...step }) => ({ ...step, seconds: String(secondsIn(time) ?? "") }));

/** How long it takes, as far as numbers are typed; `loop` is how often the main steps go round. */
export function draftSeconds(draft: readonly DraftStep[], loop = 1): number {
  return draft.reduce((sum, { time, rounds, phase }) => {
    const times = number(rounds, 1) * (phase === "main" ? loop : 1);
    return sum + (secondsIn(time) ?? 0) * Math.max(1, times);
  }, 0);
}
