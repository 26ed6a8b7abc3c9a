import { and, eq, inArray } from "drizzle-orm";
import { credentials, practitioners } from "@/db/schema";
import { type Admin, isAdmin } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command, type Work } from "@/lib/work/command";
import { OneCredential, RevokeCredential } from "./schema";

type Row = typeof credentials.$inferSelect;

/** An administrator has seen the evidence. From now on the profile says "checked", with the day. */
export const checkCredential = command({
  name: "credentials.check",
  allow: isAdmin,
  input: OneCredential,
  run: async (work, { credentialId }) => {
    const row = await lock(work, credentialId);
    await change(work, row, ["claimed", "revoked"], {
      state: "checked",
      checkedAt: work.now,
      checkedBy: work.actor.userId,
      revokedAt: null,
    });
    work.audit({ type: "credential", id: row.id }, { from: row.state, to: "checked" });
  },
});

export const revokeCredential = command({
  name: "credentials.revoke",
  allow: isAdmin,
  input: RevokeCredential,
  run: async (work, { credentialId, reason }) => {
    const row = await lock(work, credentialId);
    await change(work, row, ["claimed", "checked"], {
      state: "revoked",
      checkedAt: work.now,
      checkedBy: work.actor.userId,
      revokedAt: work.now,
    });
    work.audit({ type: "credential", id: row.id }, { from: row.state, to: "revoked", reason });
  },
});

async function lock(work: Work<Admin>, credentialId: string): Promise<Row> {
  const [row] = await work.tx.select().from(credentials).where(eq(credentials.id, credentialId));
  if (!row) throw notFound();
  await work.enter(row.practiceId);
  const [owner] = await work.tx
    .select({ userId: practitioners.userId })
    .from(practitioners)
    .where(
      and(eq(practitioners.practiceId, row.practiceId), eq(practitioners.id, row.practitionerId)),
    );
  // An administrator may teach as well; a second pair of eyes is the point of checking.
  if (owner?.userId === work.actor.userId)
    throw new Refusal("forbidden", "admin:errors.ownCredential");
  return row;
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
