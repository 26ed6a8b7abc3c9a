import postgres from "postgres";
import { cpuOf } from "../cpu";
import { median, ownCpu, type Row, type Sample, sampleOf, short } from "../harness";
import { type Driven, drive } from "./drive";
import type { FreeTime } from "./free-times";
import type { World } from "./world";
import { bookByFunction, bookInOneStatement, bookThroughTheDoor } from "./writers";

const CALLERS = [8, 32];
const ROUNDS = 5;
const ROUND_MS = 1500;

/** CPU in ms a call: here and in PostgreSQL. */
type Round = Driven & { here: number; server: number };
type Rounds = Round[];

/** Bookings of families that nobody knows, at times that nobody has: the app against one statement that asks nothing. */
export async function bookingRows(world: World, next: () => FreeTime): Promise<Row[]> {
  const raw = postgres(world.ownerUrl, { max: Math.max(...CALLERS), onnotice: () => {} });
  try {
    const writers = {
      raw: () => bookInOneStatement(raw, next()),
      function: () => bookByFunction(next()),
      door: () => bookThroughTheDoor(next()),
    };
    await sameRows(world, writers);
    const rows: Row[] = [];
    for (const callers of CALLERS) {
      const done = { raw: [] as Rounds, function: [] as Rounds, door: [] as Rounds };
      const sides = Object.keys(done) as (keyof typeof done)[];
      for (const side of sides) await drive(callers, 300, writers[side]);
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const side of sides)
          done[side].push(await measured(world, callers, ROUND_MS, writers[side]));
      }
      rows.push(
        row("W1", `${callers} at once, the app's own writes`, done.raw, done.function),
        row("W1 door", `${callers} at once, the whole command`, done.raw, done.door),
      );
    }
    return rows;
  } finally {
    await raw.end({ timeout: 5 });
  }
}

/** One round, with the CPU that a call took here and in PostgreSQL together. */
async function measured(
  { postmaster }: World,
  callers: number,
  forMs: number,
  once: (caller: number) => Promise<unknown>,
): Promise<Round> {
  const before = { here: ownCpu(), server: cpuOf(postmaster) };
  const driven = await drive(callers, forMs, once);
  const here = (ownCpu() - before.here) / driven.ms.length;
  const server = (cpuOf(postmaster) - before.server) / driven.ms.length;
  const [broken] = driven.errors;
  if (broken) throw new Error(`a writer broke: ${reasonOf(broken)}`);
  return { ...driven, here, server };
}

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? reasonOf(error.cause ?? error.message) : String(error).slice(0, 200);

const perSecond = (rounds: Rounds): number => median(rounds.map((round) => round.perSecond));
const sample = (rounds: Rounds): Sample =>
  sampleOf(
    rounds.flatMap((round) => round.ms),
    median(rounds.map(({ here, server }) => here + server)),
  );

/** What a call costs here and in PostgreSQL. */
function cpu(rounds: Rounds): string {
  const middle = (side: "here" | "server"): string =>
    short(median(rounds.map((round) => round[side])));
  return `${middle("here")} + ${middle("server")} ms`;
}

function row(goal: string, name: string, raw: Rounds, ours: Rounds): Row {
  const [anchor, app] = [perSecond(raw), perSecond(ours)];
  return {
    goal,
    name,
    value: app / anchor,
    unit: "× (bookings a second, ours ÷ anchor)",
    anchor: sample(raw),
    ours: sample(ours),
    note: `${short(app)} of ${short(anchor)} a second; CPU ${cpu(ours)}, anchor ${cpu(raw)}`,
  };
}

const TABLES = [
  ...["data_keys", "clients", "guardians", "babies", "lessons", "bookings", "booking_babies"],
  ...["links", "audit_events", "graphile_worker._private_jobs"],
];

/** A ratio between writers that write different rows would mean nothing. */
async function sameRows(
  { owner }: World,
  writers: Record<string, () => Promise<void>>,
): Promise<void> {
  // The anchor expects the queue to know its task, as it does from the first booking on.
  await owner`insert into graphile_worker._private_tasks (identifier) values ('mail.booking') on conflict do nothing`;
  const counts = async () => {
    const parts = TABLES.map((table) => `(select count(*) from ${table})::int as "${table}"`);
    const [found] = await owner.unsafe<Record<string, number>[]>(`select ${parts.join(", ")}`);
    return found ?? {};
  };
  for (const [name, write] of Object.entries(writers)) {
    const before = await counts();
    await write();
    const after = await counts();
    const odd = TABLES.filter((table) => (after[table] ?? 0) - (before[table] ?? 0) !== 1);
    if (odd.length > 0) throw new Error(`${name} does not write one row to ${odd.join(", ")}`);
  }
}
