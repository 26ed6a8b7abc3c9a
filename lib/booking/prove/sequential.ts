import { sql } from "drizzle-orm";
import fc from "fast-check";
import type { Database } from "@/db/client";
import { type Finding, findings, lastNote } from "./checker.sql";
import { emptyModel, type Model, type Row, takes } from "./model";
import {
  ALLOWED,
  DAYS,
  type Days,
  QUARTERS,
  type SmallWorld,
  smallWorld,
  type Variant,
  ZONES,
} from "./small-world";
import { expectation, offered } from "./state";
import { type Aim, aimedAt, attempt, forgetAttempts, KINDS, type Kind, type Step } from "./steps";

/**
 * The model-based run: random attempts one after another, through the product's own commands. The model says of each
 * whether it must succeed; after each the tables are compared with the model and searched for what must never be.
 */
export type Tally = { attempts: number; done: number; refused: number; worlds: number };
export const emptyTally = (): Tally => ({ attempts: 0, done: 0, refused: 0, worlds: 0 });

const STEPS_A_WORLD = 60;
const SHRINK_MS = 60_000;
/** Attempts after which limits of honest use are forgotten, fewer than the smallest of them. */
const FORGET = 15;

/** How often each kind comes, where not once. */
const weights: Partial<Record<Kind, number>> = {
  hold: 4,
  book: 5,
  bookHeld: 3,
  bookByStaff: 3,
  moveByStaff: 3,
  moveOwn: 3,
  approve: 2,
  block: 2,
  cancelByStaff: 2,
  takeBack: 2,
};
export const weighted: readonly Kind[] = KINDS.flatMap((kind) =>
  Array.from({ length: weights[kind] ?? 1 }, () => kind),
);

export const stepArbitrary: fc.Arbitrary<Step> = fc
  .record({
    do: fc.constantFrom(...weighted),
    who: fc.constantFrom<Step["who"]>("guest", 0, 1),
    service: fc.nat(2),
    day: fc.nat(DAYS - 1),
    quarter: fc.nat(QUARTERS - 5),
    snap: fc.nat(3),
    row: fc.nat(30),
    outside: fc.boolean(),
    onTop: fc.boolean(),
    limits: fc.boolean(),
    twist: fc.nat(9),
  })
  .map(({ snap, ...step }) => (snap > 0 ? snapped(step) : step));

const GRID = [4, 1, 2] as const;
/** Onto the hours and the grid of the service, so that most attempts are about who has the time. */
export function snapped(step: Step): Step {
  const every = GRID[step.service] ?? 1;
  const quarter = 4 + (step.quarter % 16);
  return { ...step, quarter: quarter - (quarter % every) };
}

const variantArbitrary: fc.Arbitrary<Variant> = fc.record({
  zone: fc.constantFrom(...ZONES),
  maxPerDay: fc.constantFrom(null, null, null, 3, 5),
  maxPerWeek: fc.constantFrom(null, null, null, 8),
});

const wanted: Partial<Record<Kind, (row: Row) => boolean>> = {
  release: (row) => row.holdSecret !== null,
  bookHeld: (row) => row.holdSecret !== null,
  runOut: (row) => row.status === "held",
  unblock: (row) => row.kind === "block",
  moveByStaff: () => true,
  restore: (row) => row.undoable,
  takeBack: (row) => row.back !== null,
  approve: (row) => row.bookingStatus === "requested",
  decline: (row) => row.bookingStatus === "requested",
  giveUp: (row) => row.bookingStatus !== null,
};
const seats = (row: Row): boolean => row.booking !== null;
const needsRow: ReadonlySet<Kind> = new Set(
  [...KINDS].filter(
    (kind) =>
      kind in wanted ||
      ["moveOwn", "cancelByStaff", "cancelOwn", "confirmOwn", "mourn"].includes(kind),
  ),
);

