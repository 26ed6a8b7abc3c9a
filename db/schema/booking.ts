import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import {
  bytes,
  createdAt,
  currency,
  id,
  instant,
  minor,
  practice,
  ref,
  sealed,
  zone,
} from "../columns";
import { ANY, everyVerb, LINK_CLIENT, OWN_CLIENT, rowsFor, write } from "../policies";
import { babies, clients, guardians } from "./clients";
import { places, practices, practitioners, services } from "./practices";
import { referrals } from "./referrals";

export type LessonStatus =
  | "held"
  | "requested"
  | "confirmed"
  | "completed"
  | "no_show"
  | "cancelled"
  | "expired";

export type HeardFrom = "doctor" | "midwife" | "friend" | "search" | "social" | "leaflet" | "other";
export type CancelRule =
  | "free"
  | "grace"
  | "late"
  | "illness"
  | "bereavement"
  | "declined"
  | "unanswered"
  | "untold";

const HEARD_OF = "cancel_rule is distinct from 'untold'";

/**
 * The practitioner's time: lessons, holds and blocked time alike. Rows that take time cannot overlap:
 * the exclusion constraint lessons_no_overlap is in migrations/0002_rules.sql.
 */
export const lessons = pgTable(
  "lessons",
  {
    practiceId: practice(),
    id: id(),
    practitionerId: ref("practitioner_id").notNull(),
    kind: text("kind").$type<"lesson" | "block">().notNull().default("lesson"),
    serviceId: ref("service_id"),
    placeId: ref("place_id"),
    title: text("title"),
    status: text("status").$type<LessonStatus>().notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    /** The time taken from the practitioner: the lesson with its buffers. */
    blockedFrom: instant("blocked_from").notNull(),
    blockedUntil: instant("blocked_until").notNull(),
    /** What was promised, in the place's own time. */
    timeZone: zone().notNull(),
    localStart: timestamp("local_start", { mode: "string" }).notNull(),
    holdExpiresAt: instant("hold_expires_at"),
    holdSecretHash: bytes("hold_secret_hash"),
    /** Until when a request is answered: then its time is free again. */
    answerBy: instant("answer_by"),
    /** Where it is, for the way from one lesson to the next: a place's point, or that of a visit's postcode. */
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    /** Put on top of another lesson by staff, for a reason that the audit trail keeps. */
    onTop: boolean("on_top").notNull().default(false),
    /** Time off: the colleague whom families are sent to meanwhile. */
    handOverTo: ref("hand_over_to"),
    capacity: integer("capacity").notNull().default(1),
    version: integer("version").notNull().default(1),
    /** iCalendar SEQUENCE: rises with every change a calendar must learn of. */
    sequence: integer("sequence").notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.practitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.serviceId],
      foreignColumns: [services.practiceId, services.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.placeId],
      foreignColumns: [places.practiceId, places.id],
    }),
    index("lessons_practitioner_idx").on(t.practiceId, t.practitionerId, t.startsAt),
    index("lessons_practice_idx").on(t.practiceId, t.startsAt),
    // A lesson lies near its start; time off may have begun weeks ago, and is found by its end.
    index("lessons_block_idx").on(t.practiceId, t.endsAt).where(sql`kind = 'block'`),
    foreignKey({
      columns: [t.practiceId, t.handOverTo],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    // What is to come, and what is over without anybody having said how it went.
    index("lessons_open_idx")
      .on(t.practiceId, t.practitionerId, t.endsAt)
      .where(sql`status = 'confirmed' and kind = 'lesson'`),
    index("lessons_held_idx").on(t.holdExpiresAt).where(sql`status = 'held'`),
    index("lessons_answer_idx").on(t.answerBy).where(sql`status = 'requested'`),
    index("lessons_on_top_idx").on(t.practitionerId, t.startsAt).where(sql`on_top`),
    check(
      "lessons_kind",
      sql`${t.kind} in ('lesson', 'block') and (${t.kind} = 'block' or (${t.serviceId} is not null and ${t.placeId} is not null))`,
    ),
    check(
      "lessons_status",
      sql`${t.status} in ('held', 'requested', 'confirmed', 'completed', 'no_show', 'cancelled', 'expired')`,
    ),
    check(
      "lessons_times",
      sql`${t.blockedFrom} <= ${t.startsAt} and ${t.startsAt} < ${t.endsAt} and ${t.endsAt} <= ${t.blockedUntil}`,
    ),
    check("lessons_hold", sql`(${t.status} = 'held') = (${t.holdExpiresAt} is not null)`),
    check("lessons_request", sql`(${t.status} = 'requested') = (${t.answerBy} is not null)`),
    check("lessons_point", sql`(${t.latitude} is null) = (${t.longitude} is null)`),
    ...rowsFor({
      staff: write(ANY),
      parent: { read: "id = any(array(select my_lessons()))" },
      link: { read: "id = (select link_lesson())" },
    }),
  ],
);

