import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, instant, practice, ref, sealed } from "../columns";
import { ANY, OWNER, rowsFor } from "../policies";

/** Who did what to which row: ids and field names, never values. A hash chain per practice; only append_audit() writes. */
export const auditEvents = pgTable(
  "audit_events",
  {
    /** The platform's own events (sign-in, admin) carry the nil id. */
    practiceId: practice(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    operation: text("operation").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    detail: jsonb("detail").notNull(),
    previous: bytes("previous").notNull(),
    hash: bytes("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.seq] }),
    index("audit_events_subject_idx").on(t.practiceId, t.subjectId, t.seq),
    ...rowsFor({ staff: { read: OWNER }, admin: { read: ANY } }, "open"),
  ],
);

export const auditHeads = pgTable(
  "audit_heads",
  {
    practiceId: uuid("practice_id").primaryKey(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    hash: bytes("hash").notNull(),
  },
  () => rowsFor({ staff: { read: OWNER }, admin: { read: ANY } }, "open"),
);

/** Mail on its way out. Made by jobs, one row per recipient; the rendered mail is sealed and dropped once SMTP took it. */
export const emails = pgTable(
  "emails",
  {
    id: uuid("id").primaryKey(),
    /** Null for the platform's own mail, such as sign-in links. */
    practiceId: ref("practice_id"),
    clientId: ref("client_id"),
    template: text("template").notNull(),
    toAddress: text("to_address").notNull(),
    rendered: sealed("rendered"),
    state: text("state").$type<"queued" | "sent" | "kept" | "failed">().notNull().default("queued"),
    attempts: integer("attempts").notNull().default(0),
    /** SMTP reply code or error name; never the server's text, which may quote the mail. */
    lastError: text("last_error"),
    /** One mail per event and recipient, however often the job runs. */
    dedupe: text("dedupe").notNull(),
    sentAt: instant("sent_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("emails_dedupe_key").on(t.dedupe),
    index("emails_practice_idx").on(t.practiceId, t.createdAt),
    index("emails_created_idx").on(t.createdAt),
    check("emails_state", sql`${t.state} in ('queued', 'sent', 'kept', 'failed')`),
    ...rowsFor(
      { staff: { read: "practice_id = any(array(select app_practices()))" }, admin: { read: ANY } },
      "none",
    ),
  ],
);
