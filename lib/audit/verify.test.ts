import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { makePractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { inContext } from "@/lib/work/context";
import { appendCheckpoints, checkpointFile, readCheckpoints, signEnd } from "./checkpoint";
import { checkpointTrail } from "./checkpoint.write";
import { PLATFORM } from "./schema";
import { type Broken, verifyTrail } from "./verify";

const db = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "handsel-checkpoints-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let practiceId: string;
const LENGTH = 200;

/** What only somebody with all rights over the database can do: the table's own triggers are off meanwhile. */
async function tamper(...statements: SQL[]): Promise<void> {
  await db.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const one of statements) await tx.execute(one);
  });
}
const row = (seq: number) => sql`practice_id = ${practiceId}::uuid and seq = ${seq}`;
const first = async (): Promise<Broken | undefined> =>
  (await verifyTrail(db.owner)).broken.find((one) => one.practiceId === practiceId);

const append = (n: number) =>
  inContext(
    { kind: "system", practiceId: practiceId as never },
    (tx) =>
      tx.execute(sql`select append_audit(${practiceId}::uuid, (select jsonb_agg(jsonb_build_object('actorId', case when n % 3 = 0 then null else gen_random_uuid() end,
        'operation', 'notes.read', 'subjectType', 'baby', 'subjectId', gen_random_uuid(), 'detail', jsonb_build_object('part', 'note ' || n || ' é “☂”', 'count', n, 'fields', array['a', 'b']))) from generate_series(1, ${n}::int) n))`),
    "read write",
  );

beforeAll(async () => {
  practiceId = (await makePractice(db.owner)).practiceId;
  await append(LENGTH);
  await db.owner.execute(sql`create table kept_events as select * from audit_events`);
  await db.owner.execute(sql`create table kept_heads as select * from audit_heads`);
});
beforeEach(() =>
  tamper(
    sql`delete from audit_events`,
    sql`insert into audit_events select * from kept_events`,
    sql`delete from audit_heads`,
    sql`insert into audit_heads select * from kept_heads`,
    sql`delete from audit_checkpoints`,
  ),
);

describe("a chain", () => {
  test("as it was written is whole", async () => {
    const found = await verifyTrail(db.owner);
    expect(found.broken).toEqual([]);
    expect(found.rows).toBeGreaterThanOrEqual(LENGTH);
  });

  const columns: Record<string, SQL> = {
    at: sql`at = at + interval '1 microsecond'`,
    actor_kind: sql`actor_kind = 'staff'`,
    actor_id: sql`actor_id = coalesce(actor_id, '') || 'x'`,
    operation: sql`operation = 'notes.wrote'`,
    subject_type: sql`subject_type = 'note'`,
    subject_id: sql`subject_id = subject_id || ' '`,
    detail: sql`detail = detail || '{"part": "another"}'`,
    "detail by a space": sql`detail = jsonb_set(detail, '{part}', to_jsonb((detail->>'part') || ' '))`,
    previous: sql`previous = set_byte(previous, 0, 255 - get_byte(previous, 0))`,
    hash: sql`hash = set_byte(hash, 31, 255 - get_byte(hash, 31))`,
  };
  test.each(Object.keys(columns))("with another %s names the row", async (name) => {
    for (const seq of [1, 2, 7 + Math.floor(Math.random() * (LENGTH - 8)), LENGTH]) {
      await tamper(sql`update audit_events set ${columns[name]!} where ${row(seq)}`);
      expect(await first()).toEqual({ practiceId, seq, reason: "changed" });
      await tamper(
        sql`delete from audit_events where ${row(seq)}`,
        sql`insert into audit_events select * from kept_events where ${row(seq)}`,
      );
    }
  });

  test("of which a row was taken out names its number, wherever it was", async () => {
    for (const seq of [1, 99, LENGTH]) {
      await tamper(sql`delete from audit_events where ${row(seq)}`);
      expect(await first()).toEqual({ practiceId, seq, reason: "missing" });
      await tamper(sql`insert into audit_events select * from kept_events where ${row(seq)}`);
    }
  });

  test("of which two rows changed places names the first of them", async () => {
    await tamper(
      sql`update audit_events set seq = -1 where ${row(40)}`,
      sql`update audit_events set seq = 40 where ${row(90)}`,
      sql`update audit_events set seq = 90 where ${row(-1)}`,
    );
    expect(await first()).toEqual({ practiceId, seq: 40, reason: "changed" });
  });

  test("whose row was written anew, hash and all, is broken at the next", async () => {
    await tamper(
      sql`update audit_events set operation = 'notes.wrote' where ${row(50)}`,
      rehash(sql`seq = 50`),
    );
    expect(await first()).toEqual({ practiceId, seq: 51, reason: "unlinked" });
  });

  test("with a row added after its end, or before its beginning", async () => {
    await tamper(
      sql`insert into audit_events select practice_id, seq + 1, at, actor_kind, actor_id, operation, subject_type, subject_id, detail, hash, hash
        from audit_events where ${row(LENGTH)}`,
    );
    expect(await first()).toEqual({ practiceId, seq: LENGTH + 1, reason: "beyond_end" });
    await tamper(sql`update audit_events set seq = 0 where ${row(LENGTH + 1)}`);
    expect(await first()).toEqual({ practiceId, seq: 0, reason: "unlinked" });
  });

  test("that was cut off is known by its end, and by its checkpoint when the end was cut off too", async () => {
    await tamper(sql`delete from audit_events where seq > ${LENGTH - 20}`);
    expect(await first()).toEqual({ practiceId, seq: LENGTH - 19, reason: "missing" });
    const cutHead = sql`update audit_heads h set seq = e.seq, hash = e.hash from audit_events e
      where e.practice_id = h.practice_id and e.seq = ${LENGTH - 20}`;
    await tamper(cutHead);
    expect(await first()).toBeUndefined();

    await tamper(
      sql`insert into audit_events select * from kept_events where seq > ${LENGTH - 20}`,
      sql`update audit_heads h set seq = k.seq, hash = k.hash from kept_heads k where k.practice_id = h.practice_id`,
    );
    const made = await checkpoint();
    await tamper(sql`delete from audit_events where seq > ${LENGTH - 20}`, cutHead);
    expect(await first()).toEqual({ practiceId, seq: LENGTH, reason: "checkpoint" });
    // Its row in the database gone as well: the file still says so.
    await tamper(sql`delete from audit_checkpoints`);
    expect((await verifyTrail(db.owner, made)).broken).toContainEqual({
      practiceId,
      seq: LENGTH,
      reason: "checkpoint",
    });
  });

  test("that was written anew from some row on, ends and all, is caught by a checkpoint only", async () => {
    const made = await checkpoint();
    await tamper(sql`update audit_events set operation = 'notes.wrote' where ${row(150)}`);
    for (let seq = 150; seq <= LENGTH; seq++)
      await tamper(
        sql`update audit_events e set previous = p.hash from audit_events p
          where e.practice_id = ${practiceId}::uuid and e.seq = ${seq} and p.practice_id = e.practice_id and p.seq = ${seq - 1}`,
        rehash(sql`seq = ${seq}`),
      );
    await tamper(
      sql`update audit_heads h set hash = e.hash from audit_events e where e.practice_id = h.practice_id and e.seq = h.seq`,
      sql`delete from audit_checkpoints`,
    );
    expect(await first()).toBeUndefined();
    expect((await verifyTrail(db.owner, made)).broken).toEqual([
      { practiceId, seq: LENGTH, reason: "checkpoint" },
    ]);
  });
});

