import { and, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invitations, signInTokens, users } from "@/db/schema";
import { newId, newToken, tokenHash } from "@/lib/core/id";
import { sealForSystem, unsealForSystem } from "@/lib/work/vault";
import { claimHours } from "./rules";

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

/**
 * A way to sign in for each of these addresses that nobody has an account with, to stand in a mail to it: used once, by a
 * person's press, within some days. Leads to `next` (a path).
 */
export async function claimTokens(
  tx: Tx,
  emails: readonly string[],
  next: string,
): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  if (emails.length === 0) return made;
  const known = await tx
    .select({ email: users.email })
    .from(users)
    .where(inArray(users.email, emails));
  for (const email of new Set(emails)) {
    if (known.some((user) => user.email === email)) continue;
    const token = newToken();
    await tx.insert(signInTokens).values({
      ...{ id: newId<"sign_in_token">(), email, tokenHash: tokenHash(token), next },
      expiresAt: sql`clock_timestamp() + make_interval(hours => ${claimHours})`,
    });
    made.set(email, token);
  }
  return made;
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