/** The row that a step is about: mostly one for which it makes sense, sometimes any. */
function rowFor(model: Model, step: Step): Row | null {
  if (step.do === "hold") {
    const held = model.rows.filter((row) => row.holdSecret !== null);
    return step.twist === 1 || step.twist === 9
      ? (held[step.row % Math.max(1, held.length)] ?? null)
      : null;
  }
  if (!needsRow.has(step.do)) return null;
  const likely = model.rows.filter(step.twist === 6 ? seats : (wanted[step.do] ?? seats));
  const held = step.do === "bookHeld" ? likely.filter((row) => row.alive) : [];
  if (held.length > 0 && step.row % 4 > 0) return held[step.row % held.length] ?? null;
  return likely[step.row % Math.max(1, likely.length)] ?? null;
}

export function aimOf(world: Days, model: Model, asked: Step): Aim & { row: Row | null } {
  const row = rowFor(model, asked);
  return { row, sent: model.sent, ...aimedAt(world, asked, row) };
}

type Real = { world: SmallWorld; tally: Tally };

async function run(model: Model, { world, tally }: Real, asked: Step): Promise<void> {
  const aim = aimOf(world, model, asked);
  if (model.steps++ % FORGET === 0) await forgetAttempts(world);
  const expected = expectation(world, model, aim);
  const before = aim.row && { ...aim.row };
  const said = await attempt(world, aim);
  tally.attempts += 1;
  tally[said.ok ? "done" : "refused"] += 1;
  const context = () =>
    `${JSON.stringify({ ...aim.step, start: new Date(aim.start * 60_000), before, said })}`;
  if (expected.ok !== "either" && said.ok !== expected.ok)
    throw new Error(`expected ${expected.ok ? "success" : "a refusal"}: ${context()}`);
  if (said.ok) expected.then(said);
  else assertNearest(world, model, aim, said.nearest, context);
  const wrong = await compare(world, model);
  if (wrong.length > 0) throw new Error(`${wrong.join("; ")} after ${context()}`);
}

/** Times named beside a refusal of a family are times it can have. */
function assertNearest(
  world: SmallWorld,
  model: Model,
  aim: Aim & { row: Row | null },
  nearest: readonly string[],
  context: () => string,
): void {
  if (
    !["book", "hold", "moveOwn"].includes(aim.step.do) ||
    nearest.length === 0 ||
    aim.row?.holdSecret
  )
    return;
  const service = aim.step.do === "moveOwn" ? (aim.row?.service ?? 0) : aim.step.service;
  const free = new Set(offered(world, model, service, aim.row));
  for (const each of nearest) {
    const at = new Date(each);
    if (at >= world.from && at < world.to && !free.has(at.getTime() / 60_000))
      throw new Error(`names ${each}, which is not free: ${context()}`);
  }
}

type Found = {
  id: string;
  kind: string;
  status: string;
  start: string;
  end: string;
  from: string;
  until: string;
  on_top: boolean;
  version: number;
  sequence: number;
  seat: string | null;
  seat_status: string | null;
  seat_version: number | null;
};

/** Where the tables and the model differ, and what the checker finds. */
async function compare(world: SmallWorld, model: Model): Promise<string[]> {
  const { owner, practiceId } = world;
  const [rows, found, since] = await Promise.all([
    owner.execute<Found>(sql`select l.id, l.kind,
        case when l.status in ('cancelled', 'expired') or l.hold_expires_at <= clock_timestamp() then 'gone' else l.status end as status,
        extract(epoch from l.starts_at) / 60 as start, extract(epoch from l.ends_at) / 60 as end,
        extract(epoch from l.blocked_from) / 60 as from, extract(epoch from l.blocked_until) / 60 as until, l.on_top, l.version,
        l.sequence, b.id as seat, b.status as seat_status, b.version as seat_version
      from lessons l left join bookings b on b.practice_id = l.practice_id and b.lesson_id = l.id where l.practice_id = ${practiceId}::uuid`),
    findings(owner, { practiceId, since: model.since, allowed: ALLOWED }),
    lastNote(owner, practiceId),
  ]);
  model.since = since;
  const wrong = found.map(({ finding, id }: Finding) => `${finding} (${id})`);
  const [byLesson, bySeat] = [
    new Map(rows.map((row) => [row.id, row])),
    new Map(rows.map((row) => [row.seat, row])),
  ];
  for (const row of model.rows) {
    const stored =
      byLesson.get(row.lessonId) ?? (row.booking ? bySeat.get(row.booking.id) : undefined);
    if (!stored) wrong.push(`a row of the model is not there: ${JSON.stringify(row)}`);
    else {
      row.lessonId = stored.id;
      const [theirs, ours] = [shownRow(stored), modelRow(row)];
      if (theirs !== ours) wrong.push(`the tables say ${theirs}, the model ${ours}`);
    }
  }
  if (rows.length > model.rows.length)
    wrong.push(`${rows.length - model.rows.length} rows that the model does not know`);
  return wrong;
}

