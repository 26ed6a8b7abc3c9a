import { createHash, randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import { systemNow } from "./time";

export type Id<Kind extends string> = string & z.$brand<Kind>;
export type PracticeId = Id<"practice">;
export type UserId = Id<"user">;

/** A schema for the id of one noun. Version and variant are checked, so "00000000-…" is refused. */
export const id = <Kind extends string>(_kind: Kind) => z.uuid("errors:unknownId").brand<Kind>();

let lastAt = 0;
let counter = 0;

/**
 * A UUIDv7: sorts by time (RFC 9562). Ids made one after another in this process keep their order within a millisecond
 * too: its 12 bits count on from a random start. Made here so that PostgreSQL 15 to 17 need no function.
 */
export function newId<Kind extends string>(at: number = systemNow().getTime()): Id<Kind> {
  if (at > lastAt) {
    lastAt = at;
    counter = randomInt(0x400);
  } else if (++counter > 0xfff) {
    lastAt += 1;
    counter = 0;
  }
  const raw = randomBytes(16);
  raw.writeUIntBE(lastAt, 0, 6);
  raw.writeUInt16BE(0x7000 | counter, 6);
  raw[8] = (raw[8]! & 0x3f) | 0x80;
  const hex = raw.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>;
}

/** 256 random bits for a link; only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString("base64url");
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
export const token = z.string().regex(/^[\w-]{43}$/, "errors:unknownId");

const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
/** A reference people read out: ten signs without look-alikes, 49 bits. It identifies and opens nothing. */
export const newReference = (): string => {
  const signs = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]);
  return `${signs.slice(0, 5).join("")}-${signs.slice(5).join("")}`;
};
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");
