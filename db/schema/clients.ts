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
} from "drizzle-orm/pg-core";
import { bytes, createdAt, day, id, instant, practice, ref, sealed } from "../columns";
import { ANY, everyVerb, LINK_CLIENT, OWN_CLIENT, rowsFor, write } from "../policies";
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
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.dataKeyId],
      foreignColumns: [dataKeys.practiceId, dataKeys.id],
    }),
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
    relation: text("relation"),
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
    check("guardians_email_lower", sql`${t.email} = lower(${t.email})`),
    ...rowsFor({
      staff: write(ANY),
      parent: { read: OWN_CLIENT, add: ANY },
      visitor: { add: "user_id is null" },
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
    /** Completed days of pregnancy at birth; null when the family said "not born early". */
    gestationDays: integer("gestation_days"),
    sex: text("sex").$type<"girl" | "boy" | "unsaid">().notNull().default("unsaid"),
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
    index("babies_client_idx").on(t.practiceId, t.clientId),
    check("babies_gestation", sql`${t.gestationDays} between 154 and 314`),
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
