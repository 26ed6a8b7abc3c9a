import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { newId } from "@/lib/core/id";
import { addAddendum, sendSummary } from "./addenda.write";
import { noteDetail } from "./read";
import { signNote } from "./write";

const db = testDatabase();
let at: Everything;
const noteId = newId<"note">();
let app: postgres.Sql;
let owner: postgres.Sql;
beforeAll(async () => {
  at = await makeEverything(db.owner);
  const rosa = at.staff("owner");
  const content = { stateStart: "drowsy" as const, went: "As it was." };
  const about = { babyId: at.family.babyId, lessonId: at.lessonId };
  await db.owner.execute(
    sql`update medical_notes set status = 'discarded' where lesson_id = ${at.lessonId}`,
  );
  await signNote(rosa, {
    noteId,
    seen: 0,
    ...about,
    template: "lesson",
    privacy: "clinicians",
    content,
  });
  await addAddendum(rosa, { noteId, addendumId: newId<"addendum">(), words: "Later." });
  await sendSummary(rosa, { noteId, summaryId: newId<"summary">(), words: "Plain." });
  app = postgres(db.appUrl, { max: 1, onnotice: () => {} });
  owner = postgres(db.ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await app.end();
  await owner.end();
});

const tables = ["medical_notes", "note_versions", "note_addenda", "note_summaries"] as const;
const idOf = (table: string) => (table === "medical_notes" ? "id" : "note_id");
const attempts = (table: string): [what: string, statement: string][] => {
  const mine = `where ${idOf(table)} = '${noteId}'`;
  return [
    ["other words", `update ${table} set body = '\\x0200' || body ${mine}`],
    [
      "another generation's head",
      `update ${table} set body = '\\x02ffff' || substring(body from 4) ${mine}`,
    ],
    ["another family", `update ${table} set client_id = gen_random_uuid() ${mine}`],
    ["another practice", `update ${table} set practice_id = gen_random_uuid() ${mine}`],
    ["deleted", `delete from ${table} ${mine}`],
    ["emptied", `truncate ${table} cascade`],
    [
      "merged away",
      `merge into ${table} t using (select 1) s on t.${idOf(table)} = '${noteId}' when matched then delete`,
    ],
    [
      "merged over",
      `merge into ${table} t using (select 1) s on t.${idOf(table)} = '${noteId}' when matched then update set body = 'x'`,
    ],
    ...(table === "medical_notes"
      ? ([
          ["unsigned", `update ${table} set status = 'draft', signed_at = null ${mine}`],
          [
            "signed at another time",
            `update ${table} set signed_at = now() - interval '1 day' ${mine}`,
          ],
          ["another hash", `update ${table} set content_hash = '\\x00' ${mine}`],
          ["another privacy", `update ${table} set privacy = 'author' ${mine}`],
          ["another author", `update ${table} set author_user_id = '${at.family.userId}' ${mine}`],
          ["another baby's time", `update ${table} set about_starts_at = now() ${mine}`],
        ] as [string, string][])
      : []),
  ];
};

const actors = [
  ...["owner", "practitioner", "front_desk"].map((role) => ["staff", role] as const),
  ...["parent", "visitor", "doctor", "admin", "system", "link", ""].map(
    (kind) => [kind, ""] as const,
  ),
];

async function rows(): Promise<string> {
  const found = await Promise.all(
    tables.map((table) =>
      db.owner.execute(
        sql`select md5(string_agg(t::text, '|' order by t::text)) as d, count(*)::int as n from ${sql.identifier(table)} t
          where ${sql.identifier(idOf(table))} = ${noteId}`,
      ),
    ),
  );
  return JSON.stringify(found);
}

async function tried(client: postgres.Sql, context: readonly [string, string], statement: string) {
  try {
    return await client.begin(async (tx) => {
      await tx`select set_config('app.actor', ${context[0]}, true), set_config('app.role', ${context[1]}, true),
        set_config('app.practice_id', ${at.practiceId}, true), set_config('app.user_id', ${at.userId}, true)`;
      return (await tx.unsafe(statement)).count;
    });
  } catch {
    return 0;
  }
}

test("no database role, as no actor, changes or removes a signed note, its versions, addenda or summaries", async () => {
  const before = await rows();
  const changed: string[] = [];
  let count = 0;
  for (const [client, role] of [
    [app, "handsel_app"],
    [owner, "owner of the tables"],
  ] as const)
    for (const context of role === "handsel_app"
      ? actors
      : ([
          ["system", ""],
          ["staff", "owner"],
        ] as const))
      for (const table of tables)
        for (const [what, statement] of attempts(table)) {
          count += 1;
          // The owner of the tables may put a later generation's ciphertext there: only its own reader finds it out.
          if (role !== "handsel_app" && what === "another generation's head") continue;
          if ((await tried(client, context, statement)) > 0)
            changed.push(`${role} as ${context.join(" ")}: ${table} ${what}`);
        }
  process.stdout.write(`  ${count} attempts on a signed note\n`);
  expect(changed).toEqual([]);
  expect(await rows()).toBe(before);
  expect((await noteDetail(at.staff("owner"), { noteId })).verdict).toBe("holds");
});

test("with the trigger switched off by whoever owns the database, the signature tells", async () => {
  await db.owner.execute(sql`alter table medical_notes disable trigger medical_notes_signed`);
  await db.owner.execute(
    sql`update medical_notes set about_starts_at = about_starts_at + interval '1 day' where id = ${noteId}`,
  );
  expect((await noteDetail(at.staff("owner"), { noteId })).verdict).toBe("changed");
  await db.owner.execute(
    sql`update medical_notes set about_starts_at = about_starts_at - interval '1 day', signature = ${Buffer.alloc(64)} where id = ${noteId}`,
  );
  expect((await noteDetail(at.staff("owner"), { noteId })).verdict).toBe("forged");
  await db.owner.execute(sql`alter table medical_notes enable trigger medical_notes_signed`);
});
