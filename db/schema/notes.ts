import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, id, instant, practice, ref, sealed, zone } from "../columns";
import { CLINICAL, OWN_CLIENT, OWNER, rowsFor } from "../policies";
import { users } from "./accounts";
import { lessons } from "./booking";
import { babies, clients } from "./clients";

export type NoteTemplate = "lesson" | "soap" | "free";
export type NotePrivacy = "clinicians" | "author";

const MINE = "author_user_id = (select app_user())";
const DRAFT = `${CLINICAL} and ${MINE} and status = 'draft'`;
/** Rows that hang on a note are there for whoever the note is there for. */
const noteSeen = (table: string) =>
  `${CLINICAL} and exists (select 1 from medical_notes n where n.practice_id = ${table}.practice_id and n.id = ${table}.note_id)`;

/**
 * What a practitioner wrote of a lesson. A signed note is changed by no role (trigger medical_notes_signed); later words
 * are addenda. `about_*` is the time it was written for: a later change of the booking does not touch it.
 */
export const medicalNotes = pgTable(
  "medical_notes",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    lessonId: ref("lesson_id"),
    authorUserId: ref("author_user_id")
      .notNull()
      .references(() => users.id),
    template: text("template").$type<NoteTemplate>().notNull().default("lesson"),
    privacy: text("privacy").$type<NotePrivacy>().notNull().default("clinicians"),
    status: text("status").$type<"draft" | "signed" | "discarded">().notNull().default("draft"),
    aboutStartsAt: instant("about_starts_at").notNull(),
    aboutEndsAt: instant("about_ends_at"),
    timeZone: zone().notNull(),
    placeKind: text("place_kind"),
    /** Sealed JSON of NoteContent in lib/notes/schema.ts, bound to its version. */
    body: sealed("body").notNull(),
    version: integer("version").notNull().default(1),
    savedAt: instant("saved_at").notNull().defaultNow(),
    signedAt: instant("signed_at"),
    /** Of a signed note: something went wrong. What, is sealed; that it did, the owner of the practice has to find. */
    incident: boolean("incident").notNull().default(false),
    /** SHA-256 of the salt and the canonical words, and the server's Ed25519 signature over it (lib/notes/proof.ts). */
    contentHash: bytes("content_hash"),
    salt: bytes("salt"),
    signature: bytes("signature"),
    signingKeyId: ref("signing_key_id"),
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
      columns: [t.practiceId, t.lessonId],
      foreignColumns: [lessons.practiceId, lessons.id],
    }),
    index("medical_notes_baby_idx").on(t.practiceId, t.babyId, t.aboutStartsAt),
    index("medical_notes_client_idx").on(t.practiceId, t.clientId),
    index("medical_notes_author_idx").on(t.practiceId, t.authorUserId, t.status, t.aboutStartsAt),
    // What the owner sees to: a few of many notes.
    index("medical_notes_seen_to_idx")
      .on(t.practiceId, t.aboutStartsAt)
      .where(sql`status = 'draft' or incident`),
    // Two tabs that begin the same note at once make one.
    uniqueIndex("medical_notes_lesson_key")
      .on(t.practiceId, t.lessonId, t.babyId, t.authorUserId)
      .where(sql`status <> 'discarded'`),
    check("medical_notes_template", sql`${t.template} in ('lesson', 'soap', 'free')`),
    check("medical_notes_privacy", sql`${t.privacy} in ('clinicians', 'author')`),
    check("medical_notes_status", sql`${t.status} in ('draft', 'signed', 'discarded')`),
    check(
      "medical_notes_signed",
      sql`(${t.status} = 'signed') = (${t.signedAt} is not null) and (${t.status} = 'signed') = (${t.contentHash} is not null and ${t.salt} is not null and ${t.signature} is not null and ${t.signingKeyId} is not null)`,
    ),
    ...rowsFor({
      staff: {
        // "Only me" is its author's; the owner of the practice opens it with a reason, for an hour (note_openings).
        read: `${CLINICAL} and (privacy = 'clinicians' or ${MINE} or (${OWNER} and exists (select 1 from note_openings o where o.practice_id = medical_notes.practice_id and o.note_id = medical_notes.id and o.user_id = (select app_user()) and o.until_at > clock_timestamp())))`,
        add: DRAFT,
        change: { from: DRAFT, to: `${CLINICAL} and ${MINE}` },
      },
    }),
  ],
);

/** How a note was at its save points: when it was begun, every few minutes of writing, when it was joined or signed. */
export const noteVersions = pgTable(
  "note_versions",
  {
    practiceId: practice(),
    noteId: ref("note_id").notNull(),
    version: integer("version").notNull(),
    clientId: ref("client_id").notNull(),
    byUserId: ref("by_user_id")
      .notNull()
      .references(() => users.id),
    kind: text("kind").$type<"begun" | "saved" | "joined" | "signed">().notNull(),
    body: sealed("body").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.noteId, t.version] }),
    foreignKey({
      columns: [t.practiceId, t.noteId],
      foreignColumns: [medicalNotes.practiceId, medicalNotes.id],
    }),
    index("note_versions_client_idx").on(t.practiceId, t.clientId),
    check("note_versions_kind", sql`${t.kind} in ('begun', 'saved', 'joined', 'signed')`),
    ...rowsFor({
      staff: {
        read: noteSeen("note_versions"),
        add: `${noteSeen("note_versions")} and by_user_id = (select app_user())`,
      },
    }),
  ],
);

