import { sql } from "drizzle-orm";
import {
  boolean,
  check,
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
import { bytes, createdAt, day, id, instant, practice, ref, sealed, wallTime } from "../columns";
import {
  ANY,
  CLINICAL,
  everyVerb,
  LINK_CLIENT,
  OWN_CLIENT,
  OWNER,
  rowsFor,
  write,
} from "../policies";
import { users } from "./accounts";
import { practices } from "./practices";

/** The key a family's clinical fields are sealed with, itself sealed with the root key `kid` (lib/work/vault.ts). */
export const dataKeys = pgTable(
  "data_keys",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    wrapped: bytes("wrapped").notNull(),
    kid: integer("kid").notNull(),
    /** The key is gone and with it every word that was sealed with it: `wrapped` is empty. */
    destroyedAt: instant("destroyed_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    ...rowsFor({
      staff: { read: ANY, add: ANY },
      parent: { read: "id = any(array(select my_data_keys()))", add: ANY },
      visitor: { add: ANY },
      link: { read: "id = (select link_data_key())" },
      doctor: { read: "id = any(array(select my_data_keys()))", add: ANY },
    }),
  ],
);

export const clients = pgTable(
  "clients",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    /** The family as the practice calls it. */
    name: text("name").notNull(),
    source: text("source").$type<"booking" | "referral" | "staff">().notNull(),
    dataKeyId: ref("data_key_id").notNull(),
    /** Nothing is sent to this family any more, such as after a bereavement. */
    silentSince: instant("silent_since"),
    archivedAt: instant("archived_at"),
    /** The record that goes on after a merge; rows, signatures and the key of this one stay where they are. */
    mergedInto: ref("merged_into"),
    /** The grown-ups live apart: nobody is shown where another of them lives. */
    apartSince: instant("apart_since"),
    /** Nothing of this family may be deleted, such as while a court looks at it; why is sealed. */
    heldSince: instant("held_since"),
    heldWhy: sealed("held_why"),
    /** Since when the time to keep it is over, as the job last found it. Nothing is deleted by that alone. */
    keptLongEnoughSince: instant("kept_long_enough_since"),
    erasedAt: instant("erased_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.dataKeyId],
      foreignColumns: [dataKeys.practiceId, dataKeys.id],
    }),
    foreignKey({ columns: [t.practiceId, t.mergedInto], foreignColumns: [t.practiceId, t.id] }),
    index("clients_merged_idx").on(t.practiceId, t.mergedInto).where(sql`merged_into is not null`),
    index("clients_archived_idx")
      .on(t.practiceId, t.archivedAt)
      .where(sql`archived_at is not null`),
    index("clients_kept_idx")
      .on(t.practiceId)
      .where(sql`kept_long_enough_since is not null and erased_at is null`),
    check("clients_merged", sql`${t.mergedInto} <> ${t.id}`),
    index("clients_name_idx").on(t.practiceId, sql`lower(${t.name})`, t.id),
    check("clients_source", sql`${t.source} in ('booking', 'referral', 'staff')`),
    ...rowsFor({
      staff: write(ANY),
      parent: { read: "id = any(array(select my_clients()))", add: ANY },
      visitor: { add: ANY },
      link: { read: "id = (select link_client())" },
    }),
  ],
);

export const KIN = [
  "mother",
  "father",
  "parent",
  "step_parent",
  "grandparent",
  "foster_carer",
  "guardian",
  "nanny",
  "other",
] as const;
export type Kin = (typeof KIN)[number];
/** What nobody said is no yes: only "yes" opens anything. */
export type Said = "yes" | "no" | "unsaid";
const said = (name: string) => text(name).$type<Said>().notNull().default("unsaid");

