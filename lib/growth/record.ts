import { and, desc, eq, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies, clients, dataKeys, measurements, practices, practitioners } from "@/db/schema";
import { statement } from "@/db/statement";
import { birth } from "@/lib/clients/merged";
import { type Ages, agesOf } from "@/lib/clients/rules";
import { notFound } from "@/lib/core/refusal";
import { type Day, today } from "@/lib/core/time";
import { settled } from "@/lib/work/settled";
import { type DataKey, openDataKeys, unseal, unwrapDataKey } from "@/lib/work/vault";
import { type Pattern, patternOf } from "./pattern.rules";
import { type Child, type Standing, standingOf } from "./rules";
import { KINDS, type Kind, Measured, type Source, sealedValue, type Warning } from "./schema";

/** More than anybody measures in two years; a chart of more would be no chart. */
const MOST = 600;

export type Measurement = {
  id: string;
  kind: Kind;
  on: Day;
  time: string | null;
  source: Source;
  amount: number;
  warned: readonly Warning[];
  enteredAs: "staff" | "parent";
  enteredBy: string | null;
  enteredByUser: string;
  confirmed: boolean;
  voided: { at: Date; reason: string } | null;
  replacesId: string | null;
  createdAt: Date;
  standing: Standing;
};
/** Without its amount where that is another baby's, and the reader not of its practice. */
export type Voided = Omit<Measurement, "amount" | "standing" | "warned"> & {
  amount: number | null;
};
export type Growth = {
  practiceId: string;
  practice: string;
  /** Who confirms what a parent enters: the practice's one practitioner, or the practice. */
  confirmer: string;
  zone: string;
  thisDay: Day;
  baby: {
    id: string;
    clientId: string;
    firstName: string;
    ages: Ages;
    archived: boolean;
    /** Whatever is compared is compared by the birth age, which may not fit. */
    weeksUnknown: boolean;
  };
  child: Child;
  routineSince: Day | null;
  /** What counts, the oldest first. */
  measurements: Measurement[];
  /** What was entered wrongly, and stays readable. */
  voided: Voided[];
  patterns: Pattern[];
};

/** Rows of `babies b` that are the same child (docs/decisions/0015): measurements may hang on any of them. */
export const isSameChild = (babyId: string | Placeholder): SQL => {
  const goesOn = sql`(select coalesce(o.same_as, o.id) from babies o where o.id = ${babyId})`;
  return sql`(b.id = ${goesOn} or b.same_as = ${goesOn})`;
};

const factsOf = statement(["babyId"], (db, { babyId }) =>
  db
    .select({
      practiceId: babies.practiceId,
      id: babies.id,
      clientId: babies.clientId,
      firstName: babies.firstName,
      ...birth,
      archivedAt: babies.archivedAt,
      keyId: dataKeys.id,
      wrapped: dataKeys.wrapped,
      kid: dataKeys.kid,
      correctUntilMonths: practices.correctUntilMonths,
      zone: practices.timeZone,
      practice: practices.name,
      only: sql<string | null>`(select min(p.display_name) from practitioners p
        where p.practice_id = babies.practice_id having count(*) = 1)`,
      routineAt: sql<string | null>`(select min(a.created_at) from routine_assignments a
        where a.practice_id = babies.practice_id and a.baby_id in (select s.id from babies s where s.practice_id = babies.practice_id
          and (s.id = coalesce(babies.same_as, babies.id) or s.same_as = coalesce(babies.same_as, babies.id))))`,
    })
    .from(babies)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
    )
    .innerJoin(
      dataKeys,
      and(eq(dataKeys.practiceId, clients.practiceId), eq(dataKeys.id, clients.dataKeyId)),
    )
    .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
    .where(eq(babies.id, babyId)),
);

/** Who of the family entered it, by the name that any of its records has for them. */
const guardian = sql<
  string | null
>`case when ${measurements.enteredAs} <> 'staff' then (select g.name from guardians g
    join clients c on c.practice_id = g.practice_id and c.id = g.client_id
    where g.practice_id = ${clients.practiceId} and g.user_id = ${measurements.enteredBy}
      and coalesce(c.merged_into, c.id) = coalesce(${clients.mergedInto}, ${clients.id}) order by g.client_id <> ${clients.id}, g.id limit 1) end`;