/** What was added to a signed note later, by whom and when. Never changed either. */
export const noteAddenda = pgTable(
  "note_addenda",
  {
    practiceId: practice(),
    id: id(),
    noteId: ref("note_id").notNull(),
    clientId: ref("client_id").notNull(),
    authorUserId: ref("author_user_id")
      .notNull()
      .references(() => users.id),
    body: sealed("body").notNull(),
    contentHash: bytes("content_hash").notNull(),
    salt: bytes("salt").notNull(),
    signature: bytes("signature").notNull(),
    signingKeyId: ref("signing_key_id").notNull(),
    signedAt: instant("signed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.noteId],
      foreignColumns: [medicalNotes.practiceId, medicalNotes.id],
    }),
    index("note_addenda_note_idx").on(t.practiceId, t.noteId, t.signedAt),
    index("note_addenda_client_idx").on(t.practiceId, t.clientId),
    ...rowsFor({
      staff: {
        read: noteSeen("note_addenda"),
        add: `${noteSeen("note_addenda")} and ${MINE}`,
      },
    }),
  ],
);

/** Plain words for the family about a lesson, sent on purpose. Sent again, the newest one is shown; none is changed. */
export const noteSummaries = pgTable(
  "note_summaries",
  {
    practiceId: practice(),
    id: id(),
    noteId: ref("note_id").notNull(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    lessonId: ref("lesson_id"),
    authorUserId: ref("author_user_id")
      .notNull()
      .references(() => users.id),
    body: sealed("body").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.noteId],
      foreignColumns: [medicalNotes.practiceId, medicalNotes.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    index("note_summaries_note_idx").on(t.practiceId, t.noteId, t.sentAt),
    index("note_summaries_lesson_idx").on(t.practiceId, t.lessonId),
    index("note_summaries_client_idx").on(t.practiceId, t.clientId),
    ...rowsFor({
      staff: { read: noteSeen("note_summaries"), add: `${noteSeen("note_summaries")} and ${MINE}` },
      parent: { read: OWN_CLIENT },
    }),
  ],
);

/** The owner opened a note that is its author's alone: why, and until when it stays open for them. */
export const noteOpenings = pgTable(
  "note_openings",
  {
    practiceId: practice(),
    id: id(),
    noteId: ref("note_id").notNull(),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id),
    reason: text("reason").notNull(),
    openedAt: instant("opened_at").notNull().default(sql`clock_timestamp()`),
    untilAt: instant("until_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.noteId],
      foreignColumns: [medicalNotes.practiceId, medicalNotes.id],
    }),
    index("note_openings_note_idx").on(t.practiceId, t.noteId, t.userId),
    check(
      "note_openings_reason",
      sql`${t.reason} in ('cover', 'safety', 'complaint', 'family_asked', 'legal')`,
    ),
    ...rowsFor({
      staff: {
        read: `${OWNER} and user_id = (select app_user())`,
        add: `${OWNER} and user_id = (select app_user())`,
      },
    }),
  ],
);

/** A practitioner's own phrases for `/`. Sealed all the same: people paste. */
export const noteSnippets = pgTable(
  "note_snippets",
  {
    practiceId: practice(),
    id: id(),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id),
    name: text("name").notNull(),
    body: sealed("body").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("note_snippets_name_key").on(t.practiceId, t.userId, sql`lower(${t.name})`),
    ...rowsFor({
      staff: {
        read: `${CLINICAL} and user_id = (select app_user())`,
        add: `${CLINICAL} and user_id = (select app_user())`,
        change: `${CLINICAL} and user_id = (select app_user())`,
        remove: `${CLINICAL} and user_id = (select app_user())`,
      },
    }),
  ],
);

/** The keys this installation signs notes with, sealed with the root key. They outlive it: a change seals them anew. */
export const signingKeys = pgTable("signing_keys", {
  id: id().primaryKey(),
  secret: sealed("secret").notNull(),
  createdAt: createdAt(),
});

export type NoNoteReason = "talked_only" | "wrong_entry" | "elsewhere" | "no_consent";

/** Of a lesson somebody said that it needs no note, and why: it is not missed any more. Taken back, the row is gone. */
export const notesNotNeeded = pgTable(
  "notes_not_needed",
  {
    practiceId: practice(),
    lessonId: ref("lesson_id").notNull(),
    babyId: ref("baby_id").notNull(),
    clientId: ref("client_id").notNull(),
    reason: text("reason").$type<NoNoteReason>().notNull(),
    byUserId: ref("by_user_id")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.lessonId, t.babyId] }),
    foreignKey({
      columns: [t.practiceId, t.lessonId],
      foreignColumns: [lessons.practiceId, lessons.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    index("notes_not_needed_at_idx").on(t.practiceId, t.createdAt),
    index("notes_not_needed_client_idx").on(t.practiceId, t.clientId),
    check(
      "notes_not_needed_reason",
      sql`${t.reason} in ('talked_only', 'wrong_entry', 'elsewhere', 'no_consent')`,
    ),
    ...rowsFor({
      staff: {
        read: CLINICAL,
        add: `${CLINICAL} and by_user_id = (select app_user())`,
        remove: CLINICAL,
      },
    }),
  ],
);