export const guardians = pgTable(
  "guardians",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    userId: ref("user_id").references(() => users.id),
    name: text("name").notNull(),
    email: text("email"),
    phone: text("phone"),
    /** The last nine digits, set by a trigger: two ways of writing one number are found to be one. */
    phoneKey: text("phone_key"),
    kin: text("kin").$type<Kin>(),
    /** In their own words, where none of the list fits. */
    relation: text("relation"),
    responsibility: said("responsibility"),
    mayConsent: said("may_consent"),
    mayAttend: said("may_attend"),
    /** The family's record and copies of its mail; row-level security goes by it (my_clients). */
    maySee: said("may_see"),
    /** A foster carer's consent is the authority's: who gave it in writing, when, and until when it holds. */
    fosterBy: text("foster_by"),
    fosterOn: day("foster_on"),
    fosterUntil: day("foster_until"),
    locale: text("locale"),
    /** Whoever booked gets the mail about it; another guardian only from here on (feature e8). */
    copiesSince: instant("copies_since"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    index("guardians_client_idx").on(t.practiceId, t.clientId),
    index("guardians_user_idx").on(t.userId),
    index("guardians_email_idx").on(t.email),
    // Partial, or PostgreSQL takes it for finding the people of some families and looks at everybody of the practice.
    index("guardians_phone_idx").on(t.practiceId, t.phoneKey).where(sql`phone_key is not null`),
    check("guardians_email_lower", sql`${t.email} = lower(${t.email})`),
    check(
      "guardians_kin",
      sql`${t.kin} in ('mother', 'father', 'parent', 'step_parent', 'grandparent', 'foster_carer', 'guardian', 'nanny', 'other')`,
    ),
    check(
      "guardians_said",
      sql`${t.responsibility} in ('yes', 'no', 'unsaid') and ${t.mayConsent} in ('yes', 'no', 'unsaid') and ${t.mayAttend} in ('yes', 'no', 'unsaid') and ${t.maySee} in ('yes', 'no', 'unsaid')`,
    ),
    check(
      "guardians_foster",
      sql`${t.kin} is distinct from 'foster_carer' or ${t.mayConsent} <> 'yes' or (${t.fosterBy} is not null and ${t.fosterOn} is not null)`,
    ),
    ...rowsFor({
      staff: write(ANY),
      // Their own row, whatever they may see besides; of the others they learn names only (my_carers).
      parent: {
        read: "user_id = (select app_user())",
        add: "nobody_knows(practice_id, client_id) or (client_id = any(array(select my_clients())) and user_id is null and may_see = 'unsaid' and may_consent = 'unsaid')",
      },
      visitor: { add: "user_id is null and nobody_knows(practice_id, client_id)" },
      link: { read: LINK_CLIENT },
    }),
  ],
);

export const babies = pgTable(
  "babies",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    firstName: text("first_name").notNull(),
    bornOn: day("born_on").notNull(),
    /** Completed days of pregnancy at birth; null when nobody said more than "not born early". */
    gestationDays: integer("gestation_days"),
    /** Nobody knows whether the baby was born early, as with foster care or adoption. */
    gestationUnknown: boolean("gestation_unknown").notNull().default(false),
    sex: text("sex").$type<"girl" | "boy" | "unsaid">().notNull().default("unsaid"),
    /** Born as one of so many, and as which of them; null where nobody said. */
    bornOf: integer("born_of"),
    birthOrder: integer("birth_order"),
    bornAt: wallTime("born_at"),
    /** The same child, known to another record of the merged family: that one goes on. */
    sameAs: ref("same_as"),
    /** Sealed JSON of lib/clients/schema.ts: allergies, conditions, what to take care with. */
    health: sealed("health"),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({ columns: [t.practiceId, t.sameAs], foreignColumns: [t.practiceId, t.id] }),
    index("babies_client_idx").on(t.practiceId, t.clientId),
    index("babies_born_idx").on(t.practiceId, t.bornOn),
    index("babies_same_idx").on(t.practiceId, t.sameAs).where(sql`same_as is not null`),
    check("babies_same", sql`${t.sameAs} <> ${t.id}`),
    check(
      "babies_multiple",
      sql`${t.bornOf} between 1 and 6 and ${t.birthOrder} between 1 and ${t.bornOf}`,
    ),
    check("babies_gestation", sql`${t.gestationDays} between 154 and 314`),
    check("babies_gestation_unknown", sql`not ${t.gestationUnknown} or ${t.gestationDays} is null`),
    check("babies_sex", sql`${t.sex} in ('girl', 'boy', 'unsaid')`),
    ...rowsFor({
      staff: write(ANY),
      parent: { read: OWN_CLIENT, add: ANY },
      visitor: { add: ANY },
      link: { read: LINK_CLIENT },
    }),
  ],
);