const rowsOf = statement(["babyId"], (db, { babyId }) =>
  db
    .select({
      id: measurements.id,
      kind: measurements.kind,
      on: measurements.measuredOn,
      time: measurements.measuredTime,
      source: measurements.source,
      value: measurements.value,
      enteredAs: measurements.enteredAs,
      enteredByUser: measurements.enteredBy,
      confirmedAt: measurements.confirmedAt,
      voidedAt: measurements.voidedAt,
      voidReason: measurements.voidReason,
      replacesId: measurements.replacesId,
      createdAt: measurements.createdAt,
      keyId: clients.dataKeyId,
      practitioner: practitioners.displayName,
      guardian,
    })
    .from(measurements)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, measurements.practiceId), eq(clients.id, measurements.clientId)),
    )
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, measurements.practiceId),
        eq(practitioners.userId, measurements.enteredBy),
      ),
    )
    .where(
      sql`(${measurements.practiceId}, ${measurements.babyId}) in (select b.practice_id, b.id from babies b
        where ${isSameChild(babyId)})`,
    )
    // Of more than anybody looks at, what counts stays, and of that the latest.
    .orderBy(
      sql`${measurements.voidedAt} is not null`,
      desc(measurements.measuredOn),
      desc(measurements.createdAt),
      desc(measurements.id),
    )
    .limit(MOST),
);

/** Everything that was measured of a baby whom the actor may see, each with how it stands: two statements at once. */
export async function openGrowth(tx: Tx, babyId: string, now: Date): Promise<Growth> {
  const [facts, rows] = await settled([factsOf(tx, { babyId }), rowsOf(tx, { babyId })] as const);
  const row = facts[0];
  if (!row) throw notFound();
  const { practiceId, bornOn, gestationDays, correctUntilMonths, zone } = row;
  const child: Child = { bornOn, gestationDays, sex: row.sex, correctUntilMonths };
  const own = unwrapDataKey({ practiceId, id: row.keyId, wrapped: row.wrapped, kid: row.kid });
  const others = new Set(rows.map((one) => one.keyId).filter((id) => id !== own.id));
  // Only of records that were merged into this one: each keeps its own key.
  const keys =
    others.size > 0 ? await openDataKeys(tx, practiceId, [...others]) : new Map<string, DataKey>();
  const all = rows.toReversed().map((one): Measurement => {
    const { keyId, value, practitioner, guardian, confirmedAt, voidedAt, voidReason, ...kept } =
      one;
    const key = keyId === own.id ? own : keys.get(keyId);
    if (!key) throw new Error("no data key for this actor");
    const opened = unseal(key, sealedValue(kept.id), value);
    const { amount, warned = [] } = Measured.parse(JSON.parse(opened));
    return {
      ...kept,
      time: kept.time?.slice(0, 5) ?? null,
      amount,
      warned,
      enteredBy: (kept.enteredAs === "staff" ? practitioner : guardian) ?? null,
      confirmed: confirmedAt !== null,
      voided: voidedAt && { at: voidedAt, reason: voidReason ?? "other" },
      standing: standingOf(child, kept.kind, amount, kept.on),
    };
  });
  const standing = all.filter((one) => one.voided === null);
  const sure = standing.filter((one) => one.confirmed);
  const thisDay = today(now, zone);
  return {
    ...{ practiceId, zone, thisDay, child, practice: row.practice },
    confirmer: row.only ?? row.practice,
    baby: {
      id: row.id,
      clientId: row.clientId,
      firstName: row.firstName,
      ages: agesOf(bornOn, gestationDays, thisDay, correctUntilMonths),
      archived: row.archivedAt !== null,
      weeksUnknown: row.gestationUnknown,
    },
    routineSince: row.routineAt ? today(new Date(row.routineAt), zone) : null,
    measurements: standing,
    voided: all.flatMap(({ standing: _, warned: __, ...one }) => (one.voided === null ? [] : one)),
    patterns: KINDS.flatMap((kind) => patternOf(kind, sure) ?? []),
  };
}

/** Whose key a new measurement of this baby is sealed with. */
export async function familyKeyOf(tx: Tx, practiceId: string, clientId: string): Promise<DataKey> {
  const [row] = await tx
    .select({ id: dataKeys.id, wrapped: dataKeys.wrapped, kid: dataKeys.kid })
    .from(clients)
    .innerJoin(
      dataKeys,
      and(eq(dataKeys.practiceId, clients.practiceId), eq(dataKeys.id, clients.dataKeyId)),
    )
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (!row) throw notFound();
  return unwrapDataKey({ practiceId, ...row });
}
