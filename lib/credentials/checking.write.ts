import { and, eq, inArray, isNull } from "drizzle-orm";
import { credentials, practitioners } from "@/db/schema";
import { type Admin, isAdmin } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command, type Work } from "@/lib/work/command";
import { stampOfCredential } from "./read";
import { CheckCredential, RevokeCredential } from "./schema";

type Row = typeof credentials.$inferSelect;

/** An administrator has seen the evidence. From now on the profile says "checked", with the day. */
export const checkCredential = command({
  name: "credentials.check",
  allow: isAdmin,
  input: CheckCredential,
  run: async (work, { credentialId, seen }) => {
    const { row, slug } = await lock(work, credentialId, seen);
    await change(work, row, ["claimed", "revoked"], {
      state: "checked",
      checkedAt: work.now,
      checkedBy: work.actor.userId,
      revokedAt: null,
      revokedReason: null,
    });
    work.audit({ type: "credential", id: row.id }, { from: row.state, to: "checked" });
    return { slug };
  },
});

export const revokeCredential = command({
  name: "credentials.revoke",
  allow: isAdmin,
  input: RevokeCredential,
  run: async (work, { credentialId, seen, reason }) => {
    const { row, slug } = await lock(work, credentialId, seen);
    await change(work, row, ["claimed", "checked"], {
      state: "revoked",
      checkedAt: work.now,
      checkedBy: work.actor.userId,
      revokedAt: work.now,
      revokedReason: reason,
    });
    work.audit({ type: "credential", id: row.id }, { from: row.state, to: "revoked", reason });
    return { slug };
  },
});

async function lock(work: Work<Admin>, credentialId: string, seen: string) {
  const [row] = await work.tx
    .select()
    .from(credentials)
    .where(and(eq(credentials.id, credentialId), isNull(credentials.withdrawnAt)))
    .for("update");
  if (!row) throw notFound();
  // What was looked at is what is decided on: it may have been corrected since.
  if (stampOfCredential(row) !== seen) throw new Refusal("conflict");
  await work.enter(row.practiceId);
  const [owner] = await work.tx
    .select({ userId: practitioners.userId, slug: practitioners.slug })
    .from(practitioners)
    .where(
      and(eq(practitioners.practiceId, row.practiceId), eq(practitioners.id, row.practitionerId)),
    );
  // An administrator may teach as well; a second pair of eyes is the point of checking.
  if (owner?.userId === work.actor.userId)
    throw new Refusal("forbidden", "admin:errors.ownCredential");
  return { row, slug: owner?.slug ?? "" };
}

/** Compare-and-set: of two administrators who decide at once the second is told. */
async function change(
  { tx }: Work<Admin>,
  row: Row,
  from: Row["state"][],
  set: Partial<Row>,
): Promise<void> {
  const changed = await tx
    .update(credentials)
    .set(set)
    .where(
      and(
        eq(credentials.practiceId, row.practiceId),
        eq(credentials.id, row.id),
        eq(credentials.state, row.state),
        inArray(credentials.state, from),
      ),
    );
  if (changed.count === 0) throw new Refusal("conflict");
}
