import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { passwords, sessions } from "@/db/schema";
import { type Actor, isStaff } from "@/lib/core/actor";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { passwordMatches } from "./password";
import { sessionHash } from "./rules";

const cookie = z.string().max(200).optional();
const own = (actor: Actor, value: string | undefined) =>
  and(
    eq(sessions.userId, "userId" in actor ? actor.userId : ""),
    eq(sessions.sessionToken, value ? sessionHash(value) : ""),
  );

/**
 * Whether this browser was left alone for a quarter of an hour and nobody has shown since who sits there: asked before
 * something is signed. `password`: the person has one to show it with; otherwise they sign in again.
 */
export const leftAlone = query({
  name: "accounts.left_alone",
  allow: isStaff,
  input: z.strictObject({ cookie }),
  run: async ({ actor, tx }, input) => {
    const [row] = await tx
      .select({ idleAt: sessions.idleAt })
      .from(sessions)
      .where(own(actor, input.cookie));
    if (row && row.idleAt === null) return { idle: false, password: false };
    const [has] = await tx
      .select({ one: sql`1` })
      .from(passwords)
      .where(eq(passwords.userId, actor.userId));
    return { idle: true, password: has !== undefined };
  },
});

/** Shows that it is still the same person: true when the password was right, and the session goes on. */
export const confirmSelf = command({
  name: "accounts.confirm_self",
  allow: isStaff,
  input: z.strictObject({ cookie, password: z.string().max(400) }),
  limits: (_input, _ip, actor) => [{ subject: actor.userId, most: 10, minutes: 60 }],
  run: async ({ actor, tx, audit }, input) => {
    const [row] = await tx.select().from(passwords).where(eq(passwords.userId, actor.userId));
    const right = await passwordMatches(row?.hash ?? null, input.password);
    if (right) await tx.update(sessions).set({ idleAt: null }).where(own(actor, input.cookie));
    audit({ type: "user", id: actor.userId }, { right });
    return right;
  },
});