/** When the last feed ended: one clock per baby, shared by all who care for the baby. */
export const feeds = pgTable(
  "feeds",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    endedAt: instant("ended_at").notNull(),
    byUserId: ref("by_user_id").references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    index("feeds_baby_idx").on(t.practiceId, t.babyId, t.endedAt.desc()),
    ...rowsFor({ staff: { read: ANY }, parent: { read: OWN_CLIENT, add: OWN_CLIENT } }),
  ],
);

/** Messages between a family and its practitioner; the screens for them come with their feature. */
export const messages = pgTable(
  "messages",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    fromUserId: ref("from_user_id")
      .notNull()
      .references(() => users.id),
    body: sealed("body").notNull(),
    urgent: boolean("urgent").notNull().default(false),
    readAt: instant("read_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    index("messages_client_idx").on(t.practiceId, t.clientId, t.createdAt),
    ...rowsFor({ staff: everyVerb(ANY), parent: { read: OWN_CLIENT, add: OWN_CLIENT } }),
  ],
);

/** Two records found to be one family, and whether that was taken back. Undoing it needs only what is written here. */
export const clientMerges = pgTable(
  "client_merges",
  {
    practiceId: practice(),
    id: id(),
    /** The record that goes on, and the one that was found to be the same family. */
    intoId: ref("into_id").notNull(),
    fromId: ref("from_id").notNull(),
    /** Records that pointed to the second one already, and its babies that are children of the first. */
    movedIds: uuid("moved_ids").array().notNull().default(sql`'{}'`),
    sameBabyIds: uuid("same_baby_ids").array().notNull().default(sql`'{}'`),
    byUserId: ref("by_user_id")
      .notNull()
      .references(() => users.id),
    undoneAt: instant("undone_at"),
    undoneBy: ref("undone_by").references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.intoId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.fromId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    uniqueIndex("client_merges_once_key").on(t.practiceId, t.fromId).where(sql`undone_at is null`),
    index("client_merges_into_idx").on(t.practiceId, t.intoId),
    ...rowsFor({ staff: { read: ANY, add: CLINICAL, change: CLINICAL } }),
  ],
);

/** What was known of a child before its row was joined with another's, kept until the two are parted again. */
export const joinedChildren = pgTable(
  "joined_children",
  {
    practiceId: practice(),
    babyId: ref("baby_id").notNull(),
    clientId: ref("client_id").notNull(),
    /** As babies.health, under the same key; null where nothing was known. */
    health: sealed("health"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.babyId] }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    index("joined_children_client_idx").on(t.practiceId, t.clientId),
    ...rowsFor({ staff: everyVerb(CLINICAL) }),
  ],
);

/** Two records that somebody looked at and found to be two families: no hint again. `lowId` < `highId`. */
export const differentFamilies = pgTable(
  "different_families",
  {
    practiceId: practice(),
    lowId: ref("low_id").notNull(),
    highId: ref("high_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.lowId, t.highId] }),
    foreignKey({
      columns: [t.practiceId, t.lowId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.highId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    index("different_families_high_idx").on(t.practiceId, t.highId),
    check("different_families_order", sql`${t.lowId} < ${t.highId}`),
    ...rowsFor({ staff: everyVerb(ANY) }),
  ],
);

/** What is left of a family that was deleted: ids, counts and days, for whoever asks what became of it. */
export const erasures = pgTable(
  "erasures",
  {
    practiceId: practice().references(() => practices.practiceId),
    id: id(),
    erasedClientId: ref("erased_client_id").notNull(),
    byUserId: ref("by_user_id")
      .notNull()
      .references(() => users.id),
    lastContactOn: day("last_contact_on").notNull(),
    /** The rule as it was: years after the last contact and after birth, and the day on which both were over. */
    contactYears: integer("contact_years").notNull(),
    birthYears: integer("birth_years").notNull(),
    dueOn: day("due_on").notNull(),
    /** Rows by table: taken away, and left without a name. */
    removed: jsonb("removed").$type<Record<string, number>>().notNull(),
    kept: jsonb("kept").$type<Record<string, number>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    uniqueIndex("erasures_client_key").on(t.practiceId, t.erasedClientId),
    ...rowsFor({ staff: { read: OWNER } }),
  ],
);
