import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant, practice } from "../columns";
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
    /** `list` for a page that shows many babies at once: which ones is in the detail (docs/decisions/0014). */
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    detail: jsonb("detail").notNull(),
    previous: bytes("previous").notNull(),
    hash: bytes("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.seq] }),
    index("audit_events_subject_idx").on(t.practiceId, t.subjectId, t.seq),
    index("audit_events_actor_idx").on(t.practiceId, t.actorId, t.seq),
    index("audit_events_at_idx").on(t.practiceId, t.at),
    index("audit_events_lists_idx")
      .using("gin", sql`(${t.detail}->'babies')`)
      .where(sql`subject_type = 'list'`),
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

/**
 * Where a chain stood, signed with a key that is not in the database: whoever could rewrite a whole chain and its head
 * cannot write these anew. Also kept as lines of a file (lib/audit/checkpoint.ts).
 */
export const auditCheckpoints = pgTable(
  "audit_checkpoints",
  {
    practiceId: practice(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    hash: bytes("hash").notNull(),
    at: instant("at").notNull(),
    signature: bytes("signature").notNull(),
    /** The beginning of the public key's hash: which root key signed. */
    keyId: text("key_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.seq] }),
    ...rowsFor({ staff: { read: OWNER }, admin: { read: ANY } }, "open"),
  ],
);
