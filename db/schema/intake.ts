import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, id, instant, practice, ref, sealed } from "../columns";
import { ANY, CLINICAL, OWN_CLIENT, rowsFor, write } from "../policies";
import { users } from "./accounts";
import { bookings } from "./booking";
import { babies, clients, guardians } from "./clients";
import { practices } from "./practices";

/** A parent's own part is theirs alone: separated parents do not read each other's answers. */
const MINE = "guardian_id is null or guardian_id = any(array(select my_guardians()))";
const OWN_PART = `${OWN_CLIENT} and (${MINE})`;
const LINK_PART =
  "client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see())))";

const unsent = (rows: string) => ({ from: `${rows} and handed_in_at is null`, to: rows });

export type SendWhen = "never" | "first_visit" | "each_lesson";

/** A practice's forms. `builtin`: one of ours, sent as this row says; its questions are versions like any other's. */
export const forms = pgTable(
  "forms",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    builtin: text("builtin"),
    name: text("name").notNull(),
    /** What is being written, before it is published: lib/intake/schema.ts. No answers, nothing of a family. */
    draft: jsonb("draft"),
    version: integer("version").notNull().default(1),
    sendWhen: text("send_when").$type<SendWhen>().notNull().default("never"),
    /** Sent for these services only; null: for all of them. */
    serviceIds: uuid("service_ids").array(),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("forms_builtin_key").on(t.practiceId, t.builtin),
    check("forms_send_when", sql`${t.sendWhen} in ('never', 'first_visit', 'each_lesson')`),
    ...rowsFor({
      staff: { read: ANY, add: CLINICAL, change: CLINICAL },
      parent: { read: ANY },
      link: { read: "(select link_subject('forms')) is not null" },
    }),
  ],
);

/** What was published, word for word. Changed by nobody: answers belong to the version they were given to. */
export const formVersions = pgTable(
  "form_versions",
  {
    practiceId: practice(),
    id: id(),
    formId: ref("form_id").notNull(),
    number: integer("number").notNull(),
    definition: jsonb("definition").notNull(),
    sha256: text("sha256").notNull(),
    publishedBy: ref("published_by").references(() => users.id),
    publishedAt: instant("published_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({ columns: [t.practiceId, t.formId], foreignColumns: [forms.practiceId, forms.id] }),
    uniqueIndex("form_versions_number_key").on(t.practiceId, t.formId, t.number),
    check("form_versions_number", sql`${t.number} > 0`),
    ...rowsFor({
      staff: { read: ANY, add: CLINICAL },
      parent: { read: ANY },
      link: { read: "(select link_subject('forms')) is not null" },
    }),
  ],
);

/** One form that somebody of a family is asked to fill in. Whether it is done, never what it says. */
export const formAssignments = pgTable(
  "form_assignments",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    formVersionId: ref("form_version_id").notNull(),
    /** Null: about the grown-up, not about one baby. */
    babyId: ref("baby_id"),
    /** Whose own part this is; null: whoever of the family fills it in. */
    guardianId: ref("guardian_id"),
    bookingId: ref("booking_id"),
    status: text("status").$type<"open" | "done" | "cancelled">().notNull().default("open"),
    /** The lesson it is wanted for. */
    dueAt: instant("due_at"),
    startedAt: instant("started_at"),
    doneAt: instant("done_at"),
    doneByGuardianId: ref("done_by_guardian_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.formVersionId],
      foreignColumns: [formVersions.practiceId, formVersions.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.guardianId],
      foreignColumns: [guardians.practiceId, guardians.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.bookingId],
      foreignColumns: [bookings.practiceId, bookings.id],
    }),
    index("form_assignments_client_idx").on(t.practiceId, t.clientId, t.status, t.createdAt),
    index("form_assignments_booking_idx").on(t.practiceId, t.bookingId),
    check("form_assignments_status", sql`${t.status} in ('open', 'done', 'cancelled')`),
    check("form_assignments_done", sql`(${t.status} = 'done') = (${t.doneAt} is not null)`),
    ...rowsFor({
      staff: write(ANY),
      parent: { read: OWN_PART, change: OWN_PART },
      link: { read: LINK_PART, change: LINK_PART },
    }),
  ],
);

/** What was answered, sealed with the family's key; `revision` goes up with every save. Not for the front desk. */
export const formAnswers = pgTable(
  "form_answers",
  {
    practiceId: practice(),
    id: id(),
    assignmentId: ref("assignment_id").notNull(),
    clientId: ref("client_id").notNull(),
    guardianId: ref("guardian_id"),
    body: sealed("body").notNull(),
    revision: integer("revision").notNull().default(1),
    changedAt: instant("changed_at").notNull().defaultNow(),
    /** Handed in: read from then on, not rewritten. A change is a new form, with its own date. */
    handedInAt: instant("handed_in_at"),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.assignmentId],
      foreignColumns: [formAssignments.practiceId, formAssignments.id],
    }),
    uniqueIndex("form_answers_assignment_key").on(t.practiceId, t.assignmentId),
    ...rowsFor({
      staff: { read: CLINICAL },
      parent: { read: OWN_PART, add: OWN_PART, change: unsent(OWN_PART) },
      link: { read: LINK_PART, add: LINK_PART, change: unsent(LINK_PART) },
    }),
  ],
);