export const bookings = pgTable(
  "bookings",
  {
    practiceId: practice(),
    id: id(),
    lessonId: ref("lesson_id").notNull(),
    clientId: ref("client_id").notNull(),
    /** Who of the family booked: they see their booking even where they may not see the family's record. */
    guardianId: ref("guardian_id"),
    referralId: ref("referral_id"),
    reference: text("reference").notNull(),
    status: text("status")
      .$type<"requested" | "booked" | "arrived" | "completed" | "no_show" | "cancelled">()
      .notNull()
      .default("booked"),
    source: text("source").$type<"public" | "family" | "staff" | "referral">().notNull(),
    /** The price when booked; a later change of the service does not touch it. */
    priceMinor: minor("price_minor").notNull(),
    currency: currency().notNull(),
    /**
     * What a change of the lesson is subject to, as it was told when it was booked: like the price, no later change of the
     * service touches it. By itself nothing is ever owed.
     */
    cancelHours: integer("cancel_hours").notNull().default(24),
    graceMinutes: integer("grace_minutes").notNull().default(15),
    lateFeePercent: integer("late_fee_percent").notNull().default(0),
    illnessFree: boolean("illness_free").notNull().default(true),
    /** Sealed: what the family wrote for the practitioner, and where a home visit goes. */
    familyNote: sealed("family_note"),
    visitAddress: sealed("visit_address"),
    /** How the family heard of the practice (feature b18). */
    heardFrom: text("heard_from").$type<HeardFrom>(),
    /** The family said that it will come. */
    confirmedAt: instant("confirmed_at"),
    arrivedAt: instant("arrived_at"),
    completedAt: instant("completed_at"),
    noShowAt: instant("no_show_at"),
    cancelledAt: instant("cancelled_at"),
    cancelledBy: text("cancelled_by").$type<"family" | "practice">(),
    /** The name of a reason; what was written beside it is sealed. */
    cancelReason: text("cancel_reason"),
    /** Sealed: what the practice wrote beside the reason. */
    cancelNote: sealed("cancel_note"),
    /**
     * By which rule of the practice it was cancelled, and what the family owes for it. `untold`: staff booked it and took it
     * back before anybody told the family, for whom it never was.
     */
    cancelRule: text("cancel_rule").$type<CancelRule>(),
    feeMinor: minor("fee_minor").notNull().default(0),
    /** How much of that is for the cancelling alone, and goes when it is taken back; the rest is for late moves. */
    cancelFeeMinor: minor("cancel_fee_minor").notNull().default(0),
    /** What the family was last told: when, how long, with whom; null before the first mail and after one that cancels. */
    toldStartsAt: instant("told_starts_at"),
    toldEndsAt: instant("told_ends_at"),
    toldPractitionerId: ref("told_practitioner_id"),
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.lessonId],
      foreignColumns: [lessons.practiceId, lessons.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.referralId],
      foreignColumns: [referrals.practiceId, referrals.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.guardianId],
      foreignColumns: [guardians.practiceId, guardians.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.toldPractitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    index("bookings_guardian_idx").on(t.practiceId, t.guardianId),
    uniqueIndex("bookings_reference_key").on(t.reference),
    index("bookings_lesson_idx").on(t.practiceId, t.lessonId),
    index("bookings_client_idx").on(t.practiceId, t.clientId, t.createdAt),
    index("bookings_referral_idx").on(t.practiceId, t.referralId),
    check(
      "bookings_status",
      sql`${t.status} in ('requested', 'booked', 'arrived', 'completed', 'no_show', 'cancelled')`,
    ),
    check(
      "bookings_rules",
      sql`${t.heardFrom} in ('doctor', 'midwife', 'friend', 'search', 'social', 'leaflet', 'other') and ${t.cancelRule} in ('free', 'grace', 'late', 'illness', 'bereavement', 'declined', 'unanswered', 'untold') and (${t.cancelRule} <> 'untold' or ${t.source} = 'staff') and ${t.feeMinor} >= 0`,
    ),
    check(
      "bookings_cancelled",
      sql`(${t.status} = 'cancelled') = (${t.cancelledAt} is not null and ${t.cancelledBy} is not null)`,
    ),
    check(
      "bookings_reason",
      sql`${t.cancelReason} in ('ill', 'plans', 'not_now', 'somewhere_else', 'family_asked', 'illness', 'practitioner_away', 'travel', 'mistake', 'time', 'full', 'fit', 'other')`,
    ),
    check("bookings_price", sql`${t.priceMinor} >= 0`),
    check(
      "bookings_terms",
      sql`${t.cancelHours} >= 0 and ${t.graceMinutes} between 0 and 1440 and ${t.lateFeePercent} between 0 and 100 and ${t.cancelFeeMinor} >= 0`,
    ),
    ...rowsFor({
      staff: write(ANY),
      parent: {
        read: `(${OWN_CLIENT} or guardian_id = any(array(select my_guardians()))) and ${HEARD_OF}`,
        add: "source = 'family'",
      },
      visitor: { add: "source in ('public', 'referral')" },
      link: { read: `id = (select link_subject('booking')) and ${HEARD_OF}` },
    }),
  ],
);

