import { sql } from "drizzle-orm";
import { closeDatabase, type Database } from "@/db/client";
import { randomOf } from "@/lib/availability/zones-proof";
import { type Finding, findingsAtRest } from "./checker.sql";
import { snapped, type Tally, weighted } from "./sequential";
import {
  ALLOWED,
  DAYS,
  type Days,
  QUARTERS,
  type SmallWorld,
  smallWorld,
  ZONES,
} from "./small-world";
import {
  type Aim,
  aimedAt,
  attempt,
  forgetAttempts,
  isThief,
  type Kind,
  type Known,
  type Said,
  type Sent,
  type Step,
} from "./steps";

/**
 * Many people at once in one small practice: the same attempts, from a seed, with no model to say who wins. What they
 * know of each other's rows is a few attempts old, as on real screens. Afterwards nothing may be found in the tables, and
 * what was promised must be there.
 */
export const PEOPLE = 8;
const REFRESH = 10;
const FORGET = 10;
/**
 * Of so many attempts the first few are a rush on a day that nobody had wanted before: for the last lessons that it may
 * have, or on one hour of it, while one is being put on top of another.
 */
export const RUSH = 40;
const AT_ONCE = 10;
const last: readonly Kind[] = ["book", "book", "book", "hold", "moveOwn"];
const onTop: readonly Kind[] = ["bookByStaff", "bookByStaff", "moveByStaff"];
const beside: readonly Kind[] = [
  "book",
  "book",
  "hold",
  "moveOwn",
  "bookByStaff",
  "bookByStaff",
  "block",
];

type Crowd = {
  world: SmallWorld;
  rows: Known[];
  secrets: Map<string, string>;
  whose: Map<string, Step["who"]>;
  promised: Set<string>;
  /** Bookings of whoever came for a held time without its secret, and the hold. */
  thieves: Map<string, string>;
  sent: Sent | null;
  made: number;
  tally: Tally;
};

export async function concurrentWorld(
  owner: Database,
  { seed, attempts, tally }: { seed: string; attempts: number; tally: Tally },
): Promise<string[]> {
  const random = randomOf(seed);
  const one = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const world = await smallWorld(owner, {
    zone: one(ZONES) ?? "UTC",
    maxPerDay: one([null, null, null, 3, 5]) ?? null,
    maxPerWeek: one([null, null, null, 8]) ?? null,
    travelKmh: one([null, null, null, null, 30]) ?? null,
    days: DAYS + Math.ceil(attempts / RUSH),
  });
  tally.worlds += 1;
  const crowd: Crowd = {
    world,
    rows: [],
    secrets: new Map(),
    whose: new Map(),
    promised: new Set(),
    thieves: new Map(),
    sent: null,
    made: 0,
    tally,
  };
  const wrong: string[] = [];
  await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) =>
      person(crowd, randomOf(`${seed} ${n}`), attempts, wrong),
    ),
  );
  const found = await findingsAtRest(owner, { practiceId: world.practiceId, allowed: ALLOWED });
  wrong.push(...found.map(({ finding, id }: Finding) => `${finding} (${id})`));
  return [...wrong, ...(await broken(crowd))].map((each) => `${each} [world ${seed}]`);
}

/** Tries on until all attempts of the world are made. */
async function person(
  crowd: Crowd,
  random: () => number,
  attempts: number,
  wrong: string[],
): Promise<void> {
  while (crowd.made < attempts && wrong.length === 0) {
    const n = crowd.made++;
    if (n % FORGET === 0) await forgetAttempts(crowd.world);
    if (n % REFRESH === 0) await refresh(crowd);
    const aim = aimAtRandom(crowd, random, n);
    try {
      const said = await attempt(crowd.world, aim);
      crowd.tally.attempts += 1;
      crowd.tally[said.ok ? "done" : "refused"] += 1;
      if (said.ok) remember(crowd, aim, said);
    } catch (error) {
      const said = error instanceof Error ? `${causeOf(error)} ${error.message}` : String(error);
      wrong.push(`a fault: ${said.slice(0, 400)} at ${JSON.stringify(aim.step)}`);
    }
  }
}
const causeOf = (error: Error): string => (error.cause instanceof Error ? error.cause.message : "");

export function aimAtRandom(
  { world, rows, sent }: Pick<Crowd, "rows" | "sent"> & { world: Days & Limits },
  random: () => number,
  n: number,
): Aim {
  const below = (most: number): number => Math.floor(random() * most);
  const twist = below(10);
  const asked: Step = {
    do: weighted[below(weighted.length)] ?? "book",
    who: ([..."g01"][below(3)] ?? "g") === "g" ? "guest" : below(2) === 0 ? 0 : 1,
    service: below(3),
    day: below(DAYS),
    quarter: below(QUARTERS - 4),
    row: below(64),
    outside: below(2) === 0,
    onTop: below(3) === 0,
    limits: below(2) === 0,
    twist,
  };
  const rush = n % RUSH < AT_ONCE;
  const step = rush
    ? { ...asked, ...(isLimited(world) ? rushDay : rushHour)(n, below) }
    : below(4) > 0
      ? snapped(asked)
      : asked;
  const held = rows.filter((row) => row.holdSecret !== null);
  const of = step.do === "bookHeld" || step.do === "release" || step.do === "hold" ? held : rows;
  const row =
    step.do === "hold" && twist !== 1 ? null : (of[step.row % Math.max(1, of.length)] ?? null);
  return { row, sent, ...aimedAt(world, step, row) };
}

