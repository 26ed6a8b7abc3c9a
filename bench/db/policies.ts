import { sql } from "drizzle-orm";
import postgres from "postgres";
import type { Staff } from "@/lib/core/actor";
import type { PracticeId, UserId } from "@/lib/core/id";
import { addDays, startOfDay } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { exactCpuOf } from "../cpu";
import { interleaved, type Row, short } from "../harness";
import type { World } from "./world";

const COPIED = ["lessons", "bookings", "clients"];
const REPEATS = { repeats: 9, minMs: 120 };

/** Practice 1 is the large one: 20 practitioners, 40,000 lessons. */
type Asked = Record<
  "practice" | "client" | "staff" | "parent" | "from" | "until" | "month",
  string
>;
type Question = {
  name: string;
  forParents?: true;
  text: (schema: string) => string;
  values: (asked: Asked) => string[];
};

const named = (schema: string) => `
  select l.id, l.practitioner_id, l.starts_at, l.ends_at, l.status, b.id, b.status, c.name
  from ${schema}.lessons l
    join ${schema}.bookings b on b.practice_id = l.practice_id and b.lesson_id = l.id
    join ${schema}.clients c on c.practice_id = b.practice_id and c.id = b.client_id
  where l.practice_id = $1 and l.starts_at >= $2 and l.starts_at < $3 order by l.starts_at`;

const questions: Question[] = [
  { name: "a week with names", text: named, values: (a) => [a.practice, a.from, a.until] },
  { name: "a month with names", text: named, values: (a) => [a.practice, a.from, a.month] },
  {
    name: "the last 50 lessons of a family",
    forParents: true,
    text: (schema) => `
      select l.id, l.starts_at, l.status, b.status from ${schema}.bookings b
        join ${schema}.lessons l on l.practice_id = b.practice_id and l.id = b.lesson_id
      where b.practice_id = $1 and b.client_id = $2 order by l.starts_at desc limit 50`,
    values: (a) => [a.practice, a.client],
  },
  {
    name: "lessons a week, over all of a practice's",
    text: (schema) => `
      select date_trunc('week', starts_at) as week, count(*) from ${schema}.lessons
      where practice_id = $1 and status <> 'cancelled' group by 1`,
    values: (a) => [a.practice],
  },
];

/** Tables with their policies against copies without any: same rows, indexes, role and session. */
export async function policyRows(world: World): Promise<Row[]> {
  const asked = await copyWithoutPolicies(world);
  const client = postgres(world.appUrl, { max: 1, onnotice: () => {} });
  const session = await client.reserve();
  try {
    const rows: Row[] = [];
    const [backend] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const pid = backend?.pid ?? 0;
    await session`select set_config('app.actor', 'staff', false), set_config('app.role', 'owner', false),
      set_config('app.practice_id', ${asked.practice}, false), set_config('app.user_id', ${asked.staff}, false)`;
    for (const question of questions) rows.push(await compared(session, pid, question, asked));
    rows.push(await contextRow(session, asked));
    await session`select set_config('app.actor', 'parent', false), set_config('app.role', '', false),
      set_config('app.practice_id', '', false), set_config('app.user_id', ${asked.parent}, false)`;
    for (const question of questions.filter(({ forParents }) => forParents))
      rows.push({ ...(await compared(session, pid, question, asked)), goal: "C2 parent" });
    return rows;
  } finally {
    session.release();
    await client.end({ timeout: 5 });
  }
}

async function copyWithoutPolicies({ owner, monday }: World): Promise<Asked> {
  await owner`create schema bare`;
  await owner`grant usage on schema bare to handsel_app`;
  for (const table of COPIED) {
    await owner.unsafe(`create table bare.${table} (like public.${table} including all)`);
    await owner.unsafe(`insert into bare.${table} select * from public.${table}`);
    await owner.unsafe(`grant select on bare.${table} to handsel_app`);
  }
  await owner`vacuum analyze`;
  const [ids] = await owner<Pick<Asked, "practice" | "client" | "staff" | "parent">[]>`
    select bench.id('practice', 1) as practice, bench.id('client', 1) as client, bench.id('staff', 1) as staff,
      bench.id('parent', 1) as parent`;
  if (!ids) throw new Error("no seed");
  const on = (days: number) => startOfDay(addDays(monday, days), "UTC").toISOString();
  return { ...ids, from: on(-28), until: on(-21), month: on(0) };
}

async function compared(
  session: postgres.Sql,
  pid: number,
  { name, text, values }: Question,
  asked: Asked,
): Promise<Row> {
  // As the wire brings them, not decoded: that costs the same on both sides and hides the difference.
  const ask = (schema: string) => {
    const [query, list] = [text(schema), values(asked)];
    return async () => session.unsafe(query, list, { prepare: true }).raw();
  };
  const [without, under] = [ask("bare"), ask("public")];
  const [expected, found] = [await without(), await under()];
  if (found.length === 0 || found.length !== expected.length)
    throw new Error(`${name}: ${found.length} rows under policies, ${expected.length} without`);
  // PostgreSQL's own CPU: stricter than the clock, which counts the way there on both sides, and no neighbour shows in it.
  const cpu = () => exactCpuOf(pid);
  const sides = await interleaved({ anchor: without, ours: under }, { ...REPEATS, cpu });
  const clock = sides.ours.median / sides.anchor.median;
  const inside = sides.ours.cpu / sides.anchor.cpu;
  return {
    goal: "C2",
    name: `${name}, ${found.length} rows`,
    value: Number.isNaN(inside) ? clock : inside,
    unit: "× (on ÷ off, CPU in PostgreSQL)",
    ...sides,
    note: `by the clock ${short(clock)} ×`,
  };
}

/** What BEGIN, the context and COMMIT cost around one small read. */
async function contextRow(session: postgres.Sql, asked: Asked): Promise<Row> {
  const staff: Staff = {
    kind: "staff",
    role: "owner",
    userId: asked.staff as UserId,
    practiceId: asked.practice as PracticeId,
    practitionerId: null,
  };
  const one = sql`select id, name from clients where practice_id = ${asked.practice}::uuid and id = ${asked.client}::uuid`;
  const sides = await interleaved(
    {
      anchor: async () =>
        session`select id, name from clients where practice_id = ${asked.practice} and id = ${asked.client}`,
      ours: () => inContext(staff, (tx) => tx.execute(one), "read only"),
    },
    REPEATS,
  );
  const value = sides.ours.median - sides.anchor.median;
  const note = `${short(sides.ours.median / sides.anchor.median)} × the read alone`;
  return {
    goal: "context",
    name: "actor's context around one small read",
    value,
    unit: "ms more",
    ...sides,
    note,
  };
}