export const bookingBabies = pgTable(
  "booking_babies",
  {
    practiceId: practice(),
    bookingId: ref("booking_id").notNull(),
    babyId: ref("baby_id").notNull(),
    clientId: ref("client_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.bookingId, t.babyId] }),
    foreignKey({
      columns: [t.practiceId, t.bookingId],
      foreignColumns: [bookings.practiceId, bookings.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    index("booking_babies_baby_idx").on(t.practiceId, t.babyId),
    ...rowsFor({
      staff: everyVerb(ANY),
      parent: { read: OWN_CLIENT, add: ANY },
      visitor: { add: ANY },
      link: { read: LINK_CLIENT },
    }),
  ],
);

export const payments = pgTable(
  "payments",
  {
    practiceId: practice(),
    id: id(),
    bookingId: ref("booking_id").notNull(),
    clientId: ref("client_id").notNull(),
    kind: text("kind").$type<"payment" | "refund">().notNull(),
    method: text("method").$type<"cash" | "transfer" | "card">().notNull(),
    amountMinor: minor("amount_minor").notNull(),
    currency: currency().notNull(),
    paidAt: instant("paid_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.bookingId],
      foreignColumns: [bookings.practiceId, bookings.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    index("payments_booking_idx").on(t.practiceId, t.bookingId),
    check(
      "payments_kind",
      sql`${t.kind} in ('payment', 'refund') and ${t.method} in ('cash', 'transfer', 'card') and ${t.amountMinor} > 0`,
    ),
    ...rowsFor({ staff: { read: ANY, add: ANY }, parent: { read: OWN_CLIENT } }),
  ],
);

/** A link for people without an account: 256 random bits, kept as a hash; `secret` is sealed for the mail job. */
export const links = pgTable(
  "links",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    /**
     * `referral`: the doctor follows a referral. `family`: the family that was referred chooses its time.
     * `service`: books one lesson of a service, once (feature c31). `copies`: another guardian says whether mail
     * about the family's lessons may go to them as well (feature e8). `forms`: a guardian without an account fills in their forms.
     */
    kind: text("kind")
      .$type<"booking" | "referral" | "family" | "service" | "copies" | "forms">()
      .notNull(),
    subjectId: ref("subject_id").notNull(),
    tokenHash: bytes("token_hash").notNull(),
    secret: sealed("secret").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    usedAt: instant("used_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("links_token_key").on(t.tokenHash),
    index("links_subject_idx").on(t.practiceId, t.subjectId),
    check(
      "links_kind",
      sql`${t.kind} in ('booking', 'referral', 'family', 'service', 'copies', 'forms')`,
    ),
    ...rowsFor({
      staff: { add: ANY, change: ANY },
      parent: { add: ANY },
      visitor: { add: ANY },
      doctor: { add: ANY },
      link: {},
    }),
  ],
);
