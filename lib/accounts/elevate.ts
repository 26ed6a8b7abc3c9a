import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { isShared } from "@/lib/work/reads";

type Part = { actor: "system" | "parent"; practiceId?: string; userId?: string };

/**
 * One step in another part inside the caller's transaction. For the moments at which somebody has just shown what
 * gives them rows that row-level security keeps from them: an address, an invitation's token.
 */
export async function acting<T>(tx: Tx, part: Part, step: () => Promise<T>): Promise<T> {
  if (isShared(tx)) throw new Error("what acts in another part is not asked beside others");
  const [before] = await tx.execute<Record<"actor" | "practice" | "user", string>>(sql`
    select current_setting('app.actor', true) as actor, current_setting('app.practice_id', true) as practice,
      current_setting('app.user_id', true) as "user"`);
  await set(tx, part.actor, part.practiceId, part.userId);
  const value = await step();
  await set(tx, before?.actor, before?.practice, before?.user);
  return value;
}

const set = (tx: Tx, actor = "", practice = "", user = "") =>
  tx.execute(sql`select set_config('app.actor', ${actor}, true),
    set_config('app.practice_id', ${practice}, true), set_config('app.user_id', ${user}, true)`);
