import { and, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invitations } from "@/db/schema";
import { tokenHash } from "@/lib/core/id";
import { sealForSystem, unsealForSystem } from "@/lib/work/vault";

// What mail jobs need to write a link or a code, sealed in its row until it is used or runs out.
const inSignIn = (id: string) => ({
  table: "sign_in_tokens",
  column: "secret",
  practiceId: null,
  id,
});
const inInvitation = (practiceId: string, id: string) => ({
  table: "invitations",
  column: "secret",
  practiceId,
  id,
});

export const sealSignIn = (id: string, token: string, code: string): Buffer =>
  sealForSystem(inSignIn(id), `${token} ${code}`);
export function signInSecret(row: { id: string; secret: Buffer }): { token: string; code: string } {
  const [token = "", code = ""] = unsealForSystem(inSignIn(row.id), row.secret).split(" ");
  return { token, code };
}

export const sealInvitation = (practiceId: string, id: string, token: string): Buffer =>
  sealForSystem(inInvitation(practiceId, id), token);
export const invitationSecret = (row: { practiceId: string; id: string; secret: Buffer }): string =>
  unsealForSystem(inInvitation(row.practiceId, row.id), row.secret);

/** Neither accepted nor withdrawn nor too old. */
export const openInvitation = and(
  isNull(invitations.acceptedAt),
  isNull(invitations.revokedAt),
  sql`${invitations.expiresAt} > clock_timestamp()`,
);

/** Where the invitation of a link is, if it is still open. */
export async function findInvitation(tx: Tx, token: string) {
  const [row] = await tx.execute<{ practice_id: string; id: string }>(
    sql`select * from find_invitation(${tokenHash(token)})`,
  );
  return row;
}
