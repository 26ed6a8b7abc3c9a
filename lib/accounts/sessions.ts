import { and, eq, sql } from "drizzle-orm";
import { database, type Tx } from "@/db/client";
import { sessions } from "@/db/schema";
import { newToken } from "@/lib/core/id";
import { freshMinutes, idleMinutes, sessionHash, sessionHours } from "./rules";

/** What the browser gets: the cookie's value exists nowhere else. */
export type NewSession = { cookie: string; expires: Date };

/** Makes a session under a new name, so that a cookie planted before sign-in is worth nothing after it. */
export async function startSession(
  tx: Tx,
  userId: string,
  device: string | null,
): Promise<NewSession> {
  const hours = (await worksHere(tx, userId)) ? sessionHours.staff : sessionHours.parent;
  const cookie = newToken();
  const [made] = await tx
    .insert(sessions)
    .values({
      sessionToken: sessionHash(cookie),
      userId,
      device,
      expires: sql`clock_timestamp() + make_interval(hours => ${hours})`,
      lastSeenAt: sql`clock_timestamp()`,
    })
    .returning({ expires: sessions.expires });
  if (!made) throw new Error("no session was made");
  return { cookie, expires: made.expires };
}

/** From this moment none of the person's cookies opens anything. */
export const endSessions = (tx: Tx, userId: string) =>
  tx.delete(sessions).where(eq(sessions.userId, userId));

/** Who begins to work here gets a working day's sessions, also those that began as a parent's. */
export const shortenSessions = (tx: Tx, userId: string) =>
  tx
    .update(sessions)
    .set({
      expires: sql`least(expires_at, clock_timestamp() + make_interval(hours => ${sessionHours.staff}))`,
    })
    .where(eq(sessions.userId, userId));

/**
 * For the list of one's sessions; written at most once in five minutes. Whoever comes back after a while away shows who
 * they are before they sign something (lib/accounts/idle.write.ts).
 */
export const noteSeen = (storedHash: string) =>
  database().execute(sql`
    update sessions set last_seen_at = clock_timestamp(),
      idle_at = case when coalesce(last_seen_at, created_at) < clock_timestamp() - make_interval(mins => ${idleMinutes})
        then clock_timestamp() else idle_at end
    where session_token = ${storedHash}
      and coalesce(last_seen_at, created_at) < clock_timestamp() - interval '5 minutes'`);

/** Staff, doctors and administrators, as opposed to parents. */
export async function worksHere(tx: Tx, userId: string): Promise<boolean> {
  const roles = await tx.execute<{ role: string | null; is_doctor: boolean; is_admin: boolean }>(
    sql`select role, is_doctor, is_admin from person_roles(${userId}::uuid)`,
  );
  return roles.some((row) => row.role !== null || row.is_doctor || row.is_admin);
}

/** The person showed who they are a moment ago, in this browser. */
export async function isFresh(tx: Tx, userId: string, hash: string): Promise<boolean> {
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
