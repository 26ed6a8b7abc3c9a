import { type SQL, sql } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/pg-core";
import { type ExportTable, exportTables } from "./export.tables";

const named = new Map(exportTables.map((one) => [one.name, one]));
const of = (table: string, column: string) =>
  sql`${sql.identifier(table)}.${sql.identifier(column)}`;

/** A family that was written down twice has several records. */
const list = (ids: readonly string[]) => sql`${`{${ids.join(",")}}`}::uuid[]`;
const any = (ids: readonly string[]) => sql`any(${list(ids)})`;

/** What of a family's record belongs to somebody else. */
const NOT_THEIRS: Readonly<Record<string, SQL>> = {
  // A practitioner's own words for herself (privacy "only me") are no part of what the family is handed, nor is what
  // she has not signed: a draft is no word of anybody yet, and one that was put aside is shown to nobody any more.
  medical_notes: sql`medical_notes.privacy <> 'author' and medical_notes.status = 'signed'`,
  // How a note was before it was signed was a draft as well.
  note_versions: sql`note_versions.kind = 'signed'`,
  // Taken away: nobody may open it any more.
  files: sql`files.removed_at is null`,
  // Nobody was sent a draft.
  referral_letters: sql`referral_letters.sent_at is not null`,
};

/** Sent to the family on purpose: theirs, whoever reads what it was written beside. */
const SENT: readonly string[] = ["note_summaries"];

/** What a family's rows need beside them to be understood: where, when and with whom its lessons were. */
const BESIDE: Readonly<Record<string, (practiceId: string, clientIds: readonly string[]) => SQL>> =
  {
    practices: () => sql`true`,
    lessons: (practiceId, clientIds) =>
      sql`lessons.id in (select lesson_id from bookings where practice_id = ${practiceId} and client_id = ${any(clientIds)})`,
    ...Object.fromEntries(
      (["practitioner", "service", "place"] as const).map((what) => [
        `${what}s`,
        (practiceId: string, clientIds: readonly string[]) => sql`${of(`${what}s`, "id")} in (
        select l.${sql.identifier(`${what}_id`)} from lessons l join bookings b on b.practice_id = l.practice_id and b.lesson_id = l.id
        where b.practice_id = ${practiceId} and b.client_id = ${any(clientIds)})`,
      ]),
    ),
    audit_events: (practiceId, clientIds) => sql`audit_events.subject_id in (
    select unnest(${list(clientIds)})::text
    union all select id::text from babies where practice_id = ${practiceId} and client_id = ${any(clientIds)}
    union all select id::text from bookings where practice_id = ${practiceId} and client_id = ${any(clientIds)})`,
  };

/**
 * Which rows of a table are one family's: those that name it, and those that hang on such a row. Undefined for tables
 * that are the practice's own. Read off the tables, so that one that is added later is found by its keys.
 */
export function ofFamily(
  table: ExportTable,
  practiceId: string,
  clientIds: readonly string[],
  above: readonly string[] = [],
): SQL | undefined {
  const { name } = table;
  const beside = BESIDE[name];
  if (beside) return beside(practiceId, clientIds);
  const limit = NOT_THEIRS[name] ? sql` and ${NOT_THEIRS[name]}` : sql``;
  if (name === "clients") return sql`clients.id = ${any(clientIds)}${limit}`;
  const parent = SENT.includes(name) ? undefined : parentOf(table, [...above, name]);
  const hangs = parent && hanging(parent, practiceId, clientIds, [...above, name]);
  if (table.columns.some((column) => column.name === "client_id"))
    return sql`${of(name, "client_id")} = ${any(clientIds)}${limit}${hangs && NOT_THEIRS[parent.to.name] ? sql` and ${hangs}` : sql``}`;
  return hangs ? sql`${hangs}${limit}` : undefined;
}

type Parent = { from: ExportTable; column: string; to: ExportTable };

function hanging(
  { from, column, to }: Parent,
  practiceId: string,
  clientIds: readonly string[],
  above: readonly string[],
): SQL | undefined {
  const inside = ofFamily(to, practiceId, clientIds, above);
  return (
    inside &&
    sql`${of(from.name, column)} in (select ${of(to.name, "id")} from ${sql.identifier(to.name)} where ${of(to.name, "practice_id")} = ${practiceId} and ${inside})`
  );
}

/** The table of the family's that a row hangs on; what limits that one limits its rows. */
function parentOf(table: ExportTable, above: readonly string[]): Parent | undefined {
  const found: Parent[] = [];
  for (const key of getTableConfig(table.table).foreignKeys) {
    const { columns, foreignTable } = key.reference();
    const to = named.get(getTableConfig(foreignTable).name);
    const column = columns.find((one) => one.name !== "practice_id")?.name;
    if (to && column && !(to.name in BESIDE) && to.name !== "clients" && !above.includes(to.name))
      if (isFamilys(to, above)) found.push({ from: table, column, to });
  }
  return found.find(({ to }) => to.name in NOT_THEIRS) ?? found[0];
}

const isFamilys = (table: ExportTable, above: readonly string[]): boolean =>
  table.columns.some((column) => column.name === "client_id") ||
  parentOf(table, [...above, table.name]) !== undefined;
