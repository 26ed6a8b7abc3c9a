import { and, asc, count, eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, bookings, clients, guardians, practices } from "@/db/schema";
import { isStaff, type Staff } from "@/lib/core/actor";
import { optionalLine, ticked, wholeNumber } from "@/lib/core/text";
import { query } from "@/lib/work/query";
import { mergedRecords } from "./merged";
import { babiesOf, guardiansOf, practiceDay } from "./read";
import { factsShown, likePattern, typedDay } from "./rules";

const PAGE = 25;

export const ClientSearch = z.strictObject({
  q: optionalLine(80),
  page: wholeNumber(1, 10_000).default(1),
  archived: ticked,
});

/**
 * Families by name; found by the name of anybody in them, an address, a telephone number, a booking's reference or a
 * baby's birthday. Records that were merged are one family, found by what any of them holds.
 */
export const clientList = query({
  name: "clients.list",
  allow: isStaff,
  input: ClientSearch,
  run: async ({ actor, tx, now }, { q, page, archived }) => {
    const { thisDay } = await practiceDay(tx, actor, now);
    const where = and(
      eq(clients.practiceId, actor.practiceId),
      isNull(clients.mergedInto),
      isNull(clients.erasedAt),
      archived ? isNotNull(clients.archivedAt) : isNull(clients.archivedAt),
      q ? await matches(tx, actor, q) : undefined,
    );
    const [total] = await tx.select({ n: count() }).from(clients).where(where);
    const rows = await tx
      .select({ id: clients.id, name: clients.name })
      .from(clients)
      .where(where)
      .orderBy(sql`lower(${clients.name})`, asc(clients.id))
      .limit(PAGE)
      .offset((page - 1) * PAGE);
    const merged = await mergedRecords(
      tx,
      actor.practiceId,
      rows.map((row) => row.id),
    );
    const all = rows.flatMap((row) => [row.id, ...(merged.get(row.id) ?? [])]);
    const [children, people] = [
      await babiesOf(tx, actor, all, thisDay),
      await guardiansOf(tx, actor, all),
    ];
    const of = <T>(found: Map<string, T[]>, id: string): T[] =>
      [id, ...(merged.get(id) ?? [])].flatMap((one) => found.get(one) ?? []);
    return {
      total: total?.n ?? 0,
      pages: Math.max(1, Math.ceil((total?.n ?? 0) / PAGE)),
      items: rows.map((row) => ({
        ...row,
        babies: of(children, row.id).filter((baby) => !baby.sameAs),
        guardians: of(people, row.id),
      })),
    };
  },
  log: ({ items }, { practiceId }) => [
    {
      ...{ practiceId, list: "clients" },
      babyIds: factsShown(items.flatMap(({ babies: own }) => own)),
    },
  ],
});
export type ClientItem = Awaited<ReturnType<typeof clientList>>["items"][number];

/**
 * A practice's rows are found by its id, and the words are looked for among them: under row-level security PostgreSQL
 * asks no trigram index, since LIKE is not leakproof, and a practice has thousands of families, not millions.
 */
async function matches(tx: Tx, actor: Staff, q: string): Promise<SQL | undefined> {
  const [practice] = await tx
    .select({ locale: practices.locale })
    .from(practices)
    .where(eq(practices.practiceId, actor.practiceId));
  const day = typedDay(q, practice?.locale ?? "en-GB");
  const words = /^[\d\s()+.-]+$/.test(q) ? [q] : q.split(/\s+/).slice(0, 6);
  return or(
    and(...words.map((word) => inFamily(actor, word))),
    day ? inRecords(actor, sql`babies r`, sql`r.born_on = ${day}`) : undefined,
    /^[a-z0-9-]{6,12}$/i.test(q)
      ? inRecords(actor, sql`bookings r`, sql`r.reference = ${q.toUpperCase()}`)
      : undefined,
  );
}

/** Families one of whose records has such a row. */
const inRecords = ({ practiceId }: Staff, from: SQL, such: SQL): SQL =>
  sql`${clients.id} in (select coalesce(m.merged_into, m.id) from ${from}
    join clients m on m.practice_id = r.practice_id and m.id = r.client_id
    where r.practice_id = ${practiceId} and (${such}))`;

