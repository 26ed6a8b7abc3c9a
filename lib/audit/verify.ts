import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { type Checkpoint, checker } from "./checkpoint";

export type Reason =
  /** Its own columns do not give its hash. */
  | "changed"
  /** There is no row of this number. */
  | "missing"
  /** It names another row before it than the one that is there. */
  | "unlinked"
  /** It comes after the end of its chain. */
  | "beyond_end"
  /** The end of the chain names another hash. */
  | "other_end"
  /** A signed checkpoint names another hash, or a row that is not there any more. */
  | "checkpoint"
  /** A checkpoint carries our key's name and not its signature. */
  | "forged_checkpoint";
export type Broken = { practiceId: string; seq: number; reason: Reason };
export type Verified = {
  rows: number;
  chains: number;
  checkpoints: number;
  /** Signed with a root key that this process was not given: nothing can be said about them. */
  unknownCheckpoints: number;
  /** The first bad row of each chain. */
  broken: Broken[];
};

// A statement's memory and time stay small however long a chain is.
const CHUNK = 50_000;
/** What append_audit() takes for the hash before the first row. */
const FIRST_PREVIOUS = Buffer.of(0);

type Head = { practice_id: string; seq: string; hash: Buffer | null; last: string };
type Found = { rows: number; seq: string | null; reason: Reason | null };

/**
 * Every chain from its first row to its end. The hash of a row is made anew from its columns, by the words of
 * append_audit() (migration 0002), and each row must name the one before it, without a gap.
 * @param db as the owner: whoever may see all chains
 * @param kept checkpoints from outside the database
 */
