import { and, asc, count, desc, eq, is, isNotNull, isNull, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import * as schema from "@/db/schema";
import { babies, clients, erasures, practices } from "@/db/schema";
import { isOwner, isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { type Day, today } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { familyIds } from "./merged";
import { type KeepRule, keptUntil, timeIsOver } from "./retention.rules";

/** What we sent is no word from the family; everything else that was ever written about one is. */
const NO_CONTACT = ["emails", "reminders", "babies", "guardians"];
const contactTables = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map(getTableConfig)
  .filter(({ columns, name }) => {
    const has = (column: string) => columns.some((one) => one.name === column);
    return (
      !NO_CONTACT.includes(name) && has("client_id") && has("created_at") && has("practice_id")
    );
  })
  .map(({ name }) => name);

export async function keepRule(tx: Tx, practiceId: string): Promise<KeepRule & { zone: string }> {
  const [row] = await tx
    .select({
      contactYears: practices.keepContactYears,
      birthYears: practices.keepBirthYears,
      zone: practices.timeZone,
    })
    .from(practices)
    .where(eq(practices.practiceId, practiceId));
  if (!row) throw notFound();
  return row;
}

export type Kept = {
  clientId: string;
  lastContactOn: Day;
  births: Day[];
  until: Day;
  over: boolean;
  held: boolean;
};

/**
 * Until when each family's record is kept, all of its merged records together; of one family, or of the whole practice.
 * The last contact is the latest row of any table that tells of the family, or the latest lesson that was not cancelled.
 */
export async function keptFamilies(
  tx: Tx,
  practiceId: string,
  now: Date,
  clientId?: string,
): Promise<Kept[]> {
  const rule = await keepRule(tx, practiceId);
  const parts = contactTables.map(
    (table) =>
      sql`select client_id, max(created_at) as at from ${sql.identifier(table)} where practice_id = ${practiceId} group by client_id`,
  );
  const rows = await tx.execute<{
    root: string;
    last: string;
    births: string[] | null;
    held: boolean;
  }>(sql`
    with family as (
      select id, coalesce(merged_into, id) as root, created_at, held_since from clients
      where practice_id = ${practiceId} and erased_at is null
        and (${clientId ?? null}::uuid is null or coalesce(merged_into, id) = ${clientId ?? null}::uuid)
    ), contact as (
      ${sql.join(parts, sql` union all `)}
      union all select b.client_id, max(l.starts_at) from bookings b
        join lessons l on l.practice_id = b.practice_id and l.id = b.lesson_id
        where b.practice_id = ${practiceId} and b.status <> 'cancelled' group by b.client_id
    ), latest as (select client_id, max(at) as at from contact group by client_id)
    select f.root,
      (max(greatest(f.created_at, l.at)) at time zone ${rule.zone})::date::text as last,
      (select array_agg(b.born_on::text order by b.born_on) from babies b join family m on m.id = b.client_id
        where b.practice_id = ${practiceId} and m.root = f.root) as births,
      bool_or(f.held_since is not null) as held
    from family f left join latest l on l.client_id = f.id
    group by f.root`);
  const day = today(now, rule.zone);
  return rows.map(({ root, last, births, held }) => {
    const family = { lastContactOn: last, births: births ?? [] };
    const until = keptUntil(rule, family);
    return { clientId: root, ...family, until, over: timeIsOver(until, day), held };
  });
}

/** The owner's page: families whose time is over, what was deleted, and the rule. */
export const keeping = query({
  name: "clients.keeping",
  allow: isOwner,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const { practiceId } = actor;
    const over = (await keptFamilies(tx, practiceId, now)).filter((one) => one.over);
    const names = await tx
      .select({ id: clients.id, name: clients.name })
      .from(clients)
      .where(
        and(
          eq(clients.practiceId, practiceId),
          among(
            clients.id,
            over.map((one) => one.clientId),
          ),
        ),
      );
    const deleted = await tx
      .select()
      .from(erasures)
      .where(eq(erasures.practiceId, practiceId))
      .orderBy(desc(erasures.createdAt))
      .limit(50);
    const { contactYears, birthYears, zone } = await keepRule(tx, practiceId);
    return {
      rule: { contactYears, birthYears },
      zone,
      over: over
        .map((one) => ({ ...one, name: names.find((row) => row.id === one.clientId)?.name ?? "" }))
        .sort((a, b) => a.until.localeCompare(b.until) || a.clientId.localeCompare(b.clientId))
        .slice(0, 200),
      deleted: deleted.map(({ removed, kept, ...row }) => ({
        ...row,
        removed: Object.values(removed).reduce((sum, n) => sum + n, 0),
        kept: Object.values(kept).reduce((sum, n) => sum + n, 0),
      })),
    };
  },
});

/** How one family's record stands: until when it is kept, and whether anybody may delete it. */
export const keptOne = query({
  name: "clients.kept",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx, now }, { clientId }) => {
    const [kept] = await keptFamilies(tx, actor.practiceId, now, clientId);
    if (!kept) throw notFound();
    return kept;
  },
});

/** How many families the job found whose time is over, for the owner's list of things to do. */
export const keptLongEnough = query({
  name: "clients.kept_long_enough",
  allow: isOwner,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const [row] = await tx
      .select({ n: count() })
      .from(clients)
      .where(
        and(
          eq(clients.practiceId, actor.practiceId),
          isNotNull(clients.keptLongEnoughSince),
          isNull(clients.erasedAt),
          isNull(clients.heldSince),
        ),
      );
    return { count: row?.n ?? 0 };
  },
});

/** What would go with a family, before somebody types its name. */
export const beforeErasing = query({
  name: "clients.before_erasing",
  allow: isOwner,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx, now }, { clientId }) => {
    const { practiceId } = actor;
    const [kept] = await keptFamilies(tx, practiceId, now, clientId);
    const [row] = await tx
      .select({ name: clients.name })
      .from(clients)
      .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
    if (!kept || !row) throw notFound();
    const ids = await familyIds(tx, practiceId, clientId);
    const children = await tx
      .select({ firstName: babies.firstName })
      .from(babies)
      .where(
        and(eq(babies.practiceId, practiceId), among(babies.clientId, ids), isNull(babies.sameAs)),
      )
      .orderBy(asc(babies.bornOn));
    return { ...kept, name: row.name, babies: children.map((one) => one.firstName) };
  },
});