function inFamily(actor: Staff, word: string): SQL | undefined {
  const pattern = likePattern(word);
  const digits = word.replace(/\D/g, "");
  const phone = sql`regexp_replace(r.phone, '[^0-9]', '', 'g') like ${`%${digits}%`}`;
  return or(
    sql`${clients.name} ilike ${pattern}`,
    inRecords(
      actor,
      sql`guardians r`,
      sql`r.name ilike ${pattern} or r.email ilike ${pattern} ${digits.length >= 4 ? sql`or ${phone}` : sql``}`,
    ),
    inRecords(actor, sql`babies r`, sql`r.first_name ilike ${pattern}`),
    sql`${clients.id} in (select m.merged_into from clients m
      where m.practice_id = ${actor.practiceId} and m.merged_into is not null and m.name ilike ${pattern})`,
  );
}

const BECAUSE = ["email", "phone", "baby"] as const;
export type Because = (typeof BECAUSE)[number];
export type MaybeSame = { clientId: string; name: string; because: Because[] };

/**
 * Other families of the practice that may be this one: the same address, the same telephone number however it is
 * written, or a baby of the same first name and birthday. A hint for people, who look and decide; nothing is merged by
 * it. Pairs that somebody found to be two families are left out.
 */
export async function maybeSame(
  tx: Tx,
  actor: Staff,
  ids: readonly string[],
): Promise<MaybeSame[]> {
  const { practiceId } = actor;
  const mine = `{${ids.join(",")}}`;
  const rows = await tx.execute<{ client_id: string; name: string; because: Because[] }>(sql`
    with hits as (
      select o.client_id, 'email' as because from guardians g join guardians o
        on o.practice_id = g.practice_id and o.email = g.email
        where g.practice_id = ${practiceId} and g.client_id = any (${mine}::uuid[]) and g.email is not null
      union select o.client_id, 'phone' from guardians g join guardians o
        on o.practice_id = g.practice_id and o.phone_key = g.phone_key
        where g.practice_id = ${practiceId} and g.client_id = any (${mine}::uuid[]) and length(g.phone_key) >= 7
      union select o.client_id, 'baby' from babies b join babies o
        on o.practice_id = b.practice_id and o.born_on = b.born_on and lower(o.first_name) = lower(b.first_name)
        where b.practice_id = ${practiceId} and b.client_id = any (${mine}::uuid[])
    )
    select r.id as client_id, r.name, array_agg(distinct h.because order by h.because) as because
    from hits h
      join clients c on c.practice_id = ${practiceId} and c.id = h.client_id
      join clients r on r.practice_id = ${practiceId} and r.id = coalesce(c.merged_into, c.id)
    where not r.id = any (${mine}::uuid[]) and r.erased_at is null
      and not exists (select 1 from different_families d where d.practice_id = ${practiceId}
        and ((d.low_id = r.id and d.high_id = any (${mine}::uuid[])) or (d.high_id = r.id and d.low_id = any (${mine}::uuid[]))))
    group by r.id, r.name order by count(distinct h.because) desc, r.name, r.id limit 3`);
  return rows.map(({ client_id, name, because }) => ({
    clientId: client_id,
    name,
    because: BECAUSE.filter((one) => because.includes(one)),
  }));
}

/** The names of a few families' babies, to tell two records apart. */
export async function babyNames(tx: Tx, actor: Staff, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({
      id: babies.id,
      clientId: babies.clientId,
      firstName: babies.firstName,
      bornOn: babies.bornOn,
      sameAs: babies.sameAs,
    })
    .from(babies)
    .where(and(eq(babies.practiceId, actor.practiceId), among(babies.clientId, ids)))
    .orderBy(asc(babies.bornOn), asc(babies.id));
}

/** How many bookings hang on some records. */
export async function bookingCounts(tx: Tx, actor: Staff, ids: readonly string[]) {
  const rows = await tx
    .select({ clientId: bookings.clientId, n: count() })
    .from(bookings)
    .where(and(eq(bookings.practiceId, actor.practiceId), among(bookings.clientId, ids)))
    .groupBy(bookings.clientId);
  return new Map(rows.map((row) => [row.clientId, row.n]));
}
/** The grown-ups of a record by name, for the page that compares two. */
export const peopleNames = (tx: Tx, actor: Staff, ids: readonly string[]) =>
  tx
    .select({ clientId: guardians.clientId, name: guardians.name, maySee: guardians.maySee })
    .from(guardians)
    .where(and(eq(guardians.practiceId, actor.practiceId), among(guardians.clientId, ids)))
    .orderBy(asc(guardians.createdAt), asc(guardians.id));
