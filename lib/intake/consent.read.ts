import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { clients, consents, guardians, practices } from "@/db/schema";
import { isOlder, type Stands, standing } from "@/lib/clients/consent.rules";
import { consentsOfFamilies, consentsSaid } from "@/lib/clients/consents";
import { familyIds } from "@/lib/clients/merged";
import { mayConsentOn } from "@/lib/clients/rules";
import { isLink, isParent, isStaff, type LinkHolder, oneOf, type Parent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openDataKey, unseal } from "@/lib/work/vault";
import { CONSENT_KINDS, type ConsentKind } from "./schema";
import { consentText, localeOf, shownHash } from "./words";

export type { ConsentKind } from "./schema";

/** What a family has agreed to in today's words, and nobody of it has taken back or refused. */
export async function standingConsents(
  tx: Tx,
  practiceId: string,
  clientId: string,
): Promise<ReadonlySet<ConsentKind>> {
  return kindsThatAre("given", await consentsSaid(tx, practiceId, clientId));
}

/** What a grown-up of the family said no to, or took back: different from never having been asked. */
export async function objectedConsents(
  tx: Tx,
  practiceId: string,
  clientId: string,
): Promise<ReadonlySet<ConsentKind>> {
  return kindsThatAre("objected", await consentsSaid(tx, practiceId, clientId));
}

/** Whether somebody of a family objects to anything being told to their doctor, whoever asks. */
export const toldNothing = (tx: Tx, practiceId: string, clientId: string): Promise<boolean> =>
  objectedConsents(tx, practiceId, clientId).then((objected) => objected.has("share_with_doctor"));

const kindsThatAre = (what: "given" | "objected", said: Said) =>
  new Set([...standing(said)].flatMap(([kind, is]) => (is === what ? [kind] : [])));

export type ConsentLine = {
  kind: ConsentKind;
  state: Stands | "unasked";
  /** When the latest answer to it was signed. */
  on: Date | null;
};

type Said = Awaited<ReturnType<typeof consentsSaid>>;

/** How each question of consent stands in a family, for whoever may see the family at all. */
export const consentSummary = async (tx: Tx, practiceId: string, clientId: string) =>
  linesOf(await consentsSaid(tx, practiceId, clientId));

function linesOf(said: Said): ConsentLine[] {
  const stands = standing(said);
  return CONSENT_KINDS.map((kind) => {
    const state = stands.get(kind) ?? "unasked";
    const last = said.findLast(
      (one) => one.kind === kind && one.counts && !(state === "given" && isOlder(one)),
    );
    return { kind, state, on: last?.at ?? null };
  });
}

/** For the head of a baby's page and the family's: "Consent signed 9 Nov". */
export const clientConsents = query({
  name: "intake.client_consents",
  allow: isStaff,
  beside: true,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx, now }, { clientId }) => {
    const { practiceId } = actor;
    const people = await tx
      .select({
        id: guardians.id,
        name: guardians.name,
        kin: guardians.kin,
        mayConsent: guardians.mayConsent,
        fosterOn: guardians.fosterOn,
        fosterUntil: guardians.fosterUntil,
        zone: practices.timeZone,
      })
      .from(guardians)
      .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
      .where(
        and(
          eq(guardians.practiceId, practiceId),
          among(guardians.clientId, await familyIds(tx, practiceId, clientId)),
        ),
      )
      .orderBy(asc(guardians.createdAt), asc(guardians.id));
    const said = (await consentsOfFamilies(tx, practiceId, [clientId])).get(clientId) ?? [];
    return {
      lines: linesOf(said),
      people: people.map((person) => ({
        ...{ id: person.id, name: person.name },
        maySign: mayConsentOn(person, today(now, person.zone)),
        said: CONSENT_KINDS.flatMap((kind) => {
          const last = said.findLast((one) => one.kind === kind && one.guardianId === person.id);
          return last ? [{ ...last, older: asksAgain(last) }] : [];
        }),
      })),
    };
  },
});
export type ClientConsents = Awaited<ReturnType<typeof clientConsents>>;

/** Said yes to words that are not today's: they are asked again. */
const asksAgain = (one: { kind: ConsentKind; answer: string; textVersion: number }): boolean =>
  one.answer === "given" && isOlder(one);

const mayRead = oneOf<Parent | LinkHolder>(isParent, isLink("forms"));

/** The words that were signed, by the row. */
async function wordsOf(tx: Tx, practiceId: string, said: readonly { id: string }[]) {
  if (said.length === 0) return new Map<string, string>();
  const ids = said.map((one) => one.id);
  const rows = await tx
    .select({ id: consents.id, shown: consents.shown })
    .from(consents)
    .where(and(eq(consents.practiceId, practiceId), among(consents.id, ids)));
  return new Map(rows.map((row) => [row.id, row.shown]));
}

/** A grown-up, and what says whether they may sign. */
const signer = {
  id: guardians.id,
  clientId: guardians.clientId,
  practiceId: guardians.practiceId,
  kin: guardians.kin,
  mayConsent: guardians.mayConsent,
  fosterOn: guardians.fosterOn,
  fosterUntil: guardians.fosterUntil,
  practice: practices.name,
  zone: practices.timeZone,
};
type Signer = { id: string; practiceId: string; clientId: string };

