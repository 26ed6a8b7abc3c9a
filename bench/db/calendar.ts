import { closeDatabase } from "@/db/client";
import { staffCalendar } from "@/lib/booking/staff.read";
import type { Staff } from "@/lib/core/actor";
import type { PracticeId, UserId } from "@/lib/core/id";
import { addDays, startOfDay } from "@/lib/core/time";
import { exactCpuOf } from "../cpu";
import { interleaved, median, ownCpu, type Row, short } from "../harness";
import type { World } from "./world";

const REPEATS = { repeats: 9, minMs: 250 };
const CALLS = 25;

/** A full week of everybody in the large practice: what the calendar page asks, against the bare lessons. */
export async function calendarRows({ owner, monday }: World): Promise<Row[]> {
  await closeDatabase();
  // One connection, so that there is one backend to look at.
  process.env.DATABASE_POOL = "1";
  try {
    const [ids] = await owner<{ practice: PracticeId; user: UserId; people: number }[]>`
      select bench.id('practice', 1) as practice, bench.id('staff', 1) as user,
        (select count(*)::int from practitioners where practice_id = bench.id('practice', 1)) as people`;
    if (!ids) throw new Error("no seed");
    const staff: Staff = {
      kind: "staff",
      role: "owner",
      userId: ids.user,
      practiceId: ids.practice,
      practitionerId: null,
    };
    const from = addDays(monday, 7);
    const ours = () => staffCalendar(staff, { from, days: 7, practitionerId: "all" });
    const [begin, end] = [startOfDay(from, "UTC"), startOfDay(addDays(from, 7), "UTC")];
    const anchor = async () => owner`
      select id, practitioner_id, service_id, place_id, kind, title, status, starts_at, ends_at, time_zone, version
      from lessons where practice_id = ${ids.practice} and starts_at >= ${begin} and starts_at < ${end}
      order by starts_at, id`;
    const [events, bare] = [(await ours()).events.length, (await anchor()).length];
    if (events === 0 || events !== bare)
      throw new Error(`${events} events of the calendar, ${bare} lessons`);

    const backend = await backendOf({ owner });
    const cpu = () => ownCpu() + exactCpuOf(backend);
    const sides = await interleaved({ anchor, ours }, { ...REPEATS, cpu });
    const inside: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const before = exactCpuOf(backend);
      await ours();
      inside.push(exactCpuOf(backend) - before);
    }
    const name = `a week of ${ids.people} practitioners, ${events} lessons`;
    return [
      {
        goal: "C1",
        name,
        value: sides.ours.median / sides.anchor.median,
        unit: "× (ours ÷ lessons alone)",
        ...sides,
        note: `here ${short(sides.ours.cpu - median(inside))} ms, in PostgreSQL ${short(median(inside))} ms of CPU`,
      },
      { goal: "C1 database", name, value: median(inside), unit: "ms of CPU in PostgreSQL" },
    ];
  } finally {
    await closeDatabase();
    delete process.env.DATABASE_POOL;
  }
}

async function backendOf({ owner }: Pick<World, "owner">): Promise<number> {
  const found = await owner<{ pid: number }[]>`
    select pid from pg_stat_activity where application_name = 'handsel' and usename like 'handsel_app%'`;
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} connections of the app`);
  return only.pid;
}
