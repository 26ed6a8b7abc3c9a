import { and, asc, count, eq, exists, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients, guardians, practices } from "@/db/schema";
import { isClinician, isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { optionalLine, wholeNumber } from "@/lib/core/text";
import { type Day, today } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { type DataKey, openDataKeys, unseal } from "@/lib/work/vault";
import { type Ages, type Alerts, agesOf, alertsOf, likePattern } from "./rules";
import { babyHealth } from "./schema";

const PAGE = 25;

export type BabySeen = {
  id: string;
  clientId: string;
  firstName: string;
  bornOn: Day;
  gestationDays: number | null;
  sex: "girl" | "boy" | "unsaid";
  ages: Ages;
  alerts: Alerts;
};

export const sealedHealth = (babyId: string) => ({ table: "babies", column: "health", id: babyId });

export const babyColumns = {
  id: babies.id,
  clientId: babies.clientId,
  firstName: babies.firstName,
  bornOn: babies.bornOn,
  gestationDays: babies.gestationDays,
  sex: babies.sex,
  health: babies.health,
  dataKeyId: clients.dataKeyId,
};

/** Most babies have nothing to take care of, and then their family's row is not looked for. */
const keyWhereNeeded = sql<
  string | null
>`case when babies.health is not null then (select c.data_key_id from clients c
  where c.practice_id = babies.practice_id and c.id = babies.client_id) end`;

/** Some families' babies as this member of staff may see them, with both ages on a day and their alerts. */
export async function babiesOf(
  tx: Tx,
  actor: Staff,
  clientIds: readonly string[],
  onDay: Day,
): Promise<Map<string, BabySeen[]>> {
  const found = new Map<string, BabySeen[]>();
  if (clientIds.length === 0) return found;
  const rows = await tx
    .select({ ...babyColumns, dataKeyId: keyWhereNeeded })
    .from(babies)
    .where(
      and(
        eq(babies.practiceId, actor.practiceId),
        among(babies.clientId, clientIds),
        isNull(babies.archivedAt),
      ),
    )
    .orderBy(asc(babies.bornOn), asc(babies.id));
  const keys = await openDataKeys(
    tx,
    actor.practiceId,
    rows.flatMap((row) => row.dataKeyId ?? []),
  );
  for (const row of rows) {
    const { health, dataKeyId, ...baby } = row;
    const facts = readHealth(keys.get(dataKeyId ?? ""), row.id, health);
    found.set(row.clientId, [
      ...(found.get(row.clientId) ?? []),
      {
        ...baby,
        ages: agesOf(row.bornOn, row.gestationDays, onDay),
        alerts: alertsOf(actor.role, row.gestationDays, facts),
      },
    ]);
  }
  return found;
}

export const readHealth = (key: DataKey | undefined, babyId: string, stored: Buffer | null) =>
  key && stored ? babyHealth.parse(JSON.parse(unseal(key, sealedHealth(babyId), stored))) : null;

/** Today where the practice is. */
export async function practiceDay(tx: Tx, actor: Staff, now: Date) {
  const [practice] = await tx
    .select({ zone: practices.timeZone, currency: practices.currency })
    .from(practices)
    .where(eq(practices.practiceId, actor.practiceId));
  if (!practice) throw notFound();
  return { ...practice, thisDay: today(now, practice.zone) };
}

export const ClientSearch = z.strictObject({
  q: optionalLine(80),
  page: wholeNumber(1, 10_000).default(1),
});

/** Families by name; found by the name of anybody in them, an address or a telephone number. */
export const clientList = query({
  name: "clients.list",
  allow: isStaff,
  input: ClientSearch,
  run: async ({ actor, tx, now }, { q, page }) => {
    const { thisDay } = await practiceDay(tx, actor, now);
    const where = and(
      eq(clients.practiceId, actor.practiceId),
      isNull(clients.archivedAt),
      q ? matches(tx, q) : undefined,
    );
    const [total] = await tx.select({ n: count() }).from(clients).where(where);
    const rows = await tx
      .select({ id: clients.id, name: clients.name })
      .from(clients)
      .where(where)
      .orderBy(sql`lower(${clients.name})`, asc(clients.id))
      .limit(PAGE)
      .offset((page - 1) * PAGE);
    const ids = rows.map((row) => row.id);
    const [children, people] = [
      await babiesOf(tx, actor, ids, thisDay),
      await guardiansOf(tx, actor, ids),
    ];
    return {
      total: total?.n ?? 0,
      pages: Math.max(1, Math.ceil((total?.n ?? 0) / PAGE)),
      items: rows.map((row) => ({
        ...row,
        babies: children.get(row.id) ?? [],
        guardians: people.get(row.id) ?? [],
      })),
    };
  },
});
export type ClientItem = Awaited<ReturnType<typeof clientList>>["items"][number];

/** Each word is found somewhere in the family; a telephone number is one word, however it is written. */
function matches(tx: Tx, q: string) {
  const words = /^[\d\s()+.-]+$/.test(q) ? [q] : q.split(/\s+/).slice(0, 6);
  return and(...words.map((word) => inFamily(tx, word)));
}

function inFamily(tx: Tx, word: string) {
  const pattern = likePattern(word);
  const digits = word.replace(/\D/g, "");
  const person = tx
    .select({ one: sql`1` })
    .from(guardians)
    .where(
      and(
        eq(guardians.practiceId, clients.practiceId),
        eq(guardians.clientId, clients.id),
        or(
          sql`${guardians.name} ilike ${pattern}`,
          sql`${guardians.email} ilike ${pattern}`,
          digits.length >= 4
            ? sql`regexp_replace(${guardians.phone}, '[^0-9]', '', 'g') like ${`%${digits}%`}`
            : undefined,
        ),
      ),
    );
  const baby = tx
    .select({ one: sql`1` })
    .from(babies)
    .where(
      and(
        eq(babies.practiceId, clients.practiceId),
        eq(babies.clientId, clients.id),
        sql`${babies.firstName} ilike ${pattern}`,
      ),
    );
  return or(sql`${clients.name} ilike ${pattern}`, exists(person), exists(baby));
}

export async function guardiansOf(tx: Tx, actor: Staff, clientIds: readonly string[]) {
  const rows =
    clientIds.length === 0
      ? []
      : await tx
          .select({
            id: guardians.id,
            clientId: guardians.clientId,
            name: guardians.name,
            email: guardians.email,
            phone: guardians.phone,
            relation: guardians.relation,
            claimed: sql<boolean>`${guardians.userId} is not null`,
          })
          .from(guardians)
          .where(
            and(eq(guardians.practiceId, actor.practiceId), among(guardians.clientId, clientIds)),
          )
          // Written down together, they have one time: whoever can be reached comes first.
          .orderBy(
            asc(guardians.createdAt),
            sql`${guardians.email} is null`,
            sql`${guardians.phone} is null`,
            asc(guardians.id),
          );
  const found = new Map<string, typeof rows>();
  for (const row of rows) found.set(row.clientId, [...(found.get(row.clientId) ?? []), row]);
  return found;
}

/** One family: its people, its babies with both ages and their alerts. */
export const clientDetail = query({
  name: "clients.detail",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx, now }, { clientId }) => {
    const [row] = await tx
      .select({
        id: clients.id,
        name: clients.name,
        source: clients.source,
        since: clients.createdAt,
      })
      .from(clients)
      .where(and(eq(clients.practiceId, actor.practiceId), eq(clients.id, clientId)));
    if (!row) throw notFound();
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    return {
      ...row,
      zone,
      guardians: (await guardiansOf(tx, actor, [clientId])).get(clientId) ?? [],
      babies: (await babiesOf(tx, actor, [clientId], thisDay)).get(clientId) ?? [],
    };
  },
});
export type ClientDetail = Awaited<ReturnType<typeof clientDetail>>;

/** What a clinician wrote down to take care of, as the form that changes it shows it. */
export const babyHealthDetail = query({
  name: "clients.health",
  allow: isClinician,
  input: z.strictObject({ babyId: id("baby") }),
  run: async ({ actor, tx }, { babyId }) => {
    const [row] = await tx
      .select(babyColumns)
      .from(babies)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
      )
      .where(and(eq(babies.practiceId, actor.practiceId), eq(babies.id, babyId)));
    if (!row) throw notFound();
    const keys = await openDataKeys(tx, actor.practiceId, [row.dataKeyId]);
    return {
      clientId: row.clientId,
      firstName: row.firstName,
      health: readHealth(keys.get(row.dataKeyId), babyId, row.health),
    };
  },
});
