import { and, asc, eq, isNull } from "drizzle-orm";
import { credentials, practices, practitioners } from "@/db/schema";
import { isClinician } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { mayManage, stampOf } from "@/lib/practices/rules";
import { query } from "@/lib/work/query";
import { credentialState, endsSoon } from "./rules";
import { OneCredential, OwnCredentials, revokeReasons } from "./schema";

type Row = typeof credentials.$inferSelect;

/** What a person says in a credential: a change of any of these has to be checked again. */
export const factsOf = ({ kind, title, issuer, number, link, issuedOn, expiresOn }: Facts) => ({
  ...{ kind, title, issuer, number, link, issuedOn, expiresOn },
});
type Facts = Pick<Row, "kind" | "title" | "issuer" | "number" | "link" | "issuedOn" | "expiresOn">;

export const stampOfCredential = (row: Facts & Pick<Row, "state">): string =>
  stampOf({ ...factsOf(row), state: row.state });

const reasonOf = (said: string | null) => revokeReasons.find((one) => one === said) ?? null;

/** Everything a practitioner entered and did not take back, with how far it is known. */
export const ownCredentials = query({
  name: "credentials.own",
  allow: isClinician,
  input: OwnCredentials,
  run: async ({ actor, tx, now }, { practitionerId }) => {
    if (!mayManage(actor, practitionerId)) throw notFound();
    const [person] = await tx
      .select({ zone: practices.timeZone })
      .from(practitioners)
      .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
      .where(
        and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
      );
    if (!person) throw notFound();
    const { zone } = person;
    const here = today(now, zone);
    const rows = await tx
      .select()
      .from(credentials)
      .where(
        and(
          eq(credentials.practiceId, actor.practiceId),
          eq(credentials.practitionerId, practitionerId),
          isNull(credentials.withdrawnAt),
        ),
      )
      .orderBy(asc(credentials.createdAt), asc(credentials.id));
    return rows.map((row) => {
      const state = credentialState(row, here);
      return {
        id: row.id,
        ...factsOf(row),
        state,
        checkedOn: row.state === "checked" && row.checkedAt ? today(row.checkedAt, zone) : null,
        endsSoon: state !== "revoked" && endsSoon(row.expiresOn, here),
        /** Why it was not accepted. */
        reason: row.state === "revoked" ? reasonOf(row.revokedReason) : null,
      };
    });
  },
});
export type OwnCredential = Awaited<ReturnType<typeof ownCredentials>>[number];

export const credentialDetail = query({
  name: "credentials.one",
  allow: isClinician,
  input: OneCredential,
  run: async ({ actor, tx }, { credentialId }) => {
    const [row] = await tx
      .select()
      .from(credentials)
      .where(
        and(
          eq(credentials.practiceId, actor.practiceId),
          eq(credentials.id, credentialId),
          isNull(credentials.withdrawnAt),
        ),
      );
    if (!row || !mayManage(actor, row.practitionerId)) throw notFound();
    const { id, practitionerId, state } = row;
    return { ...factsOf(row), id, practitionerId, state, seen: stampOfCredential(row) };
  },
});
export type CredentialDetail = Awaited<ReturnType<typeof credentialDetail>>;
