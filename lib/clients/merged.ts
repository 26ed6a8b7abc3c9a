import { and, asc, eq, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients } from "@/db/schema";
import { statement } from "@/db/statement";
import type { Day } from "@/lib/core/time";

// Merged records stay where they are, each with its own key (docs/decisions/0015): whoever reads a family by its id
// reads all of these.

/**
 * Of a row at hand, by its name in a statement, the id of the one that its family or child goes on in. Not coalesce():
 * beside a policy PostgreSQL looks nothing up by it in an index.
 */
export const goesOnIn = (row: string, column: "merged_into" | "same_as"): SQL => {
  const [own, other] = [sql.raw(`${row}.id`), sql.raw(`${row}.${column}`)];
  return sql`case when ${other} is null then ${own} else ${other} end`;
};

/** What a row left open, so that another row of the same child may say it. */
const OPEN = {
  born_on: sql``,
  gestation_days: sql`s.gestation_days is null,`,
  gestation_unknown: sql`s.gestation_days is null,`,
  sex: sql`s.sex = 'unsaid',`,
};
const child = goesOnIn("babies", "same_as");
const ofBirth = <T>(column: keyof typeof OPEN): SQL<T> =>
  sql<T>`(select s.${sql.identifier(column)} from babies s
    where s.practice_id = ${babies.practiceId} and (s.id = ${child} or s.same_as = ${child})
    order by ${OPEN[column]} s.same_as is not null, s.gestation_days, s.id limit 1)`;

/**
 * A row's birth as its child's: two rows that are one child were born on one day, and are one girl or boy. It is as the
 * row says that goes on (its page is the one that people read and mend); where that names no weeks, the earliest that
 * another names count, and likewise the sex. Beside a row of `babies`.
 */
export const birth = {
  bornOn: ofBirth<Day>("born_on"),
  gestationDays: ofBirth<number | null>("gestation_days"),
  gestationUnknown: ofBirth<boolean>("gestation_unknown"),
  sex: ofBirth<"girl" | "boy" | "unsaid">("sex"),
};

/** The record that a family goes on in. */
export async function rootOf(tx: Tx, practiceId: string, clientId: string): Promise<string> {
  const [row] = await tx
    .select({ root: sql<string>`coalesce(${clients.mergedInto}, ${clients.id})` })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  return row?.root ?? clientId;
}

const recordsOf = statement(["practiceId", "clientId"], (db, { practiceId, clientId }) => {
  const root = sql`(select coalesce(c.merged_into, c.id) from clients c
    where c.practice_id = ${practiceId} and c.id = ${clientId})`;
  return db
    .select({ id: clients.id })
    .from(clients)
    .where(
      and(
        eq(clients.practiceId, practiceId),
        or(eq(clients.id, root), eq(clients.mergedInto, root)),
      ),
    )
    .orderBy(sql`${clients.mergedInto} is not null`, asc(clients.createdAt), asc(clients.id));
});

/** Every record of the family that this one belongs to, the one that goes on first. As many as the actor may see. */
export async function familyIds(tx: Tx, practiceId: string, clientId: string): Promise<string[]> {
  const rows = await recordsOf(tx, { practiceId, clientId });
  return rows.length > 0 ? rows.map((row) => row.id) : [clientId];
}

/** Every row that is this child: the one that goes on first. Notes, logs and measurements may hang on any of them. */
export async function sameBabyIds(tx: Tx, practiceId: string, babyId: string): Promise<string[]> {
  const root = sql`(select coalesce(b.same_as, b.id) from babies b
    where b.practice_id = ${practiceId} and b.id = ${babyId})`;
  const rows = await tx
    .select({ id: babies.id })
    .from(babies)
    .where(and(eq(babies.practiceId, practiceId), or(eq(babies.id, root), eq(babies.sameAs, root))))
    .orderBy(sql`${babies.sameAs} is not null`, asc(babies.id));
  return rows.length > 0 ? rows.map((row) => row.id) : [babyId];
}

/** Of some families, the records that were merged into each. */
export async function mergedRecords(
  tx: Tx,
  practiceId: string,
  roots: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (roots.length === 0) return found;
  const rows = await tx
    .select({ id: clients.id, root: clients.mergedInto })
    .from(clients)
    .where(
      and(
        eq(clients.practiceId, practiceId),
        isNotNull(clients.mergedInto),
        among(clients.mergedInto, roots),
      ),
    )
    .orderBy(asc(clients.createdAt), asc(clients.id));
  for (const { id, root } of rows) if (root) found.set(root, [...(found.get(root) ?? []), id]);
  return found;
}

/** The name that a baby's family goes by, after a merge as well: beside a row of `clients`. */
export const familyName = sql<string>`coalesce((select r.name from clients r
  where r.practice_id = ${clients.practiceId} and r.id = ${clients.mergedInto}), ${clients.name})`;
