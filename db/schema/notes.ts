import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, instant, practice, ref, sealed } from "../columns";
import { CLINICAL, rowsFor } from "../policies";
import { users } from "./accounts";
import { babies, clients } from "./clients";

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
    status: text("status").$type<"draft" | "signed">().notNull().default("draft"),
    body: sealed("body").notNull(),
    version: integer("version").notNull().default(1),
    signedAt: instant("signed_at"),
    amendsId: ref("amends_id"),
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
    index("medical_notes_baby_idx").on(t.practiceId, t.babyId, t.createdAt),
    check("medical_notes_signed", sql`(${t.status} = 'signed') = (${t.signedAt} is not null)`),
    // A signed note is changed by nobody: only drafts match the policy, and a trigger says so to every role.
    ...rowsFor({
      staff: {
        read: CLINICAL,
        add: CLINICAL,
        change: { from: `${CLINICAL} and status = 'draft'`, to: CLINICAL },
      },
    }),
  ],
);
