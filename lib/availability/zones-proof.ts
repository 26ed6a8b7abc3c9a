import { wallTimeOf } from "@/lib/core/time";
import { oracleSlots, type PlacedQuestion, walk, wallShown } from "./oracle";
import { openSlots, planAt } from "./rules";
import type { DateOverride, OpenWindow, WeeklyHours } from "./schema";

/**
 * The engine against a walk over every minute, on every day on which the clocks of a zone change. The days are found by
 * looking, not by knowing; what is asked follows from the seed, the zone and the day, so that one zone-day can be asked
 * again by itself.
 */
export type ZonesProof = {
  zones: number;
  zoneDays: number;
  questions: number;
  slots: number;
  /** Starts that one side offers and the other does not. */
  wrong: number;
  /** The first questions with wrong slots, to be asked again with proveZoneDay. */
  examples: { zone: string; change: number; question: number; wrong: number }[];
  /** False when time ran out before all zones were done. */
  complete: boolean;
};
export type ZonesQuestion = {
  zones: readonly string[];
  fromYear: number;
  /** Its last day is the last one looked at. */
  toYear: number;
  seed: number;
  /** Random plans for each zone-day, besides the fixed hours. */
  plans: number;
  /** Days on which nothing changes, for each zone. */
  ordinaryDays?: number | undefined;
  /** Asked before each zone: false stops. */
  goOn?: (() => boolean) | undefined;
  progress?: ((done: ZonesProof, zone: string) => void) | undefined;
};

const DAY = 1440;
const FIXED = [
  ["00:00", "24:00"],
  ["09:00", "17:00"],
  ["13:00", "23:59"],
  ["01:00", "05:00"],
  ["02:30", "04:30"],
  ["22:30", "24:00"],
] as const;
const HERE = "01920000-0000-7000-8000-000000000001";
const THERE = "01920000-0000-7000-8000-000000000002";

export const everyZone = (): string[] => [
  ...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]),
];

/** First minutes after a change of the clocks, found with Intl alone: day by day, then by halves. */
export function clockChanges(zone: string, fromYear: number, toYear: number): number[] {
  const offset = (minute: number): number => wallShown(minute, zone) - minute;
  const found: number[] = [];
  const end = Date.UTC(toYear + 1, 0) / 60_000;
  let at = Date.UTC(fromYear, 0) / 60_000;
  for (let known = offset(at); at < end; at += DAY) {
    const next = offset(at + DAY);
    if (next === known) continue;
    let [low, high] = [at, at + DAY];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (offset(middle) === known) low = middle;
      else high = middle;
    }
    found.push(high);
    known = next;
  }
  return found;
}

export function proveZones(asked: ZonesQuestion): ZonesProof {
  const { zones, fromYear, toYear, seed, plans, ordinaryDays = 1 } = asked;
  const proof: ZonesProof = {
    zones: 0,
    zoneDays: 0,
    questions: 0,
    slots: 0,
    wrong: 0,
    examples: [],
    complete: true,
  };
  for (const zone of zones) {
    if (asked.goOn && !asked.goOn()) return { ...proof, complete: false };
    const random = randomOf(`${seed} ${zone}`);
    const years = Date.UTC(toYear + 1, 0) - Date.UTC(fromYear, 0);
    const ordinary = Array.from({ length: ordinaryDays }, () =>
      Math.floor((Date.UTC(fromYear, 0) + random() * years) / 60_000),
    );
    for (const change of [...clockChanges(zone, fromYear, toYear), ...ordinary]) {
      const day = proveZoneDay({ zone, change, seed, plans });
      proof.zoneDays += 1;
      proof.questions += day.questions;
      proof.slots += day.slots;
      for (const { question, wrong } of day.differ) {
        proof.wrong += wrong;
        if (proof.examples.length < 20) proof.examples.push({ zone, change, question, wrong });
      }
    }
    proof.zones += 1;
    asked.progress?.(proof, zone);
  }
  return proof;
}

type ZoneDay = { zone: string; change: number; seed: number; plans: number };

