import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, day, id, instant, practice, ref, sealed } from "../columns";
import { CLINICAL, LINK_CLIENT, OWN_CLIENT, OWNER, rowsFor, write } from "../policies";
import { users } from "./accounts";
import { babies, clients, dataKeys, guardians } from "./clients";
import { formAssignments } from "./intake";
import { practices } from "./practices";
import { referrals } from "./referrals";

export type FileKind = "pdf" | "png" | "jpeg";
export type FileAbout = "letter" | "photo" | "other";

// The family that sent a file has it shown from then on; what staff add stays theirs until they show it.
const OWN_FILE = `${OWN_CLIENT} and by_user_id = (select app_user()) and by_kind = 'parent'`;
// Of a form that the actor may fill in and that was not handed in yet.
const OPEN_FORM =
  "exists (select 1 from form_assignments a where a.practice_id = files.practice_id and a.id = files.assignment_id and a.status = 'open')";
const FAMILY_IN_FORM = `by_kind <> 'staff' and ${OPEN_FORM}`;

/** A letter, scan or picture of one baby. What it is called and says lies sealed, its content in file_parts. */
export const files = pgTable(
  "files",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    /** By its content, never by its name. */
    kind: text("kind").$type<FileKind>().notNull(),
    about: text("about").$type<FileAbout>().notNull(),
    /** Sealed JSON of FileFacts in lib/documents/file.schema.ts: name, caption, length, parts and hash of the content. */
    facts: sealed("facts").notNull(),
    /** Bytes as stored, for the room a family has. */
    size: integer("size").notNull(),
    /** The day that the file is of: of the letter, of the picture. */
    onDay: day("on_day").notNull(),
    byKind: text("by_kind").$type<"staff" | "parent" | "link">().notNull(),
    byUserId: ref("by_user_id").references(() => users.id),
    /** Who sent it by their own link, without an account. */
    byGuardianId: ref("by_guardian_id"),
    /** The form that it answers a question of. */
    assignmentId: ref("assignment_id"),
    /** From when on the family sees it. */
    shownAt: instant("shown_at"),
    /** Taken away, and gone for good a week later. */
    removedAt: instant("removed_at"),
    removedBy: ref("removed_by").references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.byGuardianId],
      foreignColumns: [guardians.practiceId, guardians.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.assignmentId],
      foreignColumns: [formAssignments.practiceId, formAssignments.id],
    }),
    index("files_assignment_idx").on(t.practiceId, t.assignmentId),
    index("files_baby_idx").on(t.practiceId, t.babyId, t.createdAt),
    index("files_client_idx").on(t.practiceId, t.clientId),
    check("files_kind", sql`${t.kind} in ('pdf', 'png', 'jpeg')`),
    check("files_about", sql`${t.about} in ('letter', 'photo', 'other')`),
    check(
      "files_by",
      sql`${t.byKind} in ('staff', 'parent', 'link') and (${t.byKind} = 'link') = (${t.byUserId} is null) and (${t.byKind} = 'link') = (${t.byGuardianId} is not null)`,
    ),
    check("files_size", sql`${t.size} > 0`),
    check("files_parent_shown", sql`${t.byKind} = 'staff' or ${t.shownAt} is not null`),
    check(
      "files_removed",
      sql`(${t.removedAt} is null) = (${t.removedBy} is null) or (${t.removedAt} is not null and ${t.byKind} <> 'staff')`,
    ),
    ...rowsFor({
      staff: write(CLINICAL),
      parent: {
        read: `${OWN_CLIENT} and shown_at is not null and (removed_at is null or by_user_id = (select app_user()) or removed_by = (select app_user()))`,
        add: OWN_FILE,
        change: `${OWN_CLIENT} and ((by_user_id = (select app_user()) and by_kind = 'parent') or (${FAMILY_IN_FORM}))`,
      },
      link: {
        read: `${LINK_CLIENT} and ${FAMILY_IN_FORM}`,
        add: `${LINK_CLIENT} and by_kind = 'link' and by_guardian_id = (select link_subject('forms')) and ${OPEN_FORM}`,
        change: `${LINK_CLIENT} and ${FAMILY_IN_FORM}`,
      },
    }),
  ],
);

/** The content of a file, a MiB a row, each sealed under its number. Whoever sees the file sees its parts. */
const OF_FILE =
  "exists (select 1 from files f where f.practice_id = file_parts.practice_id and f.id = file_parts.file_id)";
