import { and, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { passwords, sessions, users } from "@/db/schema";
import type { Actor } from "@/lib/core/actor";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { hashPassword, passwordProblem } from "./password";
import { isSignedIn } from "./person";
import { freshMinutes, sessionHandle, sessionHash } from "./rules";
import { OneSession, SaveProfile, SetPassword, ThisSession } from "./schema";
import { endSessions } from "./sessions";

/** Everything the account page shows. `cookie` is this browser's own, to mark its row and to know how fresh it is. */
export const myAccount = query({
  name: "accounts.mine",
  allow: isSignedIn,
  input: ThisSession,
  run: async ({ actor, tx }, { cookie }) => {
    const [user] = await tx.select().from(users).where(eq(users.id, actor.userId));
    if (!user) throw notFound();
    const rows = await tx
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, actor.userId), sql`expires_at > clock_timestamp()`))
      .orderBy(sql`coalesce(last_seen_at, created_at) desc`);
    const [password] = await tx
      .select({ changedAt: passwords.changedAt })
      .from(passwords)
      .where(eq(passwords.userId, actor.userId));
    const current = cookie ? sessionHash(cookie) : null;
    return {
      email: user.email,
      name: user.name,
      locale: user.locale,
      mayHavePassword: await worksHere(tx, actor.userId),
      passwordChangedAt: password?.changedAt ?? null,
      fresh: current ? await isFresh(tx, actor.userId, current) : false,
      sessions: rows.map((row) => ({
        handle: sessionHandle(row.sessionToken),
        device: row.device,
        startedAt: row.createdAt,
        seenAt: row.lastSeenAt ?? row.createdAt,
        current: row.sessionToken === current,
      })),
    };
  },
});

export const saveProfile = command({
  name: "accounts.save_profile",
  allow: isSignedIn,
  input: SaveProfile,
  run: async ({ actor, tx, audit }, { name, locale }) => {
    await tx.update(users).set({ name, locale }).where(eq(users.id, actor.userId));
    audit({ type: "user", id: actor.userId }, { fields: ["name", "locale"] });
  },
});

/** Ends one session, from the list of one's own. */
export const revokeSession = command({
  name: "accounts.revoke_session",
  allow: isSignedIn,
  input: OneSession,
  run: async ({ actor, tx, audit }, { session }) => {
    const own = await tx
      .select({ token: sessions.sessionToken })
      .from(sessions)
      .where(eq(sessions.userId, actor.userId));
    const meant = own.find(({ token }) => sessionHandle(token) === session);
    if (meant) await tx.delete(sessions).where(eq(sessions.sessionToken, meant.token));
    audit({ type: "user", id: actor.userId }, { ended: meant ? 1 : 0 });
  },
});

export const signOut = command({
  name: "accounts.sign_out",
  allow: isSignedIn,
  input: ThisSession,
  run: async ({ actor, tx, audit }, { cookie }) => {
    if (cookie) {
      await tx
        .delete(sessions)
        .where(
          and(eq(sessions.userId, actor.userId), eq(sessions.sessionToken, sessionHash(cookie))),
        );
    }
    audit({ type: "user", id: actor.userId });
  },
});

export const signOutEverywhere = command({
  name: "accounts.sign_out_everywhere",
  allow: isSignedIn,
  input: ThisSession,
  run: async ({ actor, tx, audit }) => {
    await endSessions(tx, actor.userId);
    audit({ type: "user", id: actor.userId });
  },
});

export const setPassword = command({
  name: "accounts.set_password",
  allow: isSignedIn,
  input: SetPassword,
  limits: (_input, _ip, actor) => [{ subject: actorKey(actor), most: 20, minutes: 60 }],
  run: async ({ actor, tx, audit }, { password, cookie }) => {
    const current = await freshSession(tx, actor.userId, cookie);
    if (!(await worksHere(tx, actor.userId))) throw new Refusal("forbidden");
    const [user] = await tx.select().from(users).where(eq(users.id, actor.userId));
    if (!user) throw notFound();
    const problem = await passwordProblem(password, user);
    if (problem) throw invalidField("password", problem);
    const hash = await hashPassword(password);
    await tx
      .insert(passwords)
      .values({ userId: actor.userId, hash })
      .onConflictDoUpdate({
        target: passwords.userId,
        set: { hash, changedAt: sql`clock_timestamp()` },
      });
    await endOthers(tx, actor.userId, current);
    audit({ type: "user", id: actor.userId });
  },
});

export const removePassword = command({
  name: "accounts.remove_password",
  allow: isSignedIn,
  input: ThisSession,
  run: async ({ actor, tx, audit }, { cookie }) => {
    const current = await freshSession(tx, actor.userId, cookie);
    await tx.delete(passwords).where(eq(passwords.userId, actor.userId));
    await endOthers(tx, actor.userId, current);
    audit({ type: "user", id: actor.userId });
  },
});

const actorKey = (actor: Actor): string => ("userId" in actor ? actor.userId : actor.kind);

/** Passwords are for people who work here; parents have the link and the code, and one secret less to lose. */
async function worksHere(tx: Tx, userId: string): Promise<boolean> {
  const roles = await tx.execute<{ role: string | null; is_doctor: boolean; is_admin: boolean }>(
    sql`select role, is_doctor, is_admin from person_roles(${userId}::uuid)`,
  );
  return roles.some((row) => row.role !== null || row.is_doctor || row.is_admin);
}

async function isFresh(tx: Tx, userId: string, hash: string): Promise<boolean> {
  const [row] = await tx
    .select({ one: sql`1` })
    .from(sessions)
    .where(
      and(
        eq(sessions.sessionToken, hash),
        eq(sessions.userId, userId),
        sql`created_at > clock_timestamp() - make_interval(mins => ${freshMinutes})`,
      ),
    );
  return row !== undefined;
}

/** A borrowed, open browser must not be enough to take an account over: sign in again first. */
async function freshSession(tx: Tx, userId: string, cookie: string | undefined): Promise<string> {
  const hash = cookie ? sessionHash(cookie) : "";
  if (!(await isFresh(tx, userId, hash))) throw new Refusal("too_late", "accounts:errors.notFresh");
  return hash;
}

const endOthers = (tx: Tx, userId: string, current: string) =>
  tx.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.sessionToken, current)));
