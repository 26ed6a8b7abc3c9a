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
