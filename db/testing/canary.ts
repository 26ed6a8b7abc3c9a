import { Writable } from "node:stream";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { handlers } from "@/lib/jobs/handlers";
import type { JobName, Jobs } from "@/lib/work/jobs";
import { failure, log, makeLogger } from "@/lib/work/log";
import { sealedColumns } from "@/lib/work/sealed-columns";
import { unseal, unsealForSystem, unwrapDataKey } from "@/lib/work/vault";
import type { Database } from "../client";

// Words that name their field and stand nowhere else, and where to look for them.
export const canary = (field: string): string => `Zzphi ${field} q`;
export const found = (text: string): string[] =>
  [...text.matchAll(/Zzphi (\w+) q/gi)].map(([, field]) => field ?? "");

/** What is logged of failures, as the door's adapters write them down. */
export function logOfFailures(): { logged: string[]; noted: (error: unknown) => void } {
  const logged: string[] = [];
  const logger = makeLogger(
    new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk));
        done();
      },
    }),
  );
  return { logged, noted: (error) => log("error", "broken", failure(error), logger) };
}

/** The sealed columns of families that hold no word which anybody typed, each with what it holds. */
export const withoutWords: Readonly<Record<string, string>> = {
  "form_alerts.body": "names of questions and answers",
  "growth_shares.summary": "numbers and days",
  "measurements.value": "a number and its unit",
  "messages.body": "nothing yet: no command writes there",
  "routine_assignments.why": "names of findings",
};
/** What canary.test.ts writes, and what canary-family.test.ts does; with those above it is every one. */
export const writtenBy = {
  commands: [
    ...["babies.health", "clients.held_why", "bookings.cancel_note", "bookings.family_note"],
    ...["medical_notes.body", "note_versions.body", "note_addenda.body", "note_summaries.body"],
    ...["practice_logs.note", "referrals.decline_note", "referrals.details"],
    "routine_assignments.note",
  ],
  families: [
    ...["bookings.visit_address", "consents.signature", "file_parts.body", "files.facts"],
    ...["form_alerts.decision", "form_answers.body", "joined_children.health"],
    "referral_letters.body",
  ],
};
export const familyColumns: string[] = sealedColumns
  .filter(({ key }) => key !== "system")
  .map(({ table, column }) => `${table}.${column}`);

/** Each sealed column of families with the fields whose canaries it holds. */
export async function sealedCanaries(owner: Database): Promise<Map<string, Set<string>>> {
  const name = sql.identifier;
  const keys = await owner.execute<{
    practiceId: string;
    id: string;
    wrapped: Buffer;
    kid: number;
  }>(
    sql`select practice_id as "practiceId", id, wrapped, kid from data_keys where octet_length(wrapped) > 0`,
  );
  const known = new Map(keys.map((row) => [row.id, unwrapDataKey(row)]));
  const seen = new Map<string, Set<string>>();
  for (const one of sealedColumns.filter(({ key }) => key !== "system")) {
    const holder = name(one.table === "clients" ? "id" : "client_id");
    const key =
      one.key === "row"
        ? sql`t.data_key_id`
        : sql`(select c.data_key_id from clients c where c.practice_id = t.practice_id and c.id = t.${holder})`;
    const rows = await owner.execute<Stored>(
      sql`select ${name(one.id)} as id, ${one.version ? name(one.version) : sql`null::int`} as version, ${key} as key,
        ${name(one.column)} as stored from ${name(one.table)} t where ${name(one.column)} is not null`,
    );
    const fields = rows.flatMap(({ id, version, key: keyId, stored }) => {
      const by = known.get(keyId);
      const { table, column } = one;
      try {
        const where = { table, column, id, ...(version !== null && { version }) };
        return by ? found(unseal(by, where, stored)) : [];
      } catch {
        // Rows that the fixtures made with another binding: whatever they are, they are ciphertext.
        return [];
      }
    });
    if (fields.length > 0) seen.set(`${one.table}.${one.column}`, new Set(fields));
  }
  return seen;
}
type Stored = { id: string; version: number | null; key: string; stored: Buffer };

/**
 * Where words that people type may stand in plain, each with why (docs/decisions/0003): what a practice calls its own
 * things, and what search and the calendar need. A canary anywhere else is a leak.
 */
const plain: Readonly<Record<string, string>> = {
  "forms.name": "a practice's name for its form; nothing of a family",
  "forms.draft": "a practice's questions; nothing of a family",
  "form_versions.definition": "a practice's questions; nothing of a family",
  "note_snippets.name": "what a practitioner calls a phrase; the phrase is sealed",
  "routines.title": "a practice's name for its routine",
  "routines.body": "a practice's routine; nothing of a family",
  "sign_in_tokens.next": "where a link leads, a path of ours",
  "users.name": "a person's own name",
};

/** Text as it is, bytes as the text that they may be. */
const readable = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "";
  return text.startsWith('"\\\\x')
    ? Buffer.from(text.slice(4, -1), "hex").toString("latin1")
    : text;
};

/** Canaries that stand in plain in any table, the job rows and the audit trail among them. */
export async function leaksInTables(owner: Database): Promise<string[]> {
  const tables = await owner.execute<{ s: string; n: string }>(
    sql`select n.nspname as s, c.relname as n from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  const leaks = new Set<string>();
  for (const { s, n } of tables) {
    const rows = await owner.execute<{ row: Record<string, unknown> }>(
      sql`select to_jsonb(t) as row from ${sql.identifier(s)}.${sql.identifier(n)} t`,
    );
    for (const [column, value] of rows.flatMap(({ row }) => Object.entries(row)))
      for (const field of found(readable(value)))
        if (!(`${n}.${column}` in plain)) leaks.add(`${n}.${column}: ${field}`);
  }
  return [...leaks].sort();
}

/** Does the jobs that write mails, and answers every mail that was written so far with the names of those jobs. */
export async function writtenMails(owner: Database, noted: (error: unknown) => void) {
  const queued = await owner.execute<{ name: JobName; payload: unknown }>(
    sql`select t.identifier as name, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id`,
  );
  const jobs = queued.filter(({ name }) => name.startsWith("mail.") && name !== "mail.send");
  expect(jobs.length).toBeGreaterThan(0);
  for (const { name, payload } of jobs)
    await (handlers[name] as (payload: Jobs[JobName], attempt: object) => Promise<void>)(
      payload as Jobs[JobName],
      { count: 1, last: false },
    ).catch(noted);
  const rendered = await owner.execute<{
    id: string;
    practice_id: string | null;
    rendered: Buffer;
  }>(sql`select id, practice_id, rendered from emails where rendered is not null`);
  expect(rendered.length).toBeGreaterThan(0);
  const mails = rendered.map(({ id, practice_id: practiceId, rendered: stored }) => {
    const where = { table: "emails", column: "rendered", practiceId, id };
    return JSON.parse(unsealForSystem(where, stored)) as { subject?: unknown; text: string };
  });
  return { mails, jobs: jobs.map(({ name }) => name) };
}
