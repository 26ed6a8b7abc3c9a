import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { database, type Tx } from "@/db/client";
import { Refusal } from "@/lib/core/refusal";

/** At most `most` times per `minutes` for one subject: an address, an e-mail, a practitioner. */
export type Limit = { subject: string; most: number; minutes: number };

/**
 * For callers who can be told apart. Without a trusted proxy all have one address, and what is counted for all, one of them
 * uses up for the others.
 */
export const byAddress = (ip: string, most: number, minutes: number): Limit[] =>
  ip === "direct" || ip === "unknown" ? [] : [{ subject: `ip:${ip}`, most, minutes }];

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

/**
 * Counts one attempt against each limit, outside any transaction, and refuses when one is used up. In their order: what
 * the first refuses counts against no other, so that nobody uses up what is shared with others by trying on.
 */
export async function enforce(name: string, limits: readonly Limit[]): Promise<void> {
  if (limits.length === 0) return;
  const waits = limits.map(
    (limit) =>
      sql`nullif(rate_hit(${keyOf(name, limit)}, ${limit.most}, make_interval(mins => ${limit.minutes})), 0)`,
  );
  // coalesce() asks no further than it must.
  const [row] = await database().execute<{ wait: number | null }>(
    sql`select coalesce(${sql.join(waits, sql`, `)}) as wait`,
  );
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
