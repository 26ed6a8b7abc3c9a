import { and, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { passwords, practices, sessions, users } from "@/db/schema";
import type { Actor } from "@/lib/core/actor";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { hashPassword, passwordProblem } from "./password";
import { isSignedIn } from "./person";
import { sessionHandle, sessionHash } from "./rules";
import { OneSession, SaveProfile, SetPassword, ThisSession } from "./schema";
import { endSessions, isFresh, worksHere } from "./sessions";

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
    // Parents have the link and the code, and one secret less to lose.
    if (!(await worksHere(tx, actor.userId))) throw new Refusal("forbidden");
    const [user] = await tx.select().from(users).where(eq(users.id, actor.userId));
    if (!user) throw notFound();
    const problem = await passwordProblem(password, {
      ...user,
      practice: await practiceName(tx, actor),
    });
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

async function practiceName(tx: Tx, actor: Actor): Promise<string | undefined> {
  if (actor.kind !== "staff") return undefined;
  const [practice] = await tx
    .select({ name: practices.name })
    .from(practices)
    .where(eq(practices.practiceId, actor.practiceId));
  return practice?.name;
}

const actorKey = (actor: Actor): string => ("userId" in actor ? actor.userId : actor.kind);

/** A borrowed, open browser must not be enough to take an account over: sign in again first. */
async function freshSession(tx: Tx, userId: string, cookie: string | undefined): Promise<string> {
  const hash = cookie ? sessionHash(cookie) : "";
  if (!(await isFresh(tx, userId, hash))) throw new Refusal("too_late", "accounts:errors.notFresh");
  return hash;
}

const endOthers = (tx: Tx, userId: string, current: string) =>
  tx.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.sessionToken, current)));
