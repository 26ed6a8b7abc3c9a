import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, practice, ref, sealed } from "../columns";
import { ANY, CLINICAL, rowsFor } from "../policies";
import { users } from "./accounts";
import { babies, clients, dataKeys } from "./clients";
import { practitioners } from "./practices";

export type ReferralStatus =
  | "unconfirmed"
  | "waiting"
  | "accepted"
  | "booked"
  | "declined"
  | "withdrawn"
  | "expired";

/** Whether the doctor wants a letter back, and when; `unsaid` leaves it to the practitioner. */
export type LetterWanted = "unsaid" | "none" | "first" | "end" | "both" | "worry";

export const referrals = pgTable(
  "referrals",
  {
    practiceId: practice(),
    id: id(),
    practitionerId: ref("practitioner_id").notNull(),
    reference: text("reference").notNull(),
    status: text("status").$type<ReferralStatus>().notNull().default("unconfirmed"),
    priority: text("priority").$type<"routine" | "soon">().notNull().default("routine"),
    doctorName: text("doctor_name").notNull(),
    doctorRole: text("doctor_role").notNull(),
    doctorOrganisation: text("doctor_organisation").notNull(),
    doctorEmail: text("doctor_email").notNull(),
    doctorUserId: ref("doctor_user_id").references(() => users.id),
    locale: text("locale").notNull(),
    dataKeyId: ref("data_key_id").notNull(),
    /** Sealed JSON of lib/referrals/schema.ts: the baby, the parent, why, what to take care with. */
    details: sealed("details").notNull(),
    emailConfirmedAt: instant("email_confirmed_at"),
    answerDueAt: instant("answer_due_at"),
    decidedAt: instant("decided_at"),
    decidedBy: ref("decided_by").references(() => users.id),
    declineReason: text("decline_reason").$type<
      "full" | "too_far" | "outside_scope" | "medical_review_first"
    >(),
    /** Sealed: what the practice wrote to the doctor beside the reason. */
    declineNote: sealed("decline_note"),
    clientId: ref("client_id"),
    babyId: ref("baby_id"),
    letterWanted: text("letter_wanted").$type<LetterWanted>().notNull().default("unsaid"),
    /**
     * Somebody of the practice said that no letter back is needed: nothing reminds of one. Where one was wanted at the end as
     * well, it is said of the lessons until then.
     */
    letterExcusedAt: instant("letter_excused_at"),
    letterExcusedBy: ref("letter_excused_by").references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.practitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.dataKeyId],
      foreignColumns: [dataKeys.practiceId, dataKeys.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    uniqueIndex("referrals_reference_key").on(t.reference),
    index("referrals_inbox_idx").on(t.practiceId, t.status, t.createdAt),
    index("referrals_letters_owed_idx")
      .on(t.practiceId, t.practitionerId, t.decidedAt)
      .where(sql`status in ('accepted', 'booked') and letter_wanted not in ('none', 'worry')`),
    index("referrals_doctor_idx").on(t.doctorUserId, t.createdAt),
    index("referrals_doctor_email_idx").on(t.doctorEmail),
    check(
      "referrals_status",
      sql`${t.status} in ('unconfirmed', 'waiting', 'accepted', 'booked', 'declined', 'withdrawn', 'expired')`,
    ),
    check(
      "referrals_confirmed",
      sql`${t.status} in ('unconfirmed', 'expired') or ${t.emailConfirmedAt} is not null`,
    ),
    check("referrals_declined", sql`(${t.status} = 'declined') = (${t.declineReason} is not null)`),
    check(
      "referrals_accepted",
      sql`${t.status} not in ('accepted', 'booked') or ${t.babyId} is not null`,
    ),
    check(
      "referrals_letter_wanted",
      sql`${t.letterWanted} in ('unsaid', 'none', 'first', 'end', 'both', 'worry')`,
    ),
    check(
      "referrals_letter_excused",
      sql`(${t.letterExcusedAt} is null) = (${t.letterExcusedBy} is null)`,
    ),
    ...rowsFor({
      // Until the doctor has shown that the address is theirs, the practice sees nothing.
      staff: { read: "status <> 'unconfirmed'", change: CLINICAL },
      visitor: { add: "status = 'unconfirmed' and doctor_user_id is null" },
      doctor: {
        read: "doctor_user_id = (select app_user())",
        add: "doctor_user_id = (select app_user())",
        change: "doctor_user_id = (select app_user())",
      },
      link: {
        // The family's link opens the times that were suggested to it, and moves nothing.
        read: "id in ((select link_subject('referral')), (select link_subject('family')))",
        change: "id = (select link_subject('referral'))",
      },
    }),
  ],
);

/** Every move of a referral, for the doctor's page and the practice's history. */
export const referralEvents = pgTable(
  "referral_events",
  {
    practiceId: practice(),
    id: id(),
    referralId: ref("referral_id").notNull(),
    kind: text("kind")
      .$type<
        | "sent"
        | "email_confirmed"
        | "accepted"
        | "declined"
        | "booked"
        | "moved"
        | "cancelled"
        | "completed"
        | "no_show"
        | "withdrawn"
        | "expired"
        | "forwarded"
      >()
      .notNull(),
    at: instant("at").notNull().defaultNow(),
    actorKind: text("actor_kind").notNull(),
    actorUserId: ref("actor_user_id").references(() => users.id),
    lessonId: ref("lesson_id"),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.referralId],
      foreignColumns: [referrals.practiceId, referrals.id],
    }),
    index("referral_events_referral_idx").on(t.practiceId, t.referralId, t.at),
    ...rowsFor({
      staff: { read: ANY, add: ANY },
      visitor: { add: "kind in ('sent', 'booked')" },
      parent: { add: "kind = 'booked'" },
      doctor: {
        read: "referral_id = any(array(select my_referrals()))",
        add: "referral_id = any(array(select my_referrals()))",
      },
      link: {
        read: "referral_id = (select link_subject('referral'))",
        add: "referral_id = (select link_subject('referral'))",
      },
    }),
  ],
);