export const fileParts = pgTable(
  "file_parts",
  {
    practiceId: practice(),
    fileId: ref("file_id").notNull(),
    part: integer("part").notNull(),
    clientId: ref("client_id").notNull(),
    body: sealed("body").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.fileId, t.part] }),
    foreignKey({
      columns: [t.practiceId, t.fileId],
      foreignColumns: [files.practiceId, files.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    index("file_parts_client_idx").on(t.practiceId, t.clientId),
    check("file_parts_part", sql`${t.part} >= 0`),
    ...rowsFor({
      staff: { read: `${CLINICAL} and ${OF_FILE}`, add: `${CLINICAL} and ${OF_FILE}` },
      parent: { read: OF_FILE, add: `${OWN_CLIENT} and ${OF_FILE}` },
      link: { add: `${LINK_CLIENT} and ${OF_FILE}` },
    }),
  ],
);

export type ExportPhase = "waiting" | "rows" | "records" | "files" | "ready" | "failed";

// Whoever asked for it, and nobody else of the practice.
const MINE = "by_user_id = (select app_user())";
const STAFFS = `${MINE} and by_kind = 'staff' and (${OWNER} or (${CLINICAL} and client_id is not null))`;
const PARENTS = `${MINE} and by_kind = 'parent' and ${OWN_CLIENT}`;

/** Everything of a practice, or of one of its families, made into one ZIP by a job and kept until it is fetched. */
export const practiceExports = pgTable(
  "exports",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    /** The family it is of; null for the whole practice. */
    clientId: ref("client_id"),
    /** The grown-up it is handed to, when staff made it for one; else it is for the practice, or a parent's own. */
    forGuardianId: ref("for_guardian_id"),
    byKind: text("by_kind").$type<"staff" | "parent">().notNull(),
    byUserId: ref("by_user_id")
      .notNull()
      .references(() => users.id),
    locale: text("locale").notNull(),
    phase: text("phase").$type<ExportPhase>().notNull().default("waiting"),
    /** Which run of the job writes it: one that was cut off and came back writes no more. */
    run: ref("run"),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    /** Rows, records and files in it. */
    rows: integer("rows").notNull().default(0),
    records: integer("records").notNull().default(0),
    /** Notes of colleagues for themselves alone ("only me") that are in it. */
    privateNotes: integer("private_notes").notNull().default(0),
    files: integer("files").notNull().default(0),
    size: bigint("size", { mode: "number" }).notNull().default(0),
    parts: integer("parts").notNull().default(0),
    readyAt: instant("ready_at"),
    fetchedAt: instant("fetched_at"),
    expiresAt: instant("expires_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.forGuardianId],
      foreignColumns: [guardians.practiceId, guardians.id],
    }),
    index("exports_user_idx").on(t.practiceId, t.byUserId, t.createdAt),
    check(
      "exports_phase",
      sql`${t.phase} in ('waiting', 'rows', 'records', 'files', 'ready', 'failed')`,
    ),
    check("exports_by", sql`${t.byKind} in ('staff', 'parent')`),
    check("exports_ready", sql`(${t.phase} = 'ready') = (${t.readyAt} is not null)`),
    check("exports_family", sql`${t.byKind} = 'staff' or ${t.clientId} is not null`),
    check(
      "exports_for",
      sql`${t.forGuardianId} is null or (${t.byKind} = 'staff' and ${t.clientId} is not null)`,
    ),
    ...rowsFor({
      staff: { read: STAFFS, add: STAFFS, change: STAFFS },
      parent: { read: PARENTS, add: PARENTS, change: PARENTS },
    }),
  ],
);

/** The ZIP of an export, sealed with the installation's key. */
const OF_EXPORT =
  "exists (select 1 from exports e where e.practice_id = export_parts.practice_id and e.id = export_parts.export_id)";
export const exportParts = pgTable(
  "export_parts",
  {
    practiceId: practice(),
    exportId: ref("export_id").notNull(),
    part: integer("part").notNull(),
    body: sealed("body").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.exportId, t.part] }),
    foreignKey({
      columns: [t.practiceId, t.exportId],
      foreignColumns: [practiceExports.practiceId, practiceExports.id],
    }).onDelete("cascade"),
    ...rowsFor({ staff: { read: OF_EXPORT }, parent: { read: OF_EXPORT } }),
  ],
);

const SENT = "sent_at is not null";
const DRAFT = "sent_at is null";

/**
 * A letter back to the doctor who referred a baby. A draft is the practice's own; one that was sent is changed by nobody,
 * and is there for the doctor and for the family it is about.
 */
export const referralLetters = pgTable(
  "referral_letters",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    referralId: ref("referral_id").notNull(),
    /** The referral's own key, which its sender may open. */
    dataKeyId: ref("data_key_id").notNull(),
    /** Sealed JSON of LetterBody in lib/documents/letter.schema.ts. */
    body: sealed("body").notNull(),
    /** Who wrote it last; of a sent one, who sent it. */
    writtenBy: ref("written_by")
      .notNull()
      .references(() => users.id),
    changedAt: instant("changed_at").notNull(),
    sentAt: instant("sent_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.referralId],
      foreignColumns: [referrals.practiceId, referrals.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.dataKeyId],
      foreignColumns: [dataKeys.practiceId, dataKeys.id],
    }),
    index("referral_letters_client_idx").on(t.practiceId, t.clientId),
    index("referral_letters_baby_idx").on(t.practiceId, t.babyId, t.sentAt),
    index("referral_letters_referral_idx").on(t.practiceId, t.referralId, t.sentAt),
    uniqueIndex("referral_letters_one_draft")
      .on(t.practiceId, t.referralId)
      .where(sql`sent_at is null`),
    ...rowsFor({
      staff: {
        read: CLINICAL,
        add: `${CLINICAL} and ${DRAFT} and written_by = (select app_user())`,
        change: {
          from: `${CLINICAL} and ${DRAFT}`,
          to: `${CLINICAL} and written_by = (select app_user())`,
        },
        remove: `${CLINICAL} and ${DRAFT}`,
      },
      parent: { read: `${OWN_CLIENT} and ${SENT}` },
      doctor: { read: `${SENT} and referral_id = any(array(select my_referrals()))` },
      link: { read: `${SENT} and referral_id = (select link_subject('referral'))` },
    }),
  ],
);
