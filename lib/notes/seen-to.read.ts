import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { babyTitle } from "@/lib/clients/rules";
import { isOwner } from "@/lib/core/actor";
import { query } from "@/lib/work/query";
import { Incidents } from "./schema";

// What the owner answers for, whoever wrote it: names and times, no words. A private note is opened with a reason
// (docs/decisions/0013).

type Row = {
  id: string;
  baby_id: string;
  privacy: "clinicians" | "author";
  at: string;
  time_zone: string;
  author: string;
  mine: boolean;
  first_name: string;
  family_name: string;
};

async function seenTo(tx: Tx, which: SQL) {
  const rows = await tx.execute<Row>(sql`
    select n.id, coalesce(b.same_as, b.id) as baby_id, n.privacy, n.about_starts_at::text as at, n.time_zone,
      coalesce(p.display_name, u.name, u.email) as author, n.author_user_id = app_user() as mine,
      b.first_name, coalesce(root.name, c.name) as family_name
    from notes_to_see_to() n
    join babies b on b.practice_id = app_practice() and b.id = n.baby_id
    join clients c on c.practice_id = b.practice_id and c.id = b.client_id
    left join clients root on root.practice_id = c.practice_id and root.id = c.merged_into
    join users u on u.id = n.author_user_id
    left join practitioners p on p.practice_id = b.practice_id and p.user_id = n.author_user_id
    where ${which}`);
  return rows.map((row) => ({
    id: row.id,
    babyId: row.baby_id,
    startsAt: new Date(row.at),
    zone: row.time_zone,
    author: row.author,
    /** Its words are read only after saying why. */
    closed: row.privacy === "author" && !row.mine,
    title: babyTitle(row.first_name, row.family_name),
  }));
}
export type SeenTo = Awaited<ReturnType<typeof seenTo>>[number];

const LEFT = sql`n.status = 'draft' and n.author_left`;

/** Drafts of colleagues who write here no more, the oldest first: for nobody but the owner. */
export const leftDrafts = (tx: Tx) => seenTo(tx, sql`${LEFT} order by n.about_starts_at, n.id`);

export async function countLeftDrafts(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from notes_to_see_to() n where ${LEFT}`,
  );
  return row?.n ?? 0;
}

/** Whether this is such a draft, for whoever asks. */
export async function isLeft(tx: Tx, noteId: string): Promise<boolean> {
  const rows = await tx.execute(
    sql`select 1 from notes_to_see_to() n where ${LEFT} and n.id = ${noteId}`,
  );
  return rows.length > 0;
}

/** Of a lesson and its baby at hand: such a draft is there. */
export const hasLeftDraft = (lessonId: SQL, babyId: SQL): SQL =>
  sql`exists (select 1 from notes_to_see_to() n where ${LEFT} and n.lesson_id = ${lessonId} and n.baby_id = ${babyId})`;

/** How many drafts each colleague has not signed yet: to be said before somebody leaves. */
export const unsignedOf = query({
  name: "notes.unsigned_of",
  allow: isOwner,
  beside: true,
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const rows = await tx.execute<{ by: string; n: number }>(sql`
      select n.author_user_id as by, count(*)::int as n from notes_to_see_to() n where n.status = 'draft' group by 1`);
    return Object.fromEntries(rows.map(({ by, n }) => [by, n]));
  },
});

const PAGE = 20;

/** Signed notes of lessons in which something went wrong, the latest first. */
export const incidents = query({
  name: "notes.incidents",
  allow: isOwner,
  beside: true,
  input: Incidents,
  run: async ({ tx }, { page }) => {
    const rows = await seenTo(
      tx,
      sql`n.status = 'signed' order by n.about_starts_at desc, n.id limit ${PAGE + 1} offset ${(page - 1) * PAGE}`,
    );
    return { page, more: rows.length > PAGE, items: rows.slice(0, PAGE) };
  },
});