type Limits = Pick<SmallWorld, "maxPerDay" | "maxPerWeek" | "travelKmh">;
const isLimited = ({ maxPerDay, maxPerWeek, travelKmh }: Limits): boolean =>
  maxPerDay !== null || maxPerWeek !== null || travelKmh !== null;

/** Where a day has room for a few, and the way counts: families at once, all over the day. */
const rushDay = (n: number, below: (most: number) => number): Partial<Step> => ({
  do: last[below(last.length)] ?? "book",
  who: "guest",
  service: 1 + below(2),
  day: DAYS + Math.floor(n / RUSH),
  quarter: 4 + 2 * below(8),
});

/**
 * Somebody's quarter of an hour goes first. Then some want to lie on top of it, and the others the time that those take
 * beside it, not knowing of each other.
 */
function rushHour(n: number, below: (most: number) => number): Partial<Step> {
  const rush = Math.floor(n / RUSH);
  const [day, quarter] = [DAYS + rush, 5 + 3 * (rush % 3)];
  if (n % RUSH === 0) return { do: "block", day, quarter, twist: 0 };
  const over = below(3) === 0;
  return {
    do: (over ? onTop : beside)[below(over ? onTop.length : beside.length)] ?? "book",
    day,
    quarter: over ? quarter - below(2) : quarter + 1 + below(3),
    outside: true,
    onTop: over || below(4) === 0,
    ...(over && { service: 0 }),
  };
}

function remember(crowd: Crowd, { step, row }: Aim, said: Said & { ok: true }): void {
  if (said.bookingId && row && isThief(step)) crowd.thieves.set(said.bookingId, row.lessonId);
  if (said.holdSecret && said.lessonId) crowd.secrets.set(said.lessonId, said.holdSecret);
  if (said.sent) crowd.sent = said.sent;
  if (said.bookingId && step.do !== "again") {
    crowd.promised.add(said.bookingId);
    crowd.whose.set(
      said.bookingId,
      step.do === "bookByStaff" && step.who === "guest" ? 0 : step.who,
    );
  }
}

type Seen = {
  id: string;
  status: string;
  service_id: string | null;
  start: string;
  version: number;
  seat: string | null;
  seat_version: number | null;
};

/** Everybody looks at the calendar again. */
async function refresh(crowd: Crowd): Promise<void> {
  const { world, secrets, whose } = crowd;
  const rows = await world.owner.execute<Seen>(sql`
    select l.id, l.status, l.service_id, extract(epoch from l.starts_at) / 60 as start, l.version, b.id as seat, b.version as seat_version
    from lessons l left join bookings b on b.practice_id = l.practice_id and b.lesson_id = l.id
    where l.practice_id = ${world.practiceId}::uuid and (l.status <> 'expired' or random() < 0.1)
    order by l.created_at desc limit 40`);
  crowd.rows = rows.map((row) => ({
    lessonId: row.id,
    version: row.version,
    service: Math.max(
      0,
      world.services.findIndex((service) => service.id === row.service_id),
    ),
    start: Number(row.start),
    holdSecret: secrets.get(row.id) ?? null,
    booking: row.seat
      ? { id: row.seat, version: row.seat_version ?? 1, who: whose.get(row.seat) ?? "guest" }
      : null,
  }));
}

/** Promises that the tables do not know, and seats that nobody was promised. */
async function broken({ world, promised, thieves }: Crowd): Promise<string[]> {
  const rows = await world.owner.execute<{ id: string; lesson_id: string }>(
    sql`select id, lesson_id from bookings where practice_id = ${world.practiceId}::uuid`,
  );
  const kept = new Set(rows.map((row) => row.id));
  return [
    ...[...promised].filter((id) => !kept.has(id)).map((id) => `promised, but not there (${id})`),
    ...rows
      .filter((row) => thieves.get(row.id) === row.lesson_id)
      .map(({ id }) => `a hold that somebody had without its secret (${id})`),
    ...[...kept]
      .filter((id) => !promised.has(id))
      .map((id) => `there, but promised to nobody (${id})`),
  ];
}

/** Deadlocks of this database so far. The pool is closed first: a connection tells what it counted when it ends. */
export async function deadlocks(owner: Database): Promise<number> {
  await closeDatabase();
  const [row] = await owner.execute<{ n: string }>(
    sql`select deadlocks as n from pg_stat_database where datname = current_database()`,
  );
  return Number(row?.n ?? 0);
}
