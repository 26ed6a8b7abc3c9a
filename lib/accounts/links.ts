import { sql } from "drizzle-orm";
import { database, type Tx } from "@/db/client";
import { links } from "@/db/schema";
import type { LinkHolder } from "@/lib/core/actor";
import { newId, newToken, type PracticeId, token, tokenHash } from "@/lib/core/id";
import { sealForSystem, unsealForSystem } from "@/lib/work/vault";

type NewLink = { practiceId: string; kind: LinkHolder["link"]; subjectId: string; expiresAt: Date };

const where = (practiceId: string, id: string) => ({
  table: "links",
  column: "secret",
  practiceId,
  id,
});

/** A link to one booking or referral: its secret, and the row that knows it by its hash. */
export function newLink(link: NewLink) {
  const secret = newToken();
  const id = newId<"link">();
  const sealed = sealForSystem(where(link.practiceId, id), secret);
  return { secret, row: { ...link, id, tokenHash: tokenHash(secret), secret: sealed } };
}

/** Makes a link inside the caller's transaction and returns its secret. */
export async function makeLink(tx: Tx, link: NewLink): Promise<string> {
  const { secret, row } = newLink(link);
  await tx.insert(links).values(row);
  return secret;
}

/** The secret of a stored link, for the job that mails it. */
export const linkSecret = (
  link: Pick<typeof links.$inferSelect, "practiceId" | "id" | "secret">,
): string => unsealForSystem(where(link.practiceId, link.id), link.secret);

/** Who holds this link: null for an unknown, expired or withdrawn one. */
export async function linkHolder(
  secret: string,
  link: LinkHolder["link"],
): Promise<LinkHolder | null> {
  if (!token.safeParse(secret).success) return null;
  const [row] = await database().execute<{ practice_id: string; kind: string; subject_id: string }>(
    sql`select * from resolve_link(${tokenHash(secret)})`,
  );
  if (!row || row.kind !== link) return null;
  return {
    kind: "link",
    link,
    practiceId: row.practice_id as PracticeId,
    subjectId: row.subject_id,
  };
}
