import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { lessonTimes } from "@/lib/booking/rules";
import { lessonAt, takeTime } from "@/lib/booking/time";
import { bookLesson } from "@/lib/booking/write";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { databaseCode, inContext } from "@/lib/work/context";
import { type Row, type Sample, sampleOf, short } from "../harness";
import { reasonOf } from "./booking";
import type { FreeTime } from "./free-times";
import type { World } from "./world";
import { entered, guest } from "./writers";

const RACERS = 32;
const SLOTS = { plain: 40, ours: 40, door: 12 };
/** The plain insert's deadlocks take a second each, one after another. */
const LONGEST_MS = 15_000;

const visitor: Visitor = { kind: "visitor" };
type Attempt = (at: FreeTime) => Promise<boolean>;
type Race = {
  sample: Sample;
  perSecond: number;
  doubles: number;
  errors: unknown[];
  slots: number;
};

/** All racers set off together for one slot, slot after slot: one wins each. */
export async function raceRows(world: World, next: () => FreeTime): Promise<Row[]> {
  // A connection for each racer: with the app's ten they would stand in line before PostgreSQL sees them.
  await closeDatabase();
  process.env.DATABASE_POOL = String(RACERS);
  const raw = postgres(world.ownerUrl, { max: RACERS, onnotice: () => {} });
  try {
    await Promise.all(Array.from({ length: RACERS }, () => raw`select pg_sleep(0.05)`));
    await race(world, next, 3, byTakeTime);
    await race(world, next, 1, throughTheDoor);
    const ours = await race(world, next, SLOTS.ours, byTakeTime);
    const door = await race(world, next, SLOTS.door, throughTheDoor);
    const plain = await race(world, next, SLOTS.plain, (at) => byPlainInsert(raw, at));
    return [
      ...judged("take_time()", ours),
      ...judged("the whole command", door).slice(0, 2),
      {
        goal: "W2 rate",
        name: `${RACERS} race for one slot, take_time() ÷ plain insert`,
        value: ours.perSecond / plain.perSecond,
        unit: "× (attempts a second)",
        anchor: plain.sample,
        ours: ours.sample,
        note: `${short(ours.perSecond)} of ${short(plain.perSecond)} a second; plain: ${told(plain)}`,
      },
      {
        goal: "W2 door p99",
        name: `${RACERS} race for one slot, the whole command`,
        value: door.sample.p99,
        unit: "ms p99",
        ours: door.sample,
        note: `${short(door.perSecond)} attempts a second`,
      },
    ];
  } finally {
    await raw.end({ timeout: 5 });
    await closeDatabase();
    delete process.env.DATABASE_POOL;
  }
}

function judged(what: string, { doubles, errors, sample, slots }: Race): Row[] {
  const name = `${slots} slots, ${RACERS} racers each, ${what}`;
  const [first] = errors;
  const note = first ? { note: reasonOf(first) } : {};
  return [
    { goal: "W2 double", name, value: doubles, unit: "double bookings" },
    { goal: "W2 errors", name, value: errors.length, unit: "errors", ...note },
    { goal: "W2 p99", name, value: sample.p99, unit: "ms", ours: sample },
  ];
}

function told({ sample, errors, doubles, slots }: Race): string {
  const codes = new Map<string, number>();
  for (const error of errors) {
    const code = databaseCode(error) ?? reasonOf(error);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  const list = [...codes].map(([code, count]) => `${count} × ${code}`).join(", ");
  return `${slots} slots, slowest ${short(sample.p99 / 1000)} s, errors ${list || "none, so nothing stood still"}, ${doubles} doubles`;
}

async function race(
  world: World,
  next: () => FreeTime,
  slots: number,
  attempt: Attempt,
): Promise<Race> {
  const ms: number[] = [];
  const errors: unknown[] = [];
  const raced: FreeTime[] = [];
  let doubles = 0;
  const begun = performance.now();
  while (raced.length < slots && performance.now() - begun < LONGEST_MS) {
    const at = next();
    raced.push(at);
    const started = performance.now();
    const racers = Array.from({ length: RACERS }, () =>
      attempt(at).finally(() => ms.push(performance.now() - started)),
    );
    const results = await Promise.allSettled(racers);
    for (const result of results) if (result.status === "rejected") errors.push(result.reason);
    const won = results.filter((result) => result.status === "fulfilled" && result.value).length;
    doubles += Math.max(0, won - 1);
    if (won === 0) errors.push(new Error("nobody got the slot"));
  }
  const perSecond = (ms.length / (performance.now() - begun)) * 1000;
  doubles += await rowsTooMany(world, raced);
  return { sample: sampleOf(ms), perSecond, doubles, errors, slots: raced.length };
}

/** Asked of the rows themselves, whatever the callers were told. */
async function rowsTooMany({ owner }: World, raced: readonly FreeTime[]): Promise<number> {
  const [row] = await owner<{ n: number }[]>`
    select count(*)::int - count(distinct l.practitioner_id::text || l.starts_at)::int as n
    from lessons l join unnest(${raced.map(({ offer }) => offer.practitionerId)}::text[]::uuid[],
      ${raced.map(({ start }) => start.toISOString())}::text[]::timestamptz[]) as r(practitioner_id, start)
      on l.practitioner_id = r.practitioner_id and tstzrange(l.blocked_from, l.blocked_until) @> r.start
        and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show')`;
  return row?.n ?? 0;
}

const byTakeTime: Attempt = ({ offer, start }) =>
  inContext(
    visitor,
    async (tx) => {
      const [, won] = await Promise.all([
        entered(tx, offer.practiceId),
        takeTime(tx, lessonAt(offer, newId<"lesson">(), start), "confirmed"),
      ]);
      return won;
    },
    "read write",
  );

const throughTheDoor: Attempt = async ({ offer, start }) => {
  try {
    await bookLesson(visitor, guest(offer, start));
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === "slot_taken") return false;
    throw error;
  }
};

/**
 * What a program does that trusts the constraint alone: a transaction, as ours is one, and the insert in it. Alone in
 * its statement it is often over before another racer gets a core, and then nothing is measured.
 */
async function byPlainInsert(raw: postgres.Sql, { offer, start }: FreeTime): Promise<boolean> {
  const times = lessonTimes(offer.timing, offer.zone, start);
  try {
    await raw.begin(
      (
        tx,
      ) => tx`insert into lessons (practice_id, id, practitioner_id, service_id, place_id, status, starts_at, ends_at,
        blocked_from, blocked_until, time_zone, local_start)
      values (${offer.practiceId}, ${newId()}, ${offer.practitionerId}, ${offer.serviceId}, ${offer.placeId}, 'confirmed',
        ${times.startsAt}, ${times.endsAt}, ${times.blockedFrom}, ${times.blockedUntil}, ${times.timeZone}, ${times.localStart})`,
    );
    return true;
  } catch (error) {
    if (databaseCode(error) === "23P01") return false;
    throw error;
  }
}
