import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import { credentials, practices, practitioners } from "@/db/schema";
import { type Actor, anyone } from "@/lib/core/actor";
import { today } from "@/lib/core/time";
import { credentialState } from "@/lib/credentials/rules";
import { query } from "@/lib/work/query";
import { byAddress, enforce } from "@/lib/work/rate";
import { NUMBERED, numberSigns, shownNumber } from "./rules";
import { CheckCertificate } from "./schema";

const MOST = 10;
const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/**
 * Whose certificate this is: by every word of a public name, or by the number on the paper. It tells nothing that the
 * pages of published practitioners do not tell, and of anybody else nothing at all.
 */
export const certificates = query({
  name: "directory.certificates",
  allow: anyone,
  input: CheckCertificate,
  run: async ({ tx, now }, { q }) => {
    const words = q.split(/\s+/).slice(0, 8);
    const named = and(
      ...words.map((word) => sql`${practitioners.displayName} ilike ${like(word)}`),
    );
    const signs = numberSigns(q);
    const papers = and(
      eq(credentials.practiceId, practitioners.practiceId),
      eq(credentials.practitionerId, practitioners.id),
      inArray(credentials.kind, [...NUMBERED]),
      isNull(credentials.withdrawnAt),
    );
    // As rules.ts writes a number's signs.
    const written = sql`lower(regexp_replace(${credentials.number}, '[^[:alnum:]]', '', 'g'))`;
    const numbered: SQL | undefined = signs
      ? sql`exists (select 1 from ${credentials} where ${papers} and ${written} = ${signs})`
      : undefined;
    const people = await tx
      .select({
        id: practitioners.id,
        slug: practitioners.slug,
        name: practitioners.displayName,
        area: practitioners.area,
        timeZone: practices.timeZone,
      })
      .from(practitioners)
      .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
      .where(and(isNotNull(practitioners.publishedAt), or(named, numbered)))
      .orderBy(asc(practitioners.displayName), asc(practitioners.id))
      .limit(MOST);
    if (people.length === 0) return [];
    const held = await tx
      .select({ credential: credentials })
      .from(credentials)
      .innerJoin(practitioners, papers)
      .where(
        among(
          practitioners.id,
          people.map((one) => one.id),
        ),
      )
      .orderBy(asc(credentials.issuedOn), asc(credentials.createdAt));
    return people.map(({ id, timeZone, ...person }) => ({
      ...person,
      credentials: held
        .filter(({ credential }) => credential.practitionerId === id)
        .map(({ credential: one }) => ({
          kind: one.kind,
          title: one.title,
          issuer: one.issuer,
          letters: one.letters,
          number: shownNumber(one.kind, one.number),
          expiresOn: one.expiresOn,
          state: credentialState(one, today(now, timeZone)),
          checkedOn: one.checkedAt && today(one.checkedAt, timeZone),
        })),
    }));
  },
});

/** For the page: so few questions an hour from one address that nobody tries numbers one after the other. */
export async function checkCertificate(actor: Actor, input: { q: string }, ip: string) {
  await enforce("directory.certificates", byAddress(ip, 60, 60));
  return certificates(actor, input);
}