/** Every question about one change of one zone's clocks: 14 hours before it and after. */
export function proveZoneDay({ zone, change, seed, plans }: ZoneDay): {
  questions: number;
  slots: number;
  differ: { question: number; wrong: number }[];
} {
  const path = walk(zone, change - 26 * 60, change + 24 * 60);
  const random = randomOf(`${seed} ${zone} ${change}`);
  const questions = [
    ...FIXED.map(([start, end]) => fixedQuestion(zone, change, start, end)),
    ...Array.from({ length: plans }, () => randomQuestion(zone, change, random)),
  ];
  const differ: { question: number; wrong: number }[] = [];
  let slots = 0;
  questions.forEach((question, i) => {
    const engine = openSlots(question);
    const oracle = oracleSlots(question, path);
    slots += oracle.length;
    if (engine.join() === oracle.join()) return;
    const [ours, theirs] = [new Set(engine), new Set(oracle)];
    const wrong =
      engine.filter((slot) => !theirs.has(slot)).length +
      oracle.filter((slot) => !ours.has(slot)).length;
    differ.push({ question: i, wrong: Math.max(1, wrong) });
  });
  return { questions: questions.length, slots, differ };
}

const around = (change: number) => ({
  from: new Date((change - 14 * 60) * 60_000),
  to: new Date((change + 14 * 60) * 60_000),
});

function fixedQuestion(zone: string, change: number, start: string, end: string): PlacedQuestion {
  return {
    hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start, end })),
    overrides: [],
    busy: [],
    service: {
      durationMinutes: 60,
      stepMinutes: 15,
      bufferBefore: 0,
      bufferAfter: 0,
      minNoticeMinutes: 0,
      horizonDays: 60,
    },
    zone,
    ...around(change),
    now: new Date((change - 10 * DAY) * 60_000),
  };
}

function randomQuestion(zone: string, change: number, random: () => number): PlacedQuestion {
  const below = (n: number): number => Math.floor(random() * n);
  const one = <T>(of: readonly [T, ...T[]]): T => of[below(of.length)] ?? of[0];
  const day = (n: number): string =>
    new Date((change + n * DAY) * 60_000).toISOString().slice(0, 10);
  const window = (): OpenWindow => {
    const start = below(286) * 5;
    const placeId = one([undefined, undefined, HERE, THERE]);
    const end = wallTimeOf(Math.min(DAY, start + 5 + below(200) * 5));
    return { start: wallTimeOf(start), end, ...(placeId && { placeId }) };
  };
  const hours: WeeklyHours[] = Array.from({ length: 3 + below(10) }, () => ({
    weekday: 1 + below(7),
    ...window(),
  }));
  const overrides: DateOverride[] = [-1, 0, 1]
    .filter(() => below(4) === 0)
    .map((n) =>
      below(3) === 0
        ? { day: day(n), closed: true as const }
        : { day: day(n), hours: Array.from({ length: 1 + below(2) }, window) },
    );
  const plan = { hours, overrides };
  const busy = Array.from({ length: below(5) }, () => {
    const start = change - DAY + below(2 * DAY);
    return { start, end: start + 1 + below(240) };
  });
  return {
    ...planAt(plan, HERE),
    plan,
    placeId: HERE,
    busy,
    fullDays: below(5) === 0 ? [day(below(3) - 1)] : [],
    service: {
      durationMinutes: one([5, 20, 45, 60, 90, 150]),
      stepMinutes: one([null, 5, 7, 15, 30, 60]),
      bufferBefore: one([0, 5, 30]),
      bufferAfter: one([0, 5, 15]),
      minNoticeMinutes: one([0, 0, 90, 1440]),
      horizonDays: one([0, 1, 2, 60]),
      sameDay: below(4) > 0,
      opensOn: below(6) === 0 ? day(below(3) - 1) : null,
      closesOn: below(6) === 0 ? day(below(3) - 1) : null,
    },
    zone,
    ...around(change),
    now: new Date((change - below(3 * DAY) + DAY / 2) * 60_000),
  };
}

/** Numbers from a text: the same on every machine (mulberry32 over an FNV-1a hash). */
export function randomOf(text: string): () => number {
  let state = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1)
    state = Math.imul(state ^ text.charCodeAt(i), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