/** An answer that somebody must look at before the lesson. Which one is sealed. */
export const formAlerts = pgTable(
  "form_alerts",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id"),
    assignmentId: ref("assignment_id").notNull(),
    bookingId: ref("booking_id"),
    /** Sealed JSON: which questions, which safety rules. */
    body: sealed("body").notNull(),
    raisedAt: instant("raised_at").notNull(),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedBy: ref("acknowledged_by").references(() => users.id),
    /** Sealed: what was decided. */
    decision: sealed("decision"),
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
      columns: [t.practiceId, t.assignmentId],
      foreignColumns: [formAssignments.practiceId, formAssignments.id],
    }),
    index("form_alerts_assignment_idx").on(t.practiceId, t.assignmentId),
    uniqueIndex("form_alerts_open_key")
      .on(t.practiceId, t.assignmentId)
      .where(sql`acknowledged_at is null`),
    index("form_alerts_open_idx").on(t.practiceId, t.clientId).where(sql`acknowledged_at is null`),
    check(
      "form_alerts_decided",
      sql`(${t.acknowledgedAt} is null) = (${t.acknowledgedBy} is null) and (${t.acknowledgedAt} is null) = (${t.decision} is null)`,
    ),
    ...rowsFor({
      staff: {
        read: CLINICAL,
        change: { from: `${CLINICAL} and acknowledged_at is null`, to: CLINICAL },
      },
    }),
  ],
);

export type ConsentKind =
  | "teaching"
  | "health_data"
  | "share_with_doctor"
  | "report_back"
  | "photo_video"
  | "reminders";

/**
 * Every answer to every question of consent, each a row of its own with the words that were shown. A row is changed and
 * removed by nobody: whoever changes their mind adds one (ESIGN and UETA: intent, the exact record, its retention).
 */
export const consents = pgTable(
  "consents",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    guardianId: ref("guardian_id").notNull(),
    kind: text("kind").$type<ConsentKind>().notNull(),
    answer: text("answer").$type<"given" | "declined" | "withdrawn">().notNull(),
    textVersion: integer("text_version").notNull(),
    locale: text("locale").notNull(),
    /** Exactly what the signer read, and its hash. */
    shown: text("shown").notNull(),
    textSha256: text("text_sha256").notNull(),
    /** Sealed JSON: typed name, relation, network address and program. Unreadable once the family's key is gone. */
    signature: sealed("signature").notNull(),
    method: text("method").$type<"account" | "link" | "paper">().notNull(),
    /** Staff who wrote down what was signed on paper, and the day on the paper. */
    recordedBy: ref("recorded_by").references(() => users.id),
    paperOn: date("paper_on", { mode: "string" }),
    signedAt: instant("signed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.guardianId],
      foreignColumns: [guardians.practiceId, guardians.id],
    }),
    index("consents_client_idx").on(t.practiceId, t.clientId, t.signedAt.desc(), t.id),
    // Noes are few, and Today looks for them over the whole practice.
    index("consents_noes_idx").on(t.practiceId, t.kind, t.clientId).where(sql`answer <> 'given'`),
    check(
      "consents_kind",
      sql`${t.kind} in ('teaching', 'health_data', 'share_with_doctor', 'report_back', 'photo_video', 'reminders')`,
    ),
    check("consents_answer", sql`${t.answer} in ('given', 'declined', 'withdrawn')`),
    check(
      "consents_method",
      sql`${t.method} in ('account', 'link', 'paper') and (${t.method} = 'paper') = (${t.recordedBy} is not null) and (${t.method} = 'paper') = (${t.paperOn} is not null)`,
    ),
    check(
      "consents_hash",
      sql`${t.textSha256} = encode(sha256(convert_to(${t.shown}, 'UTF8')), 'hex')`,
    ),
    ...rowsFor({
      staff: { read: ANY, add: "method = 'paper' and recorded_by = (select app_user())" },
      parent: {
        read: OWN_CLIENT,
        add: `${OWN_CLIENT} and method = 'account' and guardian_id = any(array(select my_guardians()))`,
      },
      link: {
        read: "client_id = (select link_client()) and guardian_id = (select link_subject('forms'))",
        add: "client_id = (select link_client()) and method = 'link' and guardian_id = (select link_subject('forms'))",
      },
    }),
  ],
);

/**
 * What somebody typed into a form after their session had ended, until they signed in again: behind a 256-bit secret in
 * their browser, sealed, for an hour. It belongs to nobody's record before it is saved there.
 */
export const parkedDrafts = pgTable(
  "parked_drafts",
  {
    tokenHash: bytes("token_hash").primaryKey(),
    body: sealed("body").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("parked_drafts_expires_idx").on(t.expiresAt)],
);
