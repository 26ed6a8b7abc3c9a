import { and, type SQL, sql } from "drizzle-orm";
import type { ExportColumn, ExportTable } from "./export.tables";
import type { GuardianReader, Reader } from "./reader";

type Why =
  | "held"
  | "cancelNote"
  | "apart"
  | "signature"
  | "contact"
  | "ownPart"
  | "trail"
  | "notShown"
  | "otherBaby"
  | "pictures"
  | "untold";
type Rows = (reader: GuardianReader) => SQL;

const uuids = (ids: readonly string[]) => sql`any(${`{${ids.join(",")}}`}::uuid[])`;
const texts = (all: readonly string[]) =>
  sql`any(array[${sql.join(
    all.map((one) => sql`${one}`),
    sql`, `,
  )}]::text[])`;
const own =
  (guardianId: SQL): Rows =>
  (reader) =>
    sql`${guardianId} = ${uuids(reader.guardianIds)}`;
const never: Rows = () => sql`false`;
/** Of the family as long as its grown-ups live together; then of whoever gave it. */
const apart =
  (theirs: Rows): Rows =>
  (reader) =>
    reader.apart ? sql`coalesce(${theirs(reader)}, false)` : sql`true`;
/** Not by another grown-up of the family: by the reader, or by the practice. */
const notOthers =
  (userId: SQL): Rows =>
  (reader) =>
    sql`${userId} <> all(${`{${reader.otherUserIds.join(",")}}`}::uuid[])`;

/** Of a booking that the family was told of. Row-level security shows it no other; staff make exports for it as well. */
const heardOf = (practiceId: SQL, booking: SQL): SQL =>
  sql`exists (select 1 from bookings b where b.practice_id = ${practiceId} and ${booking}
    and b.cancel_rule is distinct from 'untold')`;

type Own = { table: string; rows: Rows; because: Why };

/** Rows that are another grown-up's own, or the practice's: in nothing that is made for one of the family. */
const OTHERS_ROWS: readonly Own[] = [
  {
    ...{ table: "form_assignments", because: "ownPart" },
    rows: (reader) =>
      sql`(form_assignments.guardian_id is null or ${own(sql`form_assignments.guardian_id`)(reader)})`,
  },
  {
    ...{ table: "form_answers", because: "ownPart" },
    rows: (reader) =>
      sql`(form_answers.guardian_id is null or ${own(sql`form_answers.guardian_id`)(reader)})`,
  },
  {
    ...{ table: "form_alerts", because: "ownPart" },
    rows: (reader) => sql`exists (select 1 from form_assignments a
      where a.practice_id = form_alerts.practice_id and a.id = form_alerts.assignment_id
        and (a.guardian_id is null or ${own(sql`a.guardian_id`)(reader)}))`,
  },
  {
    ...{ table: "contact_preferences", because: "contact" },
    rows: own(sql`contact_preferences.guardian_id`),
  },
  {
    ...{ table: "emails", because: "contact" },
    rows: ({ emails }) =>
      emails.length > 0 ? sql`emails.to_address = ${texts(emails)}` : sql`false`,
  },
  // What staff add to a record stays the practice's until they show it. Row-level security says the same to a parent.
  { table: "files", because: "notShown", rows: () => sql`files.shown_at is not null` },
  {
    ...{ table: "files", because: "pictures" },
    rows: ({ noPictures }) =>
      noPictures ? sql`not (files.about = 'photo' and files.by_kind = 'staff')` : sql`true`,
  },
  {
    ...{ table: "bookings", because: "untold" },
    rows: () => sql`bookings.cancel_rule is distinct from 'untold'`,
  },
  {
    ...{ table: "booking_babies", because: "untold" },
    rows: () => heardOf(sql`booking_babies.practice_id`, sql`b.id = booking_babies.booking_id`),
  },
  {
    ...{ table: "lessons", because: "untold" },
    rows: () => heardOf(sql`lessons.practice_id`, sql`b.lesson_id = lessons.id`),
  },
  // Who opened the record is said on the family's own pages, by name; the trail itself is the practice's.
  { table: "audit_events", because: "trail", rows: never },
  { table: "joined_children", because: "trail", rows: never },
];

type Column = Own & { columns: readonly string[] };
const OF_BOOKING = sql`bookings.guardian_id`;

/**
 * Columns of which a grown-up gets what is theirs only. Row-level security decides about rows; a row of a family holds
 * what one of its grown-ups gave beside what is everybody's (clients.apartHint promises it; 45 CFR 164.524(a)(3)).
 */
