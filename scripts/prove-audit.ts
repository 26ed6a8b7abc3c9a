// How long the verification of a long trail takes, and that it finds one changed row in it (npm run prove:audit).
import { sql } from "drizzle-orm";
import { connect } from "@/db/client";
import { verifyTrail } from "@/lib/audit/verify";
import { newId } from "@/lib/core/id";
import { onFreshDatabase } from "./proof-database";

const GOAL_SECONDS = 10;
const BATCH = 20_000;
const rows = Number(
  process.argv.find((flag) => flag.startsWith("--rows="))?.slice("--rows=".length) ?? 1_000_000,
);
const failed = await onFreshDatabase(async (ownerUrl) => {
  const { db, end } = connect(ownerUrl, 3);
  const seconds = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const began = performance.now();
    const value = await work();
    return [value, (performance.now() - began) / 1000];
  };
  const practiceId = newId<"practice">();
  // As rows of a day look: a few people, many babies, a detail with names of parts and counts.
  const batch = sql`select append_audit(${practiceId}::uuid, (select jsonb_agg(jsonb_build_object(
    'actorId', md5((n % 5)::text)::uuid, 'operation', case n % 3 when 0 then 'notes.read' when 1 then 'clients.baby' else 'booking.complete' end,
    'subjectType', 'baby', 'subjectId', md5((n % 400)::text)::uuid,
    'detail', jsonb_build_object('part', 'notes', 'count', n % 20, 'fields', jsonb_build_array('plan', 'skin', 'state'))))
    from generate_series(1, ${BATCH}::int) n))`;
  const [, made] = await seconds(async () => {
    for (let n = 0; n < rows; n += BATCH) await db.execute(batch);
    await db.execute(sql`vacuum analyze audit_events`);
  });
  const [found, took] = await seconds(() => verifyTrail(db));
  const bad = 1 + Math.floor(Math.random() * found.rows);
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`update audit_events set subject_id = md5('other') where seq = ${bad}`);
  });
  const [again] = (await verifyTrail(db)).broken;
  await end();
  const [size] = [`${found.rows.toLocaleString("en")} rows`];
  console.log(`Written in ${made.toFixed(1)} s: ${size}`);
  console.log(`Verified in ${took.toFixed(1)} s (goal: ${GOAL_SECONDS} s for 1,000,000)`);
  console.log(`Row ${bad} was changed; named: ${again?.seq} (${again?.reason})`);
  return (
    found.broken.length > 0 ||
    again?.seq !== bad ||
    took > Math.max(1, (GOAL_SECONDS * rows) / 1_000_000)
  );
});
process.exit(failed ? 1 : 0);
