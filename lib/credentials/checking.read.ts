import { and, asc, count, desc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { credentials, practices, practitioners, users } from "@/db/schema";
import { isAdmin } from "@/lib/core/actor";
import { query } from "@/lib/work/query";
import { stampOfCredential } from "./read";
import { CredentialQueue, revokeReasons } from "./schema";

const PAGE = 20;

/** What practitioners say of themselves and nobody has checked yet, oldest first; or what was decided, latest first. */
export const credentialQueue = query({
  name: "credentials.queue",
  allow: isAdmin,
  input: CredentialQueue,
  run: async ({ actor, tx }, { tab, page }) => {
    const order =
      tab === "claimed"
        ? [asc(credentials.createdAt), asc(credentials.id)]
        : [desc(credentials.checkedAt), desc(credentials.id)];
    const rows = await tx
      .select({
        credential: credentials,
        practitioner: {
          name: practitioners.displayName,
          slug: practitioners.slug,
          publishedAt: practitioners.publishedAt,
          userId: practitioners.userId,
        },
        practiceName: practices.name,
        zone: practices.timeZone,
        checkerName: users.name,
        checkerEmail: users.email,
      })
      .from(credentials)
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, credentials.practiceId),
          eq(practitioners.id, credentials.practitionerId),
        ),
      )
      .innerJoin(practices, eq(practices.practiceId, credentials.practiceId))
      .leftJoin(users, eq(users.id, credentials.checkedBy))
      .where(and(eq(credentials.state, tab), isNull(credentials.withdrawnAt)))
      .orderBy(...order)
      .limit(PAGE + 1)
      .offset((page - 1) * PAGE);
    return {
      more: rows.length > PAGE,
      items: rows.slice(0, PAGE).map(({ credential, practitioner, ...row }) => ({
        practiceName: row.practiceName,
        zone: row.zone,
        id: credential.id,
        kind: credential.kind,
        issuer: credential.issuer,
        title: credential.title,
        letters: credential.letters,
        number: credential.number,
        link: credential.link,
        issuedOn: credential.issuedOn,
        expiresOn: credential.expiresOn,
        state: credential.state,
        claimedAt: credential.createdAt,
        checkedAt: credential.checkedAt,
        revokedAt: credential.revokedAt,
        /** Of one that waits again: why it was turned down before it was corrected. */
        reason: revokeReasons.find((one) => one === credential.revokedReason) ?? null,
        seen: stampOfCredential(credential),
        checkedBy: row.checkerName ?? row.checkerEmail,
        practitionerName: practitioner.name,
        slug: practitioner.publishedAt ? practitioner.slug : null,
        /** Nobody checks what they claim themselves. */
        own: practitioner.userId === actor.userId,
      })),
    };
  },
});
export type QueuedCredential = Awaited<ReturnType<typeof credentialQueue>>["items"][number];

export const credentialsWaiting = query({
  name: "credentials.waiting",
  allow: isAdmin,
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const [row] = await tx
      .select({ n: count() })
      .from(credentials)
      .where(and(eq(credentials.state, "claimed"), isNull(credentials.withdrawnAt)));
    return row?.n ?? 0;
  },
});