const shownRow = (row: Found): string => {
  const takesTime = row.status !== "gone";
  const times = [row.start, row.end, row.from, row.until].map(Number).join("-");
  const seat = `${row.seat_status ?? "no seat"} ${row.seat_version ?? 0}`;
  return `${row.kind} ${row.status} ${times} v${row.version} s${row.sequence} ${seat}${takesTime && row.on_top ? " on top" : ""}`;
};
const modelRow = (row: Row): string =>
  shownRow({
    ...{ id: row.lessonId, kind: row.kind, status: takes(row) ? row.status : "gone" },
    ...{ start: `${row.start}`, end: `${row.end}`, from: `${row.from}`, until: `${row.until}` },
    ...{ on_top: row.onTop, version: row.version, sequence: row.sequence },
    ...{ seat: null, seat_status: row.bookingStatus, seat_version: row.booking?.version ?? null },
  });

const commandOf = (step: Step): fc.AsyncCommand<Model, Real> => ({
  check: (model) =>
    (!needsRow.has(step.do) || rowFor(model, step) !== null) &&
    (step.do !== "again" || model.sent !== null),
  run: (model, real) => run(model, real, step),
  toString: () =>
    `${step.do}(${step.who} s${step.service} d${step.day} q${step.quarter} r${step.row} ${step.outside ? "outside " : ""}${step.onTop ? "onTop " : ""}${step.limits ? "limits " : ""}t${step.twist})`,
});

export type Replay = { seed: number; path?: string | undefined; replayPath?: string | undefined };

/** So many small worlds, one after another; what fast-check says of a failure holds all that repeats it. */
export async function sequentialRun(
  owner: Database,
  {
    seed,
    path,
    replayPath,
    worlds,
    tally,
    steps = STEPS_A_WORLD,
  }: Replay & { worlds: number; tally: Tally; steps?: number },
): Promise<fc.RunDetails<[Variant, Iterable<fc.AsyncCommand<Model, Real>>]>> {
  const property = fc.asyncProperty(
    variantArbitrary,
    fc.commands([stepArbitrary.map(commandOf)], {
      maxCommands: steps,
      size: "max",
      ...(replayPath !== undefined && { replayPath }),
    }),
    async (variant, commands) => {
      tally.worlds += 1;
      const world = await smallWorld(owner, variant);
      await fc.asyncModelRun(() => ({ model: emptyModel(), real: { world, tally } }), commands);
    },
  );
  const found = await fc.check(property, {
    seed,
    numRuns: worlds,
    endOnFailure: true,
    ...(path !== undefined && { path }),
  });
  if (!found.failed || found.counterexamplePath === null || path !== undefined) return found;
  // Then for a minute towards the smallest attempts that show it.
  return fc.check(property, {
    seed,
    path: found.counterexamplePath,
    interruptAfterTimeLimit: SHRINK_MS,
    markInterruptAsFailure: true,
  });
}

/** How to repeat what failed, in one line, and what failed in many. */
export function failureOf(details: Awaited<ReturnType<typeof sequentialRun>>): string | null {
  if (!details.failed) return null;
  const { errorInstance: error } = details;
  return `${error instanceof Error ? error.message : String(error)}\n${fc.defaultReportMessage(details) ?? "failed"}`;
}