export async function verifyTrail(
  db: Database,
  kept: readonly Checkpoint[] = [],
  { lanes = 2 }: { lanes?: number } = {},
): Promise<Verified> {
  const heads = await chainEnds(db);
  const bad: Broken[] = [];
  const chunks = heads.flatMap(({ practice_id: practiceId, seq }) =>
    Array.from({ length: Math.ceil(Number(seq) / CHUNK) }, (_, n) => ({
      practiceId,
      from: n * CHUNK,
      to: Math.min(Number(seq), (n + 1) * CHUNK),
    })),
  );
  let rows = 0;
  let next = 0;
  const lane = async () => {
    for (let chunk = chunks[next++]; chunk; chunk = chunks[next++]) {
      const found = await checkChunk(db, chunk);
      rows += found.rows;
      if (found.seq !== null && found.reason)
        bad.push({ practiceId: chunk.practiceId, seq: Number(found.seq), reason: found.reason });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const head of heads) bad.push(...(await endProblems(db, head)));
  const signed = await checkpointProblems(db, kept);
  bad.push(...signed.bad);
  return {
    rows,
    chains: heads.length,
    checkpoints: signed.checked,
    unknownCheckpoints: signed.unknown,
    broken: firstOfEach(bad),
  };
}

// One statement, so that ends and last rows are of one moment. Chains without an end count from their rows.
const chainEnds = (db: Database) =>
  db.execute<Head>(sql`
    with recursive chains as (
      (select practice_id from audit_events order by practice_id limit 1)
      union all
      select (select e.practice_id from audit_events e where e.practice_id > c.practice_id order by e.practice_id limit 1)
      from chains c where c.practice_id is not null
    ), known as (
      select practice_id from chains where practice_id is not null union select practice_id from audit_heads
      union select practice_id from audit_checkpoints
    )
    select k.practice_id, coalesce(h.seq, 0) as seq, h.hash,
      coalesce((select max(e.seq) from audit_events e where e.practice_id = k.practice_id), 0) as last
    from known k left join audit_heads h on h.practice_id = k.practice_id
    order by k.practice_id`);

/** The rows after `from` up to `to`; the row `from` itself is only what the first of them must name. */
async function checkChunk(
  db: Database,
  { practiceId, from, to }: { practiceId: string; from: number; to: number },
): Promise<Found> {
  const first = Math.max(from, 1);
  const [found] = await db.execute<Found>(sql`
    with read as (
      select seq, previous, hash,
        sha256(previous || convert_to(jsonb_build_array(practice_id, seq, (extract(epoch from at) * 1000000)::bigint,
          actor_kind, actor_id, operation, subject_type, subject_id, detail)::text, 'UTF8')) as made,
        lag(seq, 1, ${first - 1}::bigint) over w as seq_before,
        case seq when 1 then ${FIRST_PREVIOUS}::bytea when ${from}::bigint then previous else lag(hash) over w end as hash_before
      from audit_events
      where practice_id = ${practiceId}::uuid and seq between ${first}::bigint and ${to}::bigint
      window w as (order by seq)
    ), worst as (
      select case when seq_before < seq - 1 then seq_before + 1 else seq end as seq,
        case when seq_before < seq - 1 then 'missing' when made <> hash then 'changed' else 'unlinked' end as reason
      from read where seq_before < seq - 1 or made <> hash or previous <> hash_before
      order by 1 limit 1
    ), counted as (
      select count(*) filter (where seq > ${from}::bigint)::int as rows, coalesce(max(seq), ${first - 1}::bigint) as last from read
    )
    select c.rows, coalesce(w.seq, case when c.last < ${to}::bigint then c.last + 1 end) as seq,
      coalesce(w.reason, case when c.last < ${to}::bigint then 'missing' end) as reason
    from counted c left join worst w on true`);
  if (!found) throw new Error("a chunk without an answer");
  return found;
}

/** What lies before the first row, after the last, and whether the end is the end. */
async function endProblems(db: Database, head: Head): Promise<Broken[]> {
  const practiceId = head.practice_id;
  const bad: Broken[] = [];
  const [early] = await db.execute<{ seq: string | null }>(
    sql`select min(seq) as seq from audit_events where practice_id = ${practiceId}::uuid and seq < 1`,
  );
  if (early?.seq != null) bad.push({ practiceId, seq: Number(early.seq), reason: "unlinked" });
  const end = Number(head.seq);
  if (Number(head.last) > end) bad.push({ practiceId, seq: end + 1, reason: "beyond_end" });
  if (end === 0) return bad;
  const hash = await hashAt(db, practiceId, end);
  if (hash && head.hash && !hash.equals(head.hash))
    bad.push({ practiceId, seq: end, reason: "other_end" });
  return bad;
}

async function hashAt(db: Database, practiceId: string, seq: number): Promise<Buffer | null> {
  const [row] = await db.execute<{ hash: Buffer }>(
    sql`select hash from audit_events where practice_id = ${practiceId}::uuid and seq = ${seq}::bigint`,
  );
  return row?.hash ?? null;
}

async function checkpointProblems(db: Database, kept: readonly Checkpoint[]) {
  const stored = await db.execute<Checkpoint & { seq: string | number }>(sql`
    select practice_id::text as "practiceId", seq, encode(hash, 'hex') as hash, encode(signature, 'hex') as signature,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, key_id as "keyId"
    from audit_checkpoints`);
  const all = new Map<string, Checkpoint>();
  for (const one of [...stored, ...kept]) {
    const each = { ...one, seq: Number(one.seq) };
    all.set([each.practiceId, each.seq, each.hash, each.signature].join("|"), each);
  }
  const standing = checker();
  const bad: Broken[] = [];
  let [checked, unknown] = [0, 0];
  const genuine: Checkpoint[] = [];
  for (const one of all.values()) {
    const found = standing(one);
    if (found === "unknown") unknown++;
    else checked++;
    if (found === "forged")
      bad.push({ practiceId: one.practiceId, seq: one.seq, reason: "forged_checkpoint" });
    if (found === "genuine") genuine.push(one);
  }
  bad.push(...(await otherThanSigned(db, genuine)));
  return { bad, checked, unknown };
}

async function otherThanSigned(db: Database, signed: readonly Checkpoint[]): Promise<Broken[]> {
  if (signed.length === 0) return [];
  const asked = signed.map(({ practiceId, seq, hash }) => ({ practiceId, seq, hash }));
  const wrong = await db.execute<{ practiceId: string; seq: string }>(sql`
    select c."practiceId", c.seq from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as c("practiceId" uuid, seq bigint, hash text)
    left join audit_events e on e.practice_id = c."practiceId" and e.seq = c.seq
    where encode(e.hash, 'hex') is distinct from c.hash`);
  return wrong.map(({ practiceId, seq }) => ({
    practiceId,
    seq: Number(seq),
    reason: "checkpoint" as const,
  }));
}

function firstOfEach(bad: readonly Broken[]): Broken[] {
  const first = new Map<string, Broken>();
  for (const one of bad) {
    const known = first.get(one.practiceId);
    if (!known || one.seq < known.seq) first.set(one.practiceId, one);
  }
  return [...first.values()].sort((a, b) => a.practiceId.localeCompare(b.practiceId));
}
