import { execFileSync } from "node:child_process";
import { openSlots, type SlotQuestion } from "@/lib/availability/rules";
import { encodeSlots, isoSlots } from "@/lib/availability/wire";
import { BOOKINGS, HORIZONS, slotQuestion, VIEWER, wireQuestion } from "../data";
import { interleaved, type Row, ratio, sampleOf } from "../harness";
import { anchorSlots } from "./anchor-dayjs";
import { everyZoneRow, gridRow } from "./correctness";
import { ourSlots, ourWire } from "./ours";

// One set of rules under many names: each can be met for the first time once.
const LIKE_NEW_YORK = [
  "America/Detroit",
  "America/Toronto",
  "America/Nassau",
  "America/Iqaluit",
  "America/Indiana/Indianapolis",
  "America/Indiana/Vincennes",
  "America/Indiana/Marengo",
  "America/Indiana/Winamac",
  "America/Indiana/Vevay",
  "America/Indiana/Petersburg",
  "America/Kentucky/Louisville",
  "America/Kentucky/Monticello",
  "America/Port-au-Prince",
  "America/Grand_Turk",
  "US/Eastern",
];

export async function suite(): Promise<Row[]> {
  const speed: Row[] = [];
  for (const days of HORIZONS) {
    for (const bookings of BOOKINGS) speed.push(...(await cell(days, bookings)));
  }
  return [
    ...speed.filter((row) => row.goal === "S1"),
    ...speed.filter((row) => row.goal === "S2"),
    ...speed.filter((row) => row.goal === "S1 at home"),
    ...coldZone(),
    ...freshProcess(),
    gridRow(),
    everyZoneRow(2024, 2035),
    bytes(),
  ];
}

async function cell(days: number, bookings: number): Promise<Row[]> {
  const question = slotQuestion(days, bookings);
  const slots = sameAnswer(question);
  const name = `${days} d × ${bookings} bookings, ${slots} slots`;
  const sides = await interleaved({
    anchor: () => anchorSlots(question, VIEWER),
    iso: () => ourSlots(question, VIEWER),
    wire: () => ourWire(question),
  });
  // Converting each free time for the reader is most of the anchor's work, so the same without.
  const home = await interleaved(
    {
      anchor: () => anchorSlots(question, question.zone),
      iso: () => ourSlots(question, question.zone),
    },
    { repeats: 3 },
  );
  const row = (goal: string, anchor: typeof sides.anchor, ours: typeof sides.anchor): Row => ({
    goal,
    name,
    value: ratio(anchor, ours),
    unit: "×",
    anchor,
    ours,
  });
  return [
    row("S1", sides.anchor, sides.iso),
    row("S2", sides.anchor, sides.wire),
    row("S1 at home", home.anchor, home.iso),
  ];
}

/** A ratio between two different answers would mean nothing. */
function sameAnswer(question: SlotQuestion): number {
  const ours = JSON.stringify(ourSlots(question, VIEWER));
  if (ours !== JSON.stringify(anchorSlots(question, VIEWER))) {
    throw new Error(`anchor and engine differ over ${question.busy.length} bookings`);
  }
  return openSlots(question).length;
}

function coldZone(): Row[] {
  return HORIZONS.map((days, i) => {
    const once = (run: (question: SlotQuestion) => unknown, zone: string): number => {
      const question = { ...slotQuestion(days, 200), zone };
      const started = performance.now();
      run(question);
      return performance.now() - started;
    };
    const zones = LIKE_NEW_YORK.filter((_, at) => at % HORIZONS.length === i);
    const pairs = zones.map((zone) => ({
      anchor: once((question) => anchorSlots(question, VIEWER), zone),
      ours: once((question) => ourSlots(question, VIEWER), zone),
    }));
    return coldRow(`zone not met before, ${days} d × 200 bookings`, pairs);
  });
}

function freshProcess(): Row[] {
  return HORIZONS.map((days) => {
    const once = (side: string): number =>
      Number(
        execFileSync(process.execPath, [
          "--import",
          "tsx",
          "bench/slots/first-call.ts",
          side,
          `${days}`,
        ]),
      );
    const pairs = [1, 2, 3].map(() => ({ anchor: once("anchor"), ours: once("ours") }));
    return {
      ...coldRow(`first call of a process, ${days} d × 200 bookings`, pairs),
      goal: "S3 process",
    };
  });
}

function coldRow(name: string, pairs: { anchor: number; ours: number }[]): Row {
  const anchor = sampleOf(pairs.map((pair) => pair.anchor));
  const ours = sampleOf(pairs.map((pair) => pair.ours));
  return { goal: "S3", name, value: ratio(anchor, ours), unit: "×", anchor, ours };
}

function bytes(): Row {
  const slots = openSlots(wireQuestion());
  const objects = JSON.stringify(isoSlots(slots).map((time) => ({ time }))).length;
  const wire = JSON.stringify(encodeSlots(slots)).length;
  return {
    goal: "S5",
    name: `30 d, ${slots.length} slots: ${wire} of ${objects} bytes`,
    value: wire / objects,
    unit: "×",
  };
}
