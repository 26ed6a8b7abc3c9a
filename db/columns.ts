import { customType, date, integer, text, time, timestamp, uuid } from "drizzle-orm/pg-core";

/** A UUIDv7 made by the caller (lib/core/id.ts), so that an insert needs no RETURNING under row-level security. */
export const id = () => uuid("id").notNull();
export const practice = () => uuid("practice_id").notNull();
export const ref = (name: string) => uuid(name);
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => instant("created_at").notNull().defaultNow();
export const day = (name: string) => date(name, { mode: "string" });
export const wallTime = (name: string) => time(name);
export const zone = (name = "time_zone") => text(name);
export const minor = (name: string) => integer(name);
export const currency = () => text("currency");
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
/** Ciphertext of lib/work/vault.ts; plaintext of such a column never reaches PostgreSQL. */
export const sealed = (name: string) => bytes(name);