/** The last answer of one grown-up to each question. */
async function latestOf(tx: Tx, { id: who, practiceId, clientId }: Signer) {
  const said = await consentsSaid(tx, practiceId, clientId);
  return new Map(said.flatMap((one) => (one.guardianId === who ? [[one.kind, one]] : [])));
}

/** The questions of consent for one grown-up of one family, in their language, with what they said so far. */
async function pageFor(tx: Tx, mine: SQL, locale: string, now: Date) {
  const [me] = await tx
    .select({
      ...signer,
      name: guardians.name,
      relation: sql<
        string | null
      >`coalesce(${guardians.relation}, replace(${guardians.kin}, '_', ' '))`,
    })
    .from(guardians)
    .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
    .where(mine)
    .limit(1);
  if (!me) throw notFound();
  const texts = CONSENT_KINDS.map((kind) => consentText(kind, me.practice, localeOf(locale)));
  const last = await latestOf(tx, me);
  const earlier = await wordsOf(tx, me.practiceId, [...last.values()].filter(asksAgain));
  const { mayConsent: _, kin: __, fosterOn: ___, fosterUntil: ____, ...shown } = me;
  return {
    ...shown,
    maySign: mayConsentOn(me, today(now, me.zone)),
    texts: texts.map((text) => {
      const one = last.get(text.kind);
      return {
        ...text,
        hash: shownHash([text]),
        // With the words that they said yes to, where today's are others.
        last: one ? { ...one, shown: earlier.get(one.id) ?? null } : null,
      };
    }),
  };
}
export type ConsentPage = Awaited<ReturnType<typeof pageFor>>;

const locale = z.string().max(10);
export const consentPage = query({
  name: "intake.consent_page",
  allow: isParent,
  input: z.strictObject({ clientId: id("client"), locale }),
  run: ({ actor, tx, now }, asked) =>
    pageFor(
      tx,
      sql`${guardians.clientId} = ${asked.clientId} and ${guardians.userId} = ${actor.userId}`,
      asked.locale,
      now,
    ),
});
export const linkConsentPage = query({
  name: "intake.link_consent_page",
  allow: isLink("forms"),
  input: z.strictObject({ locale }),
  run: ({ actor, tx, now }, asked) =>
    pageFor(tx, sql`${guardians.id} = ${actor.subjectId}`, asked.locale, now),
});

/** In each family of the actor, how many questions wait for their own answer; `again` of them because the words changed. */
export const consentsToSign = query({
  name: "intake.consents_to_sign",
  allow: mayRead,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const people = await tx
      .select(signer)
      .from(guardians)
      .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
      .where(
        actor.kind === "link"
          ? eq(guardians.id, actor.subjectId)
          : eq(guardians.userId, actor.userId),
      )
      .orderBy(asc(guardians.createdAt), asc(guardians.id))
      .limit(20);
    const found = [];
    for (const me of people) {
      if (!mayConsentOn(me, today(now, me.zone))) continue;
      const last = await latestOf(tx, me);
      const again = [...last.values()].filter(asksAgain).length;
      const open = CONSENT_KINDS.length - last.size + again;
      found.push({ clientId: me.clientId, practice: me.practice, open, again });
    }
    return found;
  },
});

const Signature = z.strictObject({
  typedName: z.string(),
  relation: z.string(),
  address: z.string(),
  userAgent: z.string(),
});

/** Signed rows as they are kept, for a copy: by whoever may see them. */
export async function signedCopies(tx: Tx, practiceId: string, ids: readonly string[]) {
  const rows = await tx
    .select({ consent: consents, dataKeyId: clients.dataKeyId })
    .from(consents)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, consents.practiceId), eq(clients.id, consents.clientId)),
    )
    .where(and(eq(consents.practiceId, practiceId), among(consents.id, ids)))
    .orderBy(asc(consents.signedAt), asc(consents.id));
  const copies = [];
  for (const { consent, dataKeyId } of rows) {
    const key = await openDataKey(tx, practiceId, dataKeyId);
    const where = { table: "consents", column: "signature", id: consent.id };
    const { signature, ...facts } = consent;
    const signed = Signature.parse(JSON.parse(unseal(key, where, signature)));
    copies.push({ ...facts, ...signed });
  }
  return copies;
}
export type SignedCopy = Awaited<ReturnType<typeof signedCopies>>[number];

/** Everything the actor signed in one family, newest last, to read and to print. */
export const ownSigned = query({
  name: "intake.own_signed",
  allow: mayRead,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx }, { clientId }) => {
    const mine =
      actor.kind === "link"
        ? eq(guardians.id, actor.subjectId)
        : eq(guardians.userId, actor.userId);
    const [me] = await tx
      .select({ id: guardians.id, practiceId: guardians.practiceId })
      .from(guardians)
      .where(and(eq(guardians.clientId, clientId), mine))
      .limit(1);
    if (!me) throw notFound();
    const said = await consentsSaid(tx, me.practiceId, clientId);
    const ids = said.filter((one) => one.guardianId === me.id).map((one) => one.id);
    const [practice] = await tx
      .select({ practice: practices.name, zone: practices.timeZone })
      .from(practices)
      .where(eq(practices.practiceId, me.practiceId));
    return { ...practice, copies: await signedCopies(tx, me.practiceId, ids) };
  },
});