const rehash = (
  where: SQL,
) => sql`update audit_events set hash = sha256(previous || convert_to(jsonb_build_array(
  practice_id, seq, (extract(epoch from at) * 1000000)::bigint, actor_kind, actor_id, operation, subject_type, subject_id, detail)::text, 'UTF8'))
  where practice_id = ${practiceId}::uuid and ${where}`;

const checkpoint = () => checkpointTrail({ kind: "system", practiceId: null }, {});

describe("a checkpoint", () => {
  test("is made for chains that went on, and not twice for the same end", async () => {
    const made = await checkpoint();
    expect(made.find((one) => one.practiceId === practiceId)).toMatchObject({ seq: LENGTH });
    const again = await checkpoint();
    // The platform's own chain went on by the row that says so.
    expect(again.map((one) => one.practiceId)).toEqual([PLATFORM]);
    const found = await verifyTrail(db.owner, made);
    expect(found).toMatchObject({ broken: [], checkpoints: made.length + again.length });
    expect(found.unknownCheckpoints).toBe(0);
  });

  test("that somebody else signed in our name is forged; one of a key we do not have says nothing", async () => {
    const [made] = (await checkpoint()).filter((one) => one.practiceId === practiceId);
    const other = { ...made!, hash: "ab".repeat(32) };
    expect((await verifyTrail(db.owner, [other])).broken).toEqual([
      { practiceId, seq: LENGTH, reason: "forged_checkpoint" },
    ]);
    const found = await verifyTrail(db.owner, [{ ...other, keyId: "0".repeat(16) }]);
    expect(found).toMatchObject({ broken: [], unknownCheckpoints: 1 });
  });

  test("is kept in a file that only grows, and half a line of it harms nothing", async () => {
    const file = checkpointFile(folder);
    expect(readCheckpoints(file)).toEqual({ found: [], broken: 0 });
    const [one, two] = [1, 2].map((seq) =>
      signEnd({ practiceId: newId(), seq, hash: "00" }, new Date("2026-11-24T14:15:00Z")),
    );
    appendCheckpoints(file, [one!]);
    appendCheckpoints(file, []);
    appendCheckpoints(file, [two!]);
    writeFileSync(file, '{"practiceId": "half', { flag: "a" });
    expect(readCheckpoints(file)).toEqual({ found: [one, two], broken: 1 });
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(3);
  });

  test("is written by no role but through the job's function", async () => {
    const attempt = (kind: "staff" | "system") =>
      inContext(
        kind === "system"
          ? { kind, practiceId: practiceId as never }
          : ({ kind, practiceId, role: "owner", userId: newId() } as never),
        (tx) =>
          tx.execute(sql`insert into audit_checkpoints (practice_id, seq, hash, at, signature, key_id)
            values (${practiceId}::uuid, 1, 'x', now(), 'x', 'x')`),
        "read write",
      );
    await expect(attempt("system")).rejects.toThrow();
    await expect(attempt("staff")).rejects.toThrow();
    await expect(db.owner.execute(sql`update audit_events set detail = '{}'`)).rejects.toThrow();
    await expect(db.owner.execute(sql`delete from audit_events`)).rejects.toThrow();
    await expect(db.owner.execute(sql`truncate audit_events`)).rejects.toThrow();
  });
});
