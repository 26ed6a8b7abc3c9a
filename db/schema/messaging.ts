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
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, id, instant, practice, ref, sealed } from "../columns";
import { ANY, everyVerb, OWN_CLIENT, OWNER, rowsFor } from "../policies";
import { users } from "./accounts";
import { bookings } from "./booking";
import { guardians } from "./clients";
import { practices } from "./practices";

export type Channel = "email" | "sms";

/** Mail and text messages on their way out. Made by jobs, one row per recipient; the rendered mail is sealed and dropped once SMTP took it. */
export const emails = pgTable(
  "emails",
  {
    id: uuid("id").primaryKey(),
    /** Null for the platform's own mail, such as sign-in links. */
    practiceId: ref("practice_id"),
    clientId: ref("client_id"),
    template: text("template").notNull(),
    /** What it tells of, by its template: a booking, a reminder, a referral, a home routine. */
    subjectId: ref("subject_id"),
    channel: text("channel").$type<Channel>().notNull().default("email"),
    /** An e-mail address, or a telephone number in international form. */
    toAddress: text("to_address").notNull(),
    rendered: sealed("rendered"),
    /** `dropped`: no longer so when its turn came, such as a reminder of a lesson that was cancelled meanwhile. */
    state: text("state")
      .$type<"queued" | "sent" | "kept" | "failed" | "dropped">()
      .notNull()
      .default("queued"),
    attempts: integer("attempts").notNull().default(0),
    /** SMTP reply code or error name; never the server's text, which may quote the mail. */
    lastError: text("last_error"),
    /** One mail per event and recipient, however often the job runs. */
    dedupe: text("dedupe").notNull(),
    sentAt: instant("sent_at"),
    /** Handed to its server, whose answer is not known yet or never came: it may have left. */
    leavingAt: instant("leaving_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("emails_dedupe_key").on(t.dedupe),
    index("emails_practice_idx").on(t.practiceId, t.createdAt),
    index("emails_created_idx").on(t.createdAt),
    index("emails_client_idx").on(t.practiceId, t.clientId, t.createdAt),
    check("emails_channel", sql`${t.channel} in ('email', 'sms')`),
    check("emails_state", sql`${t.state} in ('queued', 'sent', 'kept', 'failed', 'dropped')`),
    ...rowsFor(
      { staff: { read: "practice_id = any(array(select app_practices()))" }, admin: { read: ANY } },
      "none",
    ),
  ],
);

export type ReminderKind = "reminder" | "follow_up" | "forms";

/**
 * What will be sent about a lesson at its time. Written by the job of each booking, move and cancellation, which makes
 * the waiting rows fit the lesson as it is; looked at again when the time comes.
 */
export const reminders = pgTable(
  "reminders",
  {
    practiceId: practice(),
    id: id(),
    bookingId: ref("booking_id").notNull(),
    clientId: ref("client_id").notNull(),
    kind: text("kind").$type<ReminderKind>().notNull(),
    /** Before the start (reminder) or after the end (follow-up) of the lesson. */
    minutes: integer("minutes").notNull(),
    /** The lesson's start when this was planned: another one makes the row void. */
    lessonStartsAt: instant("lesson_starts_at").notNull(),
    /** Quiet hours counted. */
    dueAt: instant("due_at").notNull(),
    /** When it was taken up; the messages themselves are rows of `emails`. */
    doneAt: instant("done_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.bookingId],
      foreignColumns: [bookings.practiceId, bookings.id],
    }),
    uniqueIndex("reminders_once_key").on(
      t.practiceId,
      t.bookingId,
      t.kind,
      t.minutes,
      t.lessonStartsAt,
    ),
    index("reminders_due_idx").on(t.dueAt).where(sql`done_at is null`),
    check(
      "reminders_kind",
      sql`${t.kind} in ('reminder', 'follow_up', 'forms') and ${t.minutes} >= 0`,
    ),
    ...rowsFor({ staff: everyVerb(ANY), parent: { read: OWN_CLIENT } }),
  ],
);

export type Purpose = "booking" | "reminder" | "follow_up" | "routine";

/** What a guardian wants to be told by which channel. No row: e-mail yes, text messages no. */
export const contactPreferences = pgTable(
  "contact_preferences",
  {
    practiceId: practice(),
    id: id(),
    guardianId: ref("guardian_id").notNull(),
    clientId: ref("client_id").notNull(),
    purpose: text("purpose").$type<Purpose>().notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    allowed: boolean("allowed").notNull(),
    changedAt: instant("changed_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.guardianId],
      foreignColumns: [guardians.practiceId, guardians.id],
    }),
    uniqueIndex("contact_preferences_key").on(t.practiceId, t.guardianId, t.purpose, t.channel),
    check(
      "contact_preferences_kind",
      sql`${t.purpose} in ('booking', 'reminder', 'follow_up', 'routine') and ${t.channel} in ('email', 'sms')`,
    ),
    ...rowsFor({
      staff: everyVerb(ANY),
      parent: { read: OWN_CLIENT, add: OWN_CLIENT, change: OWN_CLIENT },
    }),
  ],
);

/** A practice's own words in place of ours, for one message in one language (feature e12). */
export const mailTemplates = pgTable(
  "mail_templates",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    template: text("template").notNull(),
    locale: text("locale").notNull(),
    subject: text("subject").notNull(),
    body: text("body").notNull(),
    version: integer("version").notNull().default(1),
    changedAt: instant("changed_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("mail_templates_key").on(t.practiceId, t.template, t.locale),
    ...rowsFor({ staff: { ...everyVerb(OWNER), read: ANY } }),
  ],
);

/** The address under which a person's own calendar program reads their lessons; kept as a hash. */
export const calendarFeeds = pgTable(
  "calendar_feeds",
  {
    id: uuid("id").primaryKey(),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id),
    /** As staff of this practice; null: as a parent, over all practices that know the family. */
    practiceId: ref("practice_id"),
    /** What an event says: that time is taken, initials, or names. */
    detail: text("detail").$type<"busy" | "initials" | "names">().notNull().default("busy"),
    tokenHash: bytes("token_hash").notNull(),
    lastReadAt: instant("last_read_at"),
    revokedAt: instant("revoked_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("calendar_feeds_token_key").on(t.tokenHash),
    index("calendar_feeds_user_idx").on(t.userId),
    index("calendar_feeds_practice_idx").on(t.practiceId, t.userId),
    check("calendar_feeds_detail", sql`${t.detail} in ('busy', 'initials', 'names')`),
  ],
);
