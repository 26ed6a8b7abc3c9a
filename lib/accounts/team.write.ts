import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invitations, practiceMembers, practices, practitioners, users } from "@/db/schema";
import { isOwner, type Staff } from "@/lib/core/actor";
import { newId, newToken, tokenHash } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { makePractitioner, stopTeaching } from "./practitioner";
import { invitationDays } from "./rules";
import { ChangeRole, Invite, OneInvitation, OneMember } from "./schema";
import { endSessions } from "./sessions";
import { openInvitation, sealInvitation } from "./tokens";

export const invite = command({
  name: "accounts.invite",
  allow: isOwner,
  input: Invite,
  limits: (_input, _ip, actor) => [
    { subject: `practice ${actor.practiceId}`, most: 30, minutes: 60 },
  ],
  run: async ({ actor, tx, audit, enqueue }, { email, role }) => {
    const { practiceId } = actor;
    const [member] = await tx
      .select({ id: practiceMembers.id })
      .from(practiceMembers)
      .innerJoin(users, eq(users.id, practiceMembers.userId))
      .where(
        and(
          eq(practiceMembers.practiceId, practiceId),
          eq(users.email, email),
          isNull(practiceMembers.deactivatedAt),
        ),
      );
    if (member) throw new Refusal("conflict", "team:errors.alreadyMember");
    // A second invitation replaces the first: one link per person is good at a time.
    await tx
      .update(invitations)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(
        and(eq(invitations.practiceId, practiceId), eq(invitations.email, email), openInvitation),
      );
    const id = newId<"invitation">();
    const secret = newToken();
    await tx.insert(invitations).values({
      practiceId,
      id,
      email,
      role,
      tokenHash: tokenHash(secret),
      secret: sealInvitation(practiceId, id, secret),
      invitedBy: actor.userId,
      expiresAt: sql`clock_timestamp() + make_interval(days => ${invitationDays})`,
    });
    enqueue("mail.invitation", { practiceId, invitationId: id });
    audit({ type: "invitation", id }, { role });
    return { invitationId: id };
  },
});

export const revokeInvitation = command({
  name: "accounts.revoke_invitation",
  allow: isOwner,
  input: OneInvitation,
  run: async ({ actor, tx, audit }, { invitationId }) => {
    const revoked = await tx
      .update(invitations)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(invitations.practiceId, actor.practiceId),
          eq(invitations.id, invitationId),
          isNull(invitations.acceptedAt),
        ),
      );
    if (revoked.count === 0) throw notFound();
    audit({ type: "invitation", id: invitationId });
  },
});

export const changeRole = command({
  name: "accounts.change_role",
  allow: isOwner,
  input: ChangeRole,
  run: async ({ actor, tx, audit }, { memberId, role }) => {
    const member = await lockTeam(tx, actor, memberId);
    if (role !== "owner") await keepOneOwner(tx, actor, member.id);
    await tx
      .update(practiceMembers)
      .set({ role })
      .where(
        and(eq(practiceMembers.practiceId, actor.practiceId), eq(practiceMembers.id, memberId)),
      );
    if (role === "practitioner") await ensurePractitioner(tx, actor.practiceId, member.userId);
    // The front desk teaches nobody: what families could book with them is gone with the role.
    const stopped = role === "front_desk" ? await stopTeaching(tx, member) : {};
    audit({ type: "member", id: memberId }, { role, ...stopped });
  },
});

export const deactivateMember = command({
  name: "accounts.deactivate_member",
  allow: isOwner,
  input: OneMember,
  run: async ({ actor, tx, audit }, { memberId }) => {
    const member = await lockTeam(tx, actor, memberId);
    await keepOneOwner(tx, actor, memberId);
    await tx
      .update(practiceMembers)
      .set({ deactivatedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(practiceMembers.practiceId, actor.practiceId),
          eq(practiceMembers.id, memberId),
          isNull(practiceMembers.deactivatedAt),
        ),
      );
    await endSessions(tx, member.userId);
    audit({ type: "member", id: memberId }, await stopTeaching(tx, member));
  },
});

/** Lets somebody in again. Their public page stays down until it is published anew. */
export const reactivateMember = command({
  name: "accounts.reactivate_member",
  allow: isOwner,
  input: OneMember,
  run: async ({ actor, tx, audit }, { memberId }) => {
    await lockTeam(tx, actor, memberId);
    await tx
      .update(practiceMembers)
      .set({ deactivatedAt: null })
      .where(
        and(eq(practiceMembers.practiceId, actor.practiceId), eq(practiceMembers.id, memberId)),
      );
    audit({ type: "member", id: memberId });
  },
});

/** Changes of one team queue at its practice's row, so that two owners cannot remove each other at once. */
async function lockTeam(tx: Tx, actor: Staff, memberId: string) {
  await tx
    .select({ id: practices.practiceId })
    .from(practices)
    .where(eq(practices.practiceId, actor.practiceId))
    .for("update");
  // The caller may have lost the role while waiting.
  const [self] = await tx
    .select({ id: practiceMembers.id })
    .from(practiceMembers)
    .where(
      and(
        eq(practiceMembers.practiceId, actor.practiceId),
        eq(practiceMembers.userId, actor.userId),
        eq(practiceMembers.role, "owner"),
        isNull(practiceMembers.deactivatedAt),
      ),
    );
  if (!self) throw new Refusal("forbidden");
  const [member] = await tx
    .select()
    .from(practiceMembers)
    .where(and(eq(practiceMembers.practiceId, actor.practiceId), eq(practiceMembers.id, memberId)));
  if (!member) throw notFound();
  return member;
}

/** A practice without an owner could never be run again. */
async function keepOneOwner(tx: Tx, actor: Staff, leaving: string): Promise<void> {
  const [other] = await tx
    .select({ id: practiceMembers.id })
    .from(practiceMembers)
    .where(
      and(
        eq(practiceMembers.practiceId, actor.practiceId),
        eq(practiceMembers.role, "owner"),
        isNull(practiceMembers.deactivatedAt),
        ne(practiceMembers.id, leaving),
      ),
    )
    .limit(1);
  if (!other) throw new Refusal("conflict", "team:errors.lastOwner");
}

/** Somebody who is to teach needs a page and a calendar. */
export async function ensurePractitioner(
  tx: Tx,
  practiceId: string,
  userId: string,
): Promise<void> {
  const [own] = await tx
    .select({ id: practitioners.id })
    .from(practitioners)
    .where(and(eq(practitioners.practiceId, practiceId), eq(practitioners.userId, userId)));
  if (own) return;
  const [user] = await tx
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  const name = user?.name ?? user?.email.split("@")[0] ?? "";
  await makePractitioner(tx, { practiceId, userId, name });
}