const OTHERS_COLUMNS: readonly Column[] = [
  // Why a family must not be deleted is for clinicians: a court looks at it, or somebody died.
  { table: "clients", columns: ["held_since", "held_why"], rows: never, because: "held" },
  {
    ...{ table: "bookings", columns: ["cancel_note"], because: "cancelNote" },
    // The words of a refusal were written to whoever asked (lib/booking/own.read.ts).
    rows: (reader) =>
      sql`coalesce(bookings.cancel_rule = 'declined', false) and ${apart(own(OF_BOOKING))(reader)}`,
  },
  {
    ...{ table: "bookings", columns: ["family_note", "visit_address"], because: "apart" },
    rows: apart(own(OF_BOOKING)),
  },
  {
    // A point on the map is an address.
    ...{ table: "lessons", columns: ["latitude", "longitude"], because: "apart" },
    rows: apart(
      (reader) => sql`not exists (select 1 from bookings b
        where b.practice_id = lessons.practice_id and b.lesson_id = lessons.id and b.visit_address is not null
          and not coalesce(${own(sql`b.guardian_id`)(reader)}, false))`,
    ),
  },
  {
    // It holds the network address and the program that they signed with.
    ...{ table: "consents", columns: ["signature"], because: "signature" },
    rows: own(sql`consents.guardian_id`),
  },
  {
    ...{ table: "practice_logs", columns: ["note"], because: "apart" },
    rows: apart(notOthers(sql`practice_logs.by_user_id`)),
  },
  {
    ...{ table: "messages", columns: ["body"], because: "apart" },
    rows: apart(notOthers(sql`messages.from_user_id`)),
  },
  {
    // An entry that was made for the wrong baby is another child's number.
    ...{ table: "measurements", columns: ["value"], because: "otherBaby" },
    rows: () => sql`measurements.void_reason is distinct from 'wrong_baby'`,
  },
  {
    table: "guardians",
    columns: [
      ...["user_id", "email", "phone", "phone_key", "responsibility", "may_consent", "may_attend"],
      ...["may_see", "foster_by", "foster_on", "foster_until", "locale", "copies_since"],
    ],
    rows: own(sql`guardians.id`),
    because: "contact",
  },
];

/** Sealed columns that are of the baby or of the practice's words to the family: whoever reads the row reads them. */
export const FAMILYS: readonly string[] = [
  ...["babies.health", "files.facts", "form_alerts.body", "form_alerts.decision"],
  ...["form_answers.body", "growth_shares.summary", "medical_notes.body"],
  ...["note_addenda.body", "note_summaries.body", "note_versions.body", "emails.rendered"],
  ...["routine_assignments.note", "routine_assignments.why"],
  ...["referrals.details", "referrals.decline_note", "joined_children.health"],
  "referral_letters.body",
];
export const limitedColumns: readonly string[] = OTHERS_COLUMNS.flatMap(({ table, columns }) =>
  columns.map((column) => `${table}.${column}`),
);

export const rowsOfReader = (name: string, reader: Reader): SQL | undefined =>
  reader.is === "guardian"
    ? and(...OTHERS_ROWS.flatMap(({ table, rows }) => (table === name ? [rows(reader)] : [])))
    : undefined;

/** The condition under which a cell is the reader's; undefined where all of them are. */
export function cellsOfReader(
  table: ExportTable,
  column: ExportColumn,
  reader: Reader,
): SQL | undefined {
  if (reader.is === "practice") return undefined;
  return OTHERS_COLUMNS.find(
    (one) => one.table === table.name && one.columns.includes(column.name),
  )?.rows(reader);
}

/** What was left out for a reader, by the reasons that apply to them, for README.txt and schema.json. */
export function leftOutFor(reader: Reader): { because: Why; of: string[] }[] {
  if (reader.is === "practice") return [];
  const all = [
    ...OTHERS_COLUMNS.map(({ table, columns, because }) => ({
      because,
      of: columns.map((column) => `${table}.${column}`),
    })),
    ...OTHERS_ROWS.map(({ table, because }) => ({ because, of: [table] })),
  ].filter(
    ({ because }) =>
      (because !== "apart" || reader.apart) && (because !== "pictures" || reader.noPictures),
  );
  return [...new Set(all.map((one) => one.because))].map((because) => ({
    because,
    of: all.flatMap((one) => (one.because === because ? one.of : [])),
  }));
}

type Cell = { [key: string]: unknown };
/** A doctor's referral names a parent with their address: that of another one is taken out of it. */
export function trimmed<R extends Cell>(table: ExportTable, row: R, reader: Reader): R {
  if (reader.is === "practice" || table.name !== "referrals") return row;
  const details = row.details;
  if (typeof details !== "object" || details === null || !("parent" in details)) return row;
  const { parent, ...rest } = details;
  const email = typeof parent === "object" && parent && "email" in parent ? parent.email : null;
  return reader.emails.some((one) => one === email) ? row : { ...row, details: rest };
}
