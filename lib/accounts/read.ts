import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, min, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import {
  invitations,
  lessons,
  passwords,
  practiceMembers,
  practices,
  practitioners,
  sessions,
  signInTokens,
  users,
} from "@/db/schema";
import { anyone, isOwner } from "@/lib/core/actor";
import { tokenHash } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { acting } from "./elevate";
import { isSignedIn } from "./person";
import { codeMinutes, maskAddress, sessionHandle, sessionHash } from "./rules";
import { ReadToken, ThisSession } from "./schema";
import { isFresh, worksHere } from "./sessions";
import { findInvitation, openInvitation } from "./tokens";

/** Whether this installation belongs to somebody. */
export async function hasOwner(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ owned: boolean }>(sql`select has_owner() as owned`);
  return row?.owned === true;
}

/** False only on an installation that nobody has set up, whoever signed in to it meanwhile. */
export const isSetUp = query({
  name: "accounts.is_set_up",
  allow: anyone,
  input: z.strictObject({}),
  run: ({ tx }) => hasOwner(tx),
});

/** Whom a sign-in link signs in, for the page with the button; null when it is used, unknown or too old. */
export const readLink = query({
  name: "accounts.read_link",
  allow: anyone,
  input: ReadToken,
  run: async ({ tx }, { token }) => {
    const [row] = await tx
      .select({ email: signInTokens.email })
      .from(signInTokens)
      .where(
        and(
          eq(signInTokens.tokenHash, tokenHash(token)),
          isNull(signInTokens.usedAt),
          gt(signInTokens.expiresAt, sql`clock_timestamp()`),
        ),
      );
    return row ? { address: maskAddress(row.email) } : null;
  },
});

/** What this browser asked for last, for the page that takes the code; null when the code has run out. */
export const readAsked = query({
  name: "accounts.read_asked",
  allow: anyone,
  input: ReadToken,
  run: async ({ tx }, { token }) => {
    const [row] = await tx
      .select({ email: signInTokens.email, next: signInTokens.next })
      .from(signInTokens)
      .where(
        and(
          eq(signInTokens.browserHash, tokenHash(token)),
          isNull(signInTokens.usedAt),
          gt(
            signInTokens.createdAt,
            sql`clock_timestamp() - make_interval(mins => ${codeMinutes})`,
          ),
        ),
      )
      .orderBy(desc(signInTokens.id))
      .limit(1);
    return row ?? null;
  },
});

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

export const team = query({
  name: "accounts.team",
  allow: isOwner,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const members = await tx
      .select({
        id: practiceMembers.id,
        userId: practiceMembers.userId,
        role: practiceMembers.role,
        deactivatedAt: practiceMembers.deactivatedAt,
        since: practiceMembers.createdAt,
        name: users.name,
        email: users.email,
      })
      .from(practiceMembers)
      .innerJoin(users, eq(users.id, practiceMembers.userId))
      .where(eq(practiceMembers.practiceId, actor.practiceId))
      .orderBy(practiceMembers.createdAt);
    const invited = await tx
      .select({
        id: invitations.id,
        email: invitations.email,
        role: invitations.role,
        expiresAt: invitations.expiresAt,
      })
      .from(invitations)
      .where(and(eq(invitations.practiceId, actor.practiceId), openInvitation))
      .orderBy(invitations.createdAt);
    const teaching = await teachingOf(tx, actor.practiceId, now);
    return {
      members: members.map((row) => ({
        ...row,
        self: row.userId === actor.userId,
        teaches: teaching.find((one) => one.userId === row.userId) ?? null,
      })),
      invited,
    };
  },
});

/** Who has a page here, and the lessons that families still have with them. */
const teachingOf = (tx: Tx, practiceId: string, now: Date) =>
  tx
    .select({
      practitionerId: practitioners.id,
      userId: practitioners.userId,
      published: isNotNull(practitioners.publishedAt).mapWith(Boolean),
      lessons: count(lessons.id),
      next: min(lessons.startsAt),
    })
    .from(practitioners)
    .leftJoin(
      lessons,
      and(
        eq(lessons.practiceId, practitioners.practiceId),
        eq(lessons.practitionerId, practitioners.id),
        eq(lessons.kind, "lesson"),
        inArray(lessons.status, ["requested", "confirmed"]),
        gt(lessons.startsAt, now),
      ),
    )
    .where(and(eq(practitioners.practiceId, practiceId), isNotNull(practitioners.userId)))
    .groupBy(practitioners.practiceId, practitioners.id)
    .orderBy(asc(practitioners.createdAt), asc(practitioners.id));

/** What somebody who holds an invitation's link may know of it; null when it is used, withdrawn or too old. */
export const readInvitation = query({
  name: "accounts.read_invitation",
  allow: anyone,
  input: ReadToken,
  run: async ({ tx }, { token }) => {
    const found = await findInvitation(tx, token);
    if (!found) return null;
    return acting(tx, { actor: "system", practiceId: found.practice_id }, async () => {
      const [row] = await tx
        .select({
          email: invitations.email,
          role: invitations.role,
          practiceName: practices.name,
          invitedBy: users.name,
        })
        .from(invitations)
        .innerJoin(practices, eq(practices.practiceId, invitations.practiceId))
        .innerJoin(users, eq(users.id, invitations.invitedBy))
        .where(and(eq(invitations.practiceId, found.practice_id), eq(invitations.id, found.id)));
      return row ?? null;
    });
  },
});
