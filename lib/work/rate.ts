import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { database, type Tx } from "@/db/client";
import { Refusal } from "@/lib/core/refusal";

/** At most `most` times per `minutes` for one subject: an address, an e-mail, a practitioner. */
export type Limit = { subject: string; most: number; minutes: number };

const keyOf = (name: string, { subject, minutes }: Omit<Limit, "most">): Buffer =>
  createHash("sha256").update(`${name}\n${minutes}\n${subject}`).digest();

/** Forgets the attempts counted against limits, once their subject has shown that the attempts were honest. */
export async function forgive(
  tx: Tx,
  name: string,
  limits: readonly Omit<Limit, "most">[],
): Promise<void> {
  for (const limit of limits)
    await tx.execute(sql`delete from rate_hits where key = ${keyOf(name, limit)}`);
}

/** Counts one attempt against each limit, outside any transaction, and refuses when one is used up. */
export async function enforce(name: string, limits: readonly Limit[]): Promise<void> {
  if (limits.length === 0) return;
  // In one order for everybody: two callers with the same limits never wait for each other's.
  const hits = limits
    .map((limit) => ({ ...limit, key: `\\x${keyOf(name, limit).toString("hex")}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, most, minutes }) => ({ key, most, minutes }));
  const [row] = await database().execute<{
    wait: number;
  }>(sql`select max(rate_hit(key, most, make_interval(mins => minutes))) as wait
    from jsonb_to_recordset(${JSON.stringify(hits)}::jsonb) as hits(key bytea, most integer, minutes integer)`);
  const seconds = Number(row?.wait ?? 0);
  if (seconds > 0) {
    const wait = Math.ceil(seconds / 60);
    throw new Refusal(
      "rate_limited",
      { key: "errors:rate_limited", params: { minutes: wait } },
      { facts: { seconds } },
    );
  }
}
