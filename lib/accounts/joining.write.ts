import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invitations, practiceMembers, users } from "@/db/schema";
import { newId } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { acting } from "./elevate";
import { isSignedIn } from "./person";
import { AcceptInvitation } from "./schema";
import { shortenSessions } from "./sessions";
import { ensurePractitioner } from "./team.write";
import { findInvitation } from "./tokens";

/** The invited address joins, nobody else: a forwarded link is worth nothing without that mailbox. */
export const acceptInvitation = command({
  name: "accounts.accept_invitation",
  allow: isSignedIn,
  input: AcceptInvitation,
  run: async ({ actor, tx, enter, audit }, { token, name }) => {
    const found = await findInvitation(tx, token);
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
