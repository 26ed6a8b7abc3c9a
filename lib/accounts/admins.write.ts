import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { users } from "@/db/schema";
import { type Admin, isAdmin } from "@/lib/core/actor";
import { invalidField, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { administrators } from "./admins.read";
import { NameAdmin } from "./schema";
import { shortenSessions } from "./sessions";

/** Somebody who has an account here becomes an administrator as well; what they are besides stays. */
export const nameAdmin = command({
  name: "accounts.name_admin",
  allow: isAdmin,
  input: NameAdmin,
  limits: (_input, _ip, actor) => [{ subject: `user:${actor.userId}`, most: 20, minutes: 60 }],
  run: async ({ actor, tx, now, audit }, { email }) => {
    const all = await lockAdmins(tx, actor);
    if (all.some((one) => one.email === email))
      throw new Refusal("conflict", "admin:errors.alreadyAdmin");
    const [user] = await tx
      .update(users)
      .set({ adminSince: now })
      .where(and(eq(users.email, email), isNull(users.deactivatedAt)))
      .returning({ id: users.id });
    if (!user) throw invalidField("email", "admin:errors.noAccount");
    await shortenSessions(tx, user.id);
    audit({ type: "user", id: user.id }, { admin: true });
    return null;
  },
});

/** One's own role, given up. Nobody takes it from another; the last one keeps it. */
export const giveUpAdmin = command({
  name: "accounts.give_up_admin",
  allow: isAdmin,
  input: z.strictObject({}),
  run: async ({ actor, tx, audit }) => {
    const all = await lockAdmins(tx, actor);
    if (all.length < 2) throw new Refusal("conflict", "admin:errors.lastAdmin");
    await tx.update(users).set({ adminSince: null }).where(eq(users.id, actor.userId));
    audit({ type: "user", id: actor.userId }, { admin: false });
    return null;
  },
});

/** Changes queue, so that the last two cannot both leave at once. The caller may have left while waiting. */
async function lockAdmins(tx: Tx, actor: Admin) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`);
  const all = await administrators(tx);
  if (!all.some(({ userId }) => userId === actor.userId)) throw new Refusal("forbidden");
  return all;
}
