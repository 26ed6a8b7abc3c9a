import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invitations, practiceMembers, practices, users } from "@/db/schema";
import { anyone } from "@/lib/core/actor";
import { newId, tokenHash } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { acting } from "./elevate";
import { isSignedIn } from "./person";
import { AcceptInvitation, ReadToken } from "./schema";
import { shortenSessions } from "./sessions";
import { ensurePractitioner } from "./team";

/** What somebody who holds an invitation's link may know of it; null when it is used, withdrawn or too old. */
export const readInvitation = query({
  name: "accounts.read_invitation",
  allow: anyone,
  input: ReadToken,
  run: async ({ tx }, { token }) => {
    const found = await find(tx, token);
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

/** The invited address joins, nobody else: a forwarded link is worth nothing without that mailbox. */
export const acceptInvitation = command({
  name: "accounts.accept_invitation",
  allow: isSignedIn,
  input: AcceptInvitation,
  run: async ({ actor, tx, enter, audit }, { token, name }) => {
    const found = await find(tx, token);
    if (!found) throw new Refusal("too_late", "accounts:errors.invitationGone");
    const { practice_id: practiceId, id } = found;
    const [user] = await tx.select().from(users).where(eq(users.id, actor.userId));
    if (!user) throw notFound();
    await enter(practiceId);
    const role = await acting(tx, { actor: "system", practiceId }, async () => {
      const [used] = await tx
        .update(invitations)
        .set({ acceptedAt: sql`clock_timestamp()`, secret: null })
        .where(
          and(
            eq(invitations.practiceId, practiceId),
            eq(invitations.id, id),
            isNull(invitations.acceptedAt),
            isNull(invitations.revokedAt),
          ),
        )
        .returning();
      if (!used) throw new Refusal("too_late", "accounts:errors.invitationGone");
      if (used.email !== user.email)
        throw new Refusal("conflict", "accounts:errors.invitationOther");
      await tx.update(users).set({ name }).where(eq(users.id, user.id));
      await join(tx, practiceId, user.id, used.role);
      if (used.role === "practitioner") await ensurePractitioner(tx, practiceId, user.id);
      await shortenSessions(tx, user.id);
      return used.role;
    });
    audit({ type: "invitation", id }, { role, user: actor.userId });
    return { practiceId };
  },
});

async function join(
  tx: Tx,
  practiceId: string,
  userId: string,
  role: (typeof practiceMembers.$inferSelect)["role"],
): Promise<void> {
  const at = and(eq(practiceMembers.practiceId, practiceId), eq(practiceMembers.userId, userId));
  const [member] = await tx.select().from(practiceMembers).where(at);
  if (!member) {
    await tx.insert(practiceMembers).values({ practiceId, id: newId(), userId, role });
  } else if (member.deactivatedAt) {
    await tx.update(practiceMembers).set({ role, deactivatedAt: null }).where(at);
  } else {
    // A second way in must not change what an active member may do.
    throw new Refusal("conflict", "accounts:errors.alreadyMember");
  }
}

async function find(tx: Tx, token: string) {
  const [row] = await tx.execute<{ practice_id: string; id: string }>(
    sql`select * from find_invitation(${tokenHash(token)})`,
  );
  return row;
}
