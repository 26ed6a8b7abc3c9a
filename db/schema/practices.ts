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
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  bytes,
  createdAt,
  currency,
  day,
  id,
  instant,
  minor,
  practice,
  ref,
  sealed,
  wallTime,
  zone,
} from "../columns";
import { ANY, OWNER, PUBLISHED, rowsFor, write } from "../policies";
import { users } from "./accounts";

export const practices = pgTable(
  "practices",
  {
    practiceId: uuid("practice_id").primaryKey(),
    name: text("name").notNull(),
    country: text("country").notNull(),
    currency: currency().notNull(),
    locale: text("locale").notNull(),
    timeZone: zone().notNull(),
    phone: text("phone"),
    emergencyNumber: text("emergency_number").notNull(),
    /** Wall times in the practice's zone between which nothing but an answer to the reader's own act is sent. */
    quietFrom: wallTime("quiet_from").notNull().default("21:00"),
    quietUntil: wallTime("quiet_until").notNull().default("07:00"),
    /** Hours after which a request that nobody answered is given up. */
    requestHours: integer("request_hours").notNull().default(48),
    /** A first booking by a stranger counts once the address is proved with a code. */
    proveFirst: boolean("prove_first").notNull().default(false),
    /** Months of corrected age up to which a baby born early is shown with both ages. */
    correctUntilMonths: integer("correct_until_months").notNull().default(24),
    /** Hours after a vaccination in which massage waits; sources range from 24 to 72 (lib/safety/catalogue-day.ts). */
    vaccinationHours: integer("vaccination_hours").notNull().default(72),
    /** A family's record is kept for so many years after the last contact and after birth, whichever is later. */
    keepContactYears: integer("keep_contact_years").notNull().default(8),
    keepBirthYears: integer("keep_birth_years").notNull().default(25),
    createdAt: createdAt(),
  },
  (t) => [
    check("practices_correct_until", sql`${t.correctUntilMonths} in (12, 24, 36)`),
    check("practices_vaccination_hours", sql`${t.vaccinationHours} between 24 and 168`),
    check(
      "practices_keep",
      sql`${t.keepContactYears} between 1 and 50 and ${t.keepBirthYears} between 1 and 50`,
    ),
    ...rowsFor(
      {
        staff: { read: ANY, change: OWNER },
        parent: { read: ANY },
        link: { read: ANY },
        doctor: { read: ANY },
        admin: write(ANY),
        visitor: { read: "practice_id = any(array(select published_practices()))" },
      },
      "open",
    ),
  ],
);

export const practiceMembers = pgTable(
  "practice_members",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role").$type<"owner" | "practitioner" | "front_desk">().notNull(),
    deactivatedAt: instant("deactivated_at"),
    /** Mail about a booking, move or cancellation whose lesson begins within so many hours; null for none. */
    noticeBookedHours: integer("notice_booked_hours"),
    noticeMovedHours: integer("notice_moved_hours"),
    noticeCancelledHours: integer("notice_cancelled_hours"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("practice_members_user_key").on(t.practiceId, t.userId),
    index("practice_members_by_user_idx").on(t.userId),
    check("practice_members_role", sql`${t.role} in ('owner', 'practitioner', 'front_desk')`),
    ...rowsFor({ staff: { read: ANY, add: OWNER, change: OWNER } }),
  ],
);

export const invitations = pgTable(
  "invitations",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    email: text("email").notNull(),
    role: text("role").$type<"owner" | "practitioner" | "front_desk">().notNull(),
    tokenHash: bytes("token_hash").notNull(),
    secret: sealed("secret"),
    invitedBy: ref("invited_by")
      .notNull()
      .references(() => users.id),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    revokedAt: instant("revoked_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("invitations_token_key").on(t.tokenHash),
    check("invitations_role", sql`${t.role} in ('owner', 'practitioner', 'front_desk')`),
    ...rowsFor({ staff: write(OWNER) }),
  ],
);

