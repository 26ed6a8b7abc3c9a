import { sql } from "drizzle-orm";
import {
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
import type { AdapterAccountType } from "next-auth/adapters";
import { bytes, createdAt, instant, sealed } from "../columns";

export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    name: text("name"),
    email: text("email").notNull(),
    emailVerified: instant("email_verified_at"),
    image: text("image"),
    locale: text("locale"),
    /** Platform administrators check credentials; they see no family's record. */
    adminSince: instant("admin_since_at"),
    /** Set once the person has shown that they refer babies (an address proved on a referral). */
    doctorSince: instant("doctor_since_at"),
    deactivatedAt: instant("deactivated_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("users_email_key").on(t.email),
    check("users_email_lower", sql`${t.email} = lower(${t.email})`),
  ],
);

export const accounts = pgTable(
  "accounts",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    type: text("type").$type<AdapterAccountType>().notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text("scope"),
    id_token: text("id_token"),
    session_state: text("session_state"),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.providerAccountId] }),
    index("accounts_user_idx").on(t.userId),
  ],
);

export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the cookie's value: a copy of the table opens no session. */
    sessionToken: text("session_token").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expires: instant("expires_at").notNull(),
    createdAt: createdAt(),
    lastSeenAt: instant("last_seen_at"),
    /** Came back after a while away, and has not shown since who it is: asked for before something is signed. */
    idleAt: instant("idle_at"),
    device: text("device"),
  },
  (t) => [index("sessions_user_idx").on(t.userId), index("sessions_expires_idx").on(t.expires)],
);

export const passwords = pgTable("passwords", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  hash: text("hash").notNull(),
  changedAt: instant("changed_at").notNull().defaultNow(),
});

/** One row per sign-in link or code asked for. Link and code are kept as hashes; `secret` is sealed for the mail job. */
export const signInTokens = pgTable(
  "sign_in_tokens",
  {
    id: uuid("id").primaryKey(),
    email: text("email").notNull(),
    tokenHash: bytes("token_hash").notNull(),
    codeHash: bytes("code_hash"),
    browserHash: bytes("browser_hash"),
    secret: sealed("secret"),
    next: text("next"),
    locale: text("locale"),
    wrongCodes: integer("wrong_codes").notNull().default(0),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("sign_in_tokens_hash_key").on(t.tokenHash),
    index("sign_in_tokens_browser_idx").on(t.browserHash),
    index("sign_in_tokens_expires_idx").on(t.expiresAt),
  ],
);

export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
});

/** A write done once: the same key gives the same answer, another content is refused. `response` holds ids only. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    keyHash: bytes("key_hash").primaryKey(),
    operation: text("operation").notNull(),
    requestHash: bytes("request_hash").notNull(),
    response: jsonb("response"),
    createdAt: createdAt(),
  },
  (t) => [index("idempotency_keys_created_idx").on(t.createdAt)],
);
