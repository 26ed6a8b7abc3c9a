import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { lessonTimes } from "@/lib/booking/rules";
import { lessonAt, takingTime } from "@/lib/booking/time";
import { bookLesson } from "@/lib/booking/write";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { databaseCode, inContext } from "@/lib/work/context";
import { median, type Row, type Sample, sampleOf, short } from "../harness";
import { reasonOf } from "./booking";
import { drive } from "./drive";
import type { FreeTime } from "./free-times";
import type { World } from "./world";
import { entered, guest, withoutTheDoor } from "./writers";

const RACERS = 32;
const ROUNDS = 3;
const ROUND_MS = 4000;

const visitor: Visitor = { kind: "visitor" };
type Attempt = (at: FreeTime) => Promise<boolean>;
type Race = {
  sample: Sample;
  perSecond: number;
  doubles: number;
  errors: unknown[];
  slots: number;
};

/**
 * 32 callers without a pause, of whom every 32 attempts aim at the same slot: one is won, the others are told that it is
 * taken. The sides take turns; each attempt is a lesson with its audit and job rows.
 */
export async function raceRows(world: World, next: () => FreeTime): Promise<Row[]> {
  // A connection for each racer: with the app's ten they would stand in line before PostgreSQL sees them.
  await closeDatabase();
  process.env.DATABASE_POOL = String(RACERS);
  const raw = postgres(world.ownerUrl, { max: RACERS, onnotice: () => {} });
  try {
    await world.owner.unsafe(plainBooking);
    await Promise.all(Array.from({ length: RACERS }, () => raw`select pg_sleep(0.05)`));
    const sides: Record<"ours" | "door" | "plain", Attempt> = {
      ours: byTakeTime,
      door: throughTheDoor,
      plain: (at) => byPlainInsert(raw, at),
    };
    const names = ["ours", "door", "plain"] as const;
    for (const name of names.slice(0, 2)) await race(world, next, 300, sides[name]);
    const found = { ours: [] as Race[], door: [] as Race[], plain: [] as Race[] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of names) found[name].push(await race(world, next, ROUND_MS, sides[name]));
    const [ours, door, plain] = [together(found.ours), together(found.door), together(found.plain)];
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

/** Rounds as one: the rate is the middle one's, everything else is of all. */
function together(rounds: readonly Race[]): Race {
  const sum = (of: (one: Race) => number): number => rounds.reduce((all, one) => all + of(one), 0);
  return {
    sample: {
      median: median(rounds.map(({ sample }) => sample.median)),
      p99: Math.max(...rounds.map(({ sample }) => sample.p99)),
      cpu: Number.NaN,
      calls: sum(({ sample }) => sample.calls),
    },
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    doubles: sum(({ doubles }) => doubles),
    slots: sum(({ slots }) => slots),
    errors: rounds.flatMap(({ errors }) => errors),
  };
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
  forMs: number,
  attempt: Attempt,
): Promise<Race> {
  const raced: { at: FreeTime; won: number }[] = [];
  let attempts = 0;
  const { ms, errors, perSecond } = await drive(RACERS, forMs, async () => {
    if (attempts++ % RACERS === 0) raced.push({ at: next(), won: 0 });
    const slot = raced.at(-1);
    if (slot && (await attempt(slot.at))) slot.won += 1;
  });
  const told = raced.reduce((sum, { won }) => sum + Math.max(0, won - 1), 0);
  const doubles = told + (await rowsTooMany(world, raced));
  return { sample: sampleOf(ms), perSecond, doubles, errors, slots: raced.length };
}

/** Asked of the rows themselves, whatever the callers were told. */
async function rowsTooMany({ owner }: World, raced: readonly { at: FreeTime }[]): Promise<number> {
  const [row] = await owner<{ n: number }[]>`
    select count(*)::int - count(distinct l.practitioner_id::text || l.starts_at)::int as n
    from lessons l join unnest(${raced.map(({ at }) => at.offer.practitionerId)}::text[]::uuid[],
      ${raced.map(({ at }) => at.start.toISOString())}::text[]::timestamptz[]) as r(practitioner_id, start)
      on l.practitioner_id = r.practitioner_id and tstzrange(l.blocked_from, l.blocked_until) @> r.start
        and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show')`;
  return row?.n ?? 0;
}

const byTakeTime: Attempt = ({ offer, start }) =>
  inContext(
    visitor,
    async (tx) => {
      const lessonId = newId<"lesson">();
      const [, won] = await Promise.all([
        entered(tx, offer.practiceId),
        withoutTheDoor(tx, offer.practiceId, (work) =>
          work.write(
            [],
            () => {
              work.audit({ type: "lesson", id: lessonId });
              work.enqueue("remind.plan", {
                practiceId: offer.practiceId,
                serviceId: null,
                after: null,
              });
            },
            { when: takingTime(lessonAt(offer, lessonId, start), "confirmed") },
          ),
        ),
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
 * What a program does that trusts the constraint alone: a plain insert, and 23P01 caught. Two that come at the same moment
 * have both put their entry into the index before they look for others; then each waits for the other, until PostgreSQL
 * ends one of them after deadlock_timeout.
 */
const plainBooking = `
  create function bench.plain_booking(p_practice uuid, p_id uuid, p_practitioner uuid, p_service uuid, p_place uuid,
    p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_zone text, p_local timestamp)
    returns boolean language plpgsql as $$
  declare head audit_heads;
  begin
    insert into lessons (practice_id, id, practitioner_id, service_id, place_id, status, starts_at, ends_at, blocked_from,
        blocked_until, time_zone, local_start)
      values (p_practice, p_id, p_practitioner, p_service, p_place, 'confirmed', p_starts, p_ends, p_from, p_until, p_zone, p_local);
    insert into graphile_worker._private_jobs (task_id, payload, max_attempts)
      select id, json_build_object('lessonId', p_id), 12 from graphile_worker._private_tasks where identifier = 'mail.booking';
    update audit_heads set seq = seq + 1 where practice_id = p_practice returning * into head;
    insert into audit_events (practice_id, seq, at, actor_kind, operation, subject_type, subject_id, detail, previous, hash)
      values (p_practice, head.seq, clock_timestamp(), 'visitor', 'booking.book', 'lesson', p_id, '{}', head.hash, head.hash);
    return true;
  exception when exclusion_violation then return false;
  end $$`;

async function byPlainInsert(raw: postgres.Sql, { offer, start }: FreeTime): Promise<boolean> {
  const times = lessonTimes(offer.timing, offer.zone, start);
  const [row] = await raw<
    { won: boolean }[]
  >`select bench.plain_booking(${offer.practiceId}, ${newId()},
    ${offer.practitionerId}, ${offer.serviceId}, ${offer.placeId}, ${times.startsAt}, ${times.endsAt},
    ${times.blockedFrom}, ${times.blockedUntil}, ${times.timeZone}, ${times.localStart}) as won`;
  return row?.won === true;
}
