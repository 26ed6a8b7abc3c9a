import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients, guardians, practices } from "@/db/schema";
import { statement } from "@/db/statement";
import { isClinician, isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { type Day, today } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { type DataKey, openDataKeys, unseal } from "@/lib/work/vault";
import { familyIds } from "./merged";
import { type Ages, type Alerts, agesOf, alertsOf, factsShown } from "./rules";
import { babyHealth } from "./schema";

export type BabySeen = {
  id: string;
  clientId: string;
  firstName: string;
  bornOn: Day;
  gestationDays: number | null;
  gestationUnknown: boolean;
  sex: "girl" | "boy" | "unsaid";
  bornOf: number | null;
  birthOrder: number | null;
  bornAt: string | null;
  /** The same child in the record that goes on after a merge. */
  sameAs: string | null;
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
  gestationUnknown: babies.gestationUnknown,
  sex: babies.sex,
  bornOf: babies.bornOf,
  birthOrder: babies.birthOrder,
  bornAt: babies.bornAt,
  sameAs: babies.sameAs,
  health: babies.health,
  dataKeyId: clients.dataKeyId,
};

/** Until which corrected age the baby's practice shows both ages, where many babies are read at once. */
export const untilMonths = sql<number>`(select p.correct_until_months from practices p
  where p.practice_id = babies.practice_id)`;

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
    .select({ ...babyColumns, dataKeyId: keyWhereNeeded, untilMonths })
    .from(babies)
    .where(
      and(
        eq(babies.practiceId, actor.practiceId),
        among(babies.clientId, clientIds),
        isNull(babies.archivedAt),
      ),
    )
    // Not by the index of birthdays, which would lead through every baby of the practice.
    .orderBy(sql`${babies.bornOn} + 0`, asc(babies.id));
  const keys = await openDataKeys(
    tx,
    actor.practiceId,
    rows.flatMap((row) => row.dataKeyId ?? []),
  );
  for (const row of rows) {
    const { health, dataKeyId, untilMonths: until, ...baby } = row;
    const facts = readHealth(keys.get(dataKeyId ?? ""), row.id, health);
    found.set(row.clientId, [
      ...(found.get(row.clientId) ?? []),
      {
        ...baby,
        ages: agesOf(row.bornOn, row.gestationDays, onDay, until),
        alerts: alertsOf(actor.role, row, facts, onDay),
      },
    ]);
  }
  return found;
}

export const readHealth = (key: DataKey | undefined, babyId: string, stored: Buffer | null) =>
  key && stored ? babyHealth.parse(JSON.parse(unseal(key, sealedHealth(babyId), stored))) : null;

const whereItIs = statement(["practiceId"], (db, { practiceId }) =>
  db
    .select({ zone: practices.timeZone, currency: practices.currency })
    .from(practices)
    .where(eq(practices.practiceId, practiceId)),
);

/** Today where the practice is. */
export async function practiceDay(tx: Tx, actor: Staff, now: Date) {
  const [practice] = await whereItIs(tx, { practiceId: actor.practiceId });
  if (!practice) throw notFound();
  return { ...practice, thisDay: today(now, practice.zone) };
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
            kin: guardians.kin,
            relation: guardians.relation,
            responsibility: guardians.responsibility,
            mayConsent: guardians.mayConsent,
            mayAttend: guardians.mayAttend,
            maySee: guardians.maySee,
            fosterBy: guardians.fosterBy,
            fosterOn: guardians.fosterOn,
            fosterUntil: guardians.fosterUntil,
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

/** One family, in all the records that were merged into one: its people, its babies with both ages and their alerts. */
export const clientDetail = query({
  name: "clients.detail",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx, now }, { clientId }) => {
    const { practiceId } = actor;
    const [row] = await tx
      .select({
        id: clients.id,
        name: clients.name,
        source: clients.source,
        since: clients.createdAt,
        mergedInto: clients.mergedInto,
        archivedAt: clients.archivedAt,
        apartSince: clients.apartSince,
        heldSince: clients.heldSince,
        heldWhy: clients.heldWhy,
        dataKeyId: clients.dataKeyId,
      })
      .from(clients)
      .where(
        and(eq(clients.practiceId, practiceId), eq(clients.id, clientId), isNull(clients.erasedAt)),
      );
    if (!row) throw notFound();
    const { heldWhy, dataKeyId, ...client } = row;
    const ids = await familyIds(tx, practiceId, clientId);
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const people = await guardiansOf(tx, actor, ids);
    const children = await babiesOf(tx, actor, ids, thisDay);
    const key = heldWhy && (await openDataKeys(tx, practiceId, [dataKeyId])).get(dataKeyId);
    return {
      ...client,
      zone,
      thisDay,
      ids,
      /** Why nothing may be deleted: for clinicians, as it may tell of a court or a death. */
      heldWhy:
        key && actor.role !== "front_desk"
          ? unseal(key, { table: "clients", column: "held_why", id: client.id }, heldWhy)
          : null,
      guardians: ids.flatMap((one) => people.get(one) ?? []),
      babies: ids.flatMap((one) => children.get(one) ?? []).filter((baby) => !baby.sameAs),
    };
  },
  log: ({ babies: own }, { practiceId }) =>
    factsShown(own).map((babyId) => ({ practiceId, babyId, detail: { part: "family" } })),
});
export type ClientDetail = Awaited<ReturnType<typeof clientDetail>>;

/** What a clinician wrote down to take care of, as the form that changes it shows it. */
export const babyHealthDetail = query({
  name: "clients.health",
  allow: isClinician,
  input: z.strictObject({ babyId: id("baby") }),
  run: async ({ actor, tx }, { babyId }) => {
    const [row] = await tx
      .select({ ...babyColumns, country: practices.country })
      .from(babies)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
      )
      .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
      .where(and(eq(babies.practiceId, actor.practiceId), eq(babies.id, babyId)));
    if (!row) throw notFound();
    const keys = await openDataKeys(tx, actor.practiceId, [row.dataKeyId]);
    return {
      practiceId: actor.practiceId,
      babyId: row.id,
      clientId: row.clientId,
      firstName: row.firstName,
      bornOn: row.bornOn,
      country: row.country,
      health: readHealth(keys.get(row.dataKeyId), babyId, row.health),
    };
  },
  log: (opened) => [
    { practiceId: opened.practiceId, babyId: opened.babyId, detail: { part: "health" } },
  ],
});