export const practitioners = pgTable(
  "practitioners",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    userId: ref("user_id").references(() => users.id),
    slug: text("slug").notNull(),
    displayName: text("display_name").notNull(),
    letters: text("letters"),
    headline: text("headline"),
    /** The four things the parents' guide tells them to ask about, each its own block (feature a2). */
    coursesOfStudy: text("courses_of_study"),
    certification: text("certification"),
    experience: text("experience"),
    doctorReferrals: text("doctor_referrals"),
    area: text("area"),
    postcode: text("postcode"),
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    languages: text("languages").array().notNull().default(sql`'{}'`),
    acceptsReferrals: boolean("accepts_referrals").notNull().default(true),
    pretermExperience: boolean("preterm_experience").notNull().default(false),
    accepting: text("accepting")
      .$type<"new_families" | "paused">()
      .notNull()
      .default("new_families"),
    publishedAt: instant("published_at"),
    indexable: boolean("indexable").notNull().default(true),
    /** Over all services; null for no limit. */
    maxPerDay: integer("max_per_day"),
    maxPerWeek: integer("max_per_week"),
    /** How fast the practitioner gets from place to place, door to door; null: travel is not counted. */
    travelKmh: integer("travel_kmh"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("practitioners_slug_key").on(t.slug),
    index("practitioners_user_idx").on(t.practiceId, t.userId),
    index("practitioners_published_idx").on(t.publishedAt).where(sql`published_at is not null`),
    check(
      "practitioners_slug",
      sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(${t.slug}) <= 60`,
    ),
    check("practitioners_accepting", sql`${t.accepting} in ('new_families', 'paused')`),
    check(
      "practitioners_limits",
      sql`${t.maxPerDay} > 0 and ${t.maxPerWeek} > 0 and ${t.travelKmh} between 3 and 150`,
    ),
    ...rowsFor(
      {
        staff: { read: ANY, add: OWNER, change: ANY },
        parent: { read: ANY },
        link: { read: ANY },
        doctor: { read: ANY },
        admin: { read: ANY, change: ANY },
        visitor: { read: "published_at is not null" },
      },
      "open",
    ),
  ],
);

export const credentials = pgTable(
  "credentials",
  {
    practiceId: practice(),
    id: id(),
    practitionerId: ref("practitioner_id").notNull(),
    kind: text("kind")
      .$type<"certificate" | "licence" | "insurance" | "background_check" | "first_aid">()
      .notNull(),
    issuer: text("issuer").notNull(),
    title: text("title").notNull(),
    letters: text("letters"),
    number: text("number"),
    /** Where the issuer shows it, for whoever checks it. */
    link: text("link"),
    issuedOn: day("issued_on"),
    expiresOn: day("expires_on"),
    state: text("state").$type<"claimed" | "checked" | "revoked">().notNull().default("claimed"),
    checkedAt: instant("checked_at"),
    checkedBy: ref("checked_by").references(() => users.id),
    /** These two stay when a practitioner corrects it, so that whoever checks it next knows what was wrong. */
    revokedAt: instant("revoked_at"),
    revokedReason: text("revoked_reason"),
    /** The practitioner took it back: it is shown to nobody and checked by nobody. */
    withdrawnAt: instant("withdrawn_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.practitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    index("credentials_practitioner_idx").on(t.practiceId, t.practitionerId),
    index("credentials_state_idx").on(t.state, t.createdAt),
    check(
      "credentials_kind",
      sql`${t.kind} in ('certificate', 'licence', 'insurance', 'background_check', 'first_aid')`,
    ),
    check("credentials_state", sql`${t.state} in ('claimed', 'checked', 'revoked')`),
    check("credentials_checked", sql`(${t.state} = 'claimed') = (${t.checkedAt} is null)`),
    ...rowsFor(
      {
        // Only an administrator moves a credential to checked (feature a4); what staff change is unchecked by that.
        staff: {
          read: ANY,
          add: "state = 'claimed'",
          change: { from: ANY, to: "state = 'claimed'" },
        },
        parent: { read: ANY },
        admin: { read: ANY, change: ANY },
        visitor: { read: `${PUBLISHED} and withdrawn_at is null` },
      },
      "open",
    ),
  ],
);

export const places = pgTable(
  "places",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    kind: text("kind").$type<"studio" | "home" | "hospital" | "online">().notNull(),
    name: text("name").notNull(),
    address: text("address"),
    postcode: text("postcode"),
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    radiusMiles: integer("radius_miles"),
    /** Beginnings of the postcodes that are visited, "BS6" or "112"; empty: not said. */
    visitCodes: text("visit_codes").array().notNull().default(sql`'{}'`),
    meetingUrl: text("meeting_url"),
    timeZone: zone().notNull(),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    check("places_kind", sql`${t.kind} in ('studio', 'home', 'hospital', 'online')`),
    ...rowsFor(
      {
        staff: write(ANY),
        parent: { read: ANY },
        link: { read: ANY },
        visitor: { read: "practice_id = any(array(select published_practices()))" },
      },
      "open",
    ),
  ],
);

/** The hue of a lesson on the calendar, by its meaning in tokens.css. */
export type EventColor = "brand" | "info" | "glow" | "good" | "plum" | "stone";

export const services = pgTable(
  "services",
  {
    practiceId: practice(),
    id: id(),
    practitionerId: ref("practitioner_id").notNull(),
    placeId: ref("place_id").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    durationMinutes: integer("duration_minutes").notNull(),
    stepMinutes: integer("step_minutes"),
    bufferBeforeMinutes: integer("buffer_before_minutes").notNull().default(0),
    bufferAfterMinutes: integer("buffer_after_minutes").notNull().default(0),
    minNoticeMinutes: integer("min_notice_minutes").notNull().default(720),
    horizonDays: integer("horizon_days").notNull().default(60),
    cancelHours: integer("cancel_hours").notNull().default(24),
    priceMinor: minor("price_minor").notNull(),
    currency: currency().notNull(),
    position: integer("position").notNull().default(0),
    bookable: boolean("bookable").notNull().default(true),
    /** Who finds it: everybody, whoever has its address, or only the holder of a link made for one booking. */
    listing: text("listing").$type<"listed" | "unlisted" | "by_link">().notNull().default("listed"),
    /** The practitioner says yes before a lesson is booked; until then its time is kept. */
    approval: boolean("approval").notNull().default(false),
    color: text("color").$type<EventColor>().notNull().default("brand"),
    sameDay: boolean("same_day").notNull().default(true),
    /** Days between which lessons may lie, in the place's zone; besides the rolling horizon. */
    opensOn: day("opens_on"),
    closesOn: day("closes_on"),
    maxPerDay: integer("max_per_day"),
    maxPerWeek: integer("max_per_week"),
    /** Minutes after booking in which a change costs nothing, whatever the notice. */
    graceMinutes: integer("grace_minutes").notNull().default(15),
    /** What a change inside the notice of cancel_hours costs, in hundredths of the price. */
    lateFeePercent: integer("late_fee_percent").notNull().default(0),
    /** A move because the baby or a parent is ill is free, also on the day. */
    illnessFree: boolean("illness_free").notNull().default(true),
    /** Minutes before the start at which families are reminded. */
    reminderMinutes: integer("reminder_minutes").array().notNull().default(sql`'{2880,180}'`),
    /** Hours after the end at which a follow-up goes out; null for none. */
    followUpHours: integer("follow_up_hours"),
    archivedAt: instant("archived_at"),
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.practitionerId],
      foreignColumns: [practitioners.practiceId, practitioners.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.placeId],
      foreignColumns: [places.practiceId, places.id],
    }),
    index("services_practitioner_idx").on(t.practiceId, t.practitionerId, t.position),
    // The public slot list is asked by service alone, before the practice is known.
    index("services_id_idx").on(t.id),
    check(
      "services_minutes",
      sql`${t.durationMinutes} between 5 and 480 and ${t.bufferBeforeMinutes} between 0 and 240 and ${t.bufferAfterMinutes} between 0 and 240 and ${t.minNoticeMinutes} between 0 and 525600 and ${t.horizonDays} between 1 and 730`,
    ),
    check("services_price", sql`${t.priceMinor} >= 0`),
    check(
      "services_choices",
      sql`${t.listing} in ('listed', 'unlisted', 'by_link') and ${t.color} in ('brand', 'info', 'glow', 'good', 'plum', 'stone')`,
    ),
    check(
      "services_limits",
      sql`${t.maxPerDay} > 0 and ${t.maxPerWeek} > 0 and ${t.graceMinutes} between 0 and 1440 and ${t.lateFeePercent} between 0 and 100 and ${t.followUpHours} between 0 and 336 and cardinality(${t.reminderMinutes}) <= 5 and ${t.opensOn} <= ${t.closesOn}`,
    ),
    ...rowsFor(
      {
        staff: write(ANY),
        parent: { read: ANY },
        link: { read: ANY },
        visitor: { read: PUBLISHED },
      },
      "open",
    ),
  ],
);
