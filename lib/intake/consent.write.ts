import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { clients, consents, contactPreferences, guardians, practices } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { heldFrom } from "@/lib/clients/consent.rules";
import { consentsSaid } from "@/lib/clients/consents";
import { mayConsentOn } from "@/lib/clients/rules";
import type { Actor, LinkHolder, Parent } from "@/lib/core/actor";
import { isStaff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { daysBetween, today } from "@/lib/core/time";
import { command, type Work } from "@/lib/work/command";
import { type DataKey, openDataKey, seal } from "@/lib/work/vault";
import { mayFill } from "./fill.write";
import { CONSENT_KINDS, type ConsentKind, RecordPaper, SignConsents } from "./schema";
import { consentText, localeOf, sha256, shownHash } from "./words";

export const signatureWhere = (id: string) => ({ table: "consents", column: "signature", id });

type Signer = typeof guardians.$inferSelect;
type Answered = Partial<Record<ConsentKind, "given" | "declined">>;

/**
 * Whether a grown-up may answer so on a day: by parental responsibility or the authority's word (DOMAIN: GDPR, foster
 * carers). What somebody gave they may always take back, whatever became of their right (GDPR article 7(3)).
 */
function assertMaySign(signer: Signer, day: string, takesBack: boolean): void {
  if (takesBack || mayConsentOn(signer, day)) return;
  if (signer.mayConsent !== "yes") throw new Refusal("conflict", "intake:errors.mayNotConsent");
  const over = signer.fosterUntil && daysBetween(signer.fosterUntil, day) > 0;
  throw new Refusal("conflict", over ? "intake:errors.fosterOver" : "intake:errors.fosterNotYet");
}

/** What a grown-up last said of each question, at a moment. */
async function latestOf(tx: Tx, signer: Signer, at: Date) {
  const said = await consentsSaid(tx, signer.practiceId, signer.clientId);
  const theirs = said.filter((one) => one.guardianId === signer.id && one.at <= at);
  return new Map(theirs.map(({ kind, answer }) => [kind, answer]));
}

/** Only noes, each to something that they had said yes to. */
const onlyTakesBack = (answers: Answered, before: ReadonlyMap<ConsentKind, string>): boolean =>
  CONSENT_KINDS.every(
    (kind) =>
      answers[kind] === undefined || (answers[kind] === "declined" && before.get(kind) === "given"),
  );

async function practiceOf(tx: Tx, practiceId: string, clientId: string) {
  const [row] = await tx
    .select({ name: practices.name, dataKeyId: clients.dataKeyId })
    .from(clients)
    .innerJoin(practices, eq(practices.practiceId, clients.practiceId))
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (!row) throw notFound();
  return row;
}

async function zoneOf(tx: Tx, practiceId: string): Promise<string> {
  const [row] = await tx
    .select({ zone: practices.timeZone })
    .from(practices)
    .where(eq(practices.practiceId, practiceId));
  if (!row) throw notFound();
  return row.zone;
}

type Sign = {
  practiceId: string;
  signer: Signer;
  answers: Answered;
  /** What they had said of each question before. */
  before: ReadonlyMap<ConsentKind, string>;
  locale: string;
  shown: string;
  signature: { typedName: string; relation: string; address: string; userAgent: string };
  method: "account" | "link" | "paper";
  recordedBy?: string;
  paperOn?: string;
};

/** One row for each answer, with the words that were on the page. Answers their ids. */
async function sign(work: Pick<Work<Actor>, "tx" | "now">, of: Sign): Promise<string[]> {
  const { tx, now } = work;
  const { practiceId, signer, signature } = of;
  const practice = await practiceOf(tx, practiceId, signer.clientId);
  const locale = localeOf(of.locale);
  const kinds = CONSENT_KINDS.filter((kind) => of.answers[kind] !== undefined);
  if (kinds.length === 0) throw invalidField("answers", "intake:errors.answer");
  const texts = kinds.map((kind) => consentText(kind, practice.name, locale));
  // The words were changed between reading and signing, or were never those of this page.
  if (shownHash(texts) !== of.shown) throw new Refusal("conflict", "intake:errors.wordsChanged");
  const key: DataKey = await openDataKey(tx, practiceId, practice.dataKeyId);
  const { before } = of;
  const rows = texts.map(({ kind, version, title, text }) => {
    const id = newId<"consent">();
    const shown = `${title}\n${text}`;
    const given = of.answers[kind] === "given";
    return {
      ...{ practiceId, id, clientId: signer.clientId, guardianId: signer.id, kind },
      answer: given ? "given" : before.get(kind) === "given" ? "withdrawn" : "declined",
      ...{ textVersion: version, locale, shown, textSha256: sha256(shown), method: of.method },
      signature: seal(key, signatureWhere(id), JSON.stringify(signature)),
      ...(of.recordedBy && { recordedBy: of.recordedBy }),
      ...(of.paperOn && { paperOn: of.paperOn }),
      signedAt: now,
    } as const;
  });
  await tx.insert(consents).values(rows);
  // What holds now, which a paper of another day may not be.
  const reminders = of.answers.reminders && (await latestOf(tx, signer, now)).get("reminders");
  if (reminders) await setReminders(tx, signer, reminders === "given");
  return rows.map((row) => row.id);
}

/** What somebody says of reminders holds for what they are sent (lib/messaging asks these rows). */
async function setReminders(tx: Tx, signer: Signer, allowed: boolean): Promise<void> {
  const { practiceId, clientId } = signer;
  const who = { practiceId, clientId, guardianId: signer.id };
  // A yes brings back mail; text messages are asked for by themselves.
  const channels = allowed ? (["email"] as const) : (["email", "sms"] as const);
  await acting(tx, { actor: "system", practiceId }, async () => {
    for (const channel of channels)
      await tx
        .insert(contactPreferences)
        .values({ ...who, id: newId(), purpose: "reminder", channel, allowed })
        .onConflictDoUpdate({
          target: [
            contactPreferences.practiceId,
            contactPreferences.guardianId,
            contactPreferences.purpose,
            contactPreferences.channel,
          ],
          set: { allowed, changedAt: sql`clock_timestamp()` },
        });
  });
}

/** The guardian of the actor in one family: their own row, or the one behind the link. */
async function signerOf(tx: Tx, actor: Parent | LinkHolder, clientId: string) {
  const mine =
    actor.kind === "link" ? eq(guardians.id, actor.subjectId) : eq(guardians.userId, actor.userId);
  const [row] = await tx
    .select()
    .from(guardians)
    .where(and(eq(guardians.clientId, clientId), mine))
    .limit(1);
  return row;
}

/** Yes or no to each question of consent, by a grown-up's own typed name. A copy of what was signed goes to them. */
export const signConsents = command({
  name: "intake.sign_consents",
  allow: mayFill,
  input: SignConsents,
  limits: (input) => [{ subject: input.clientId, most: 40, minutes: 24 * 60 }],
  run: async (work, input) => {
    const { actor, tx, now, enter, audit, enqueue } = work;
    const signer = await signerOf(tx, actor, input.clientId);
    if (!signer) throw notFound();
    const { practiceId } = signer;
    const before = await latestOf(tx, signer, now);
    const takesBack = onlyTakesBack(input.answers, before);
    assertMaySign(signer, today(now, await zoneOf(tx, practiceId)), takesBack);
    if (actor.kind === "parent") await enter(practiceId);
    const { typedName, relation, from } = input;
    const signing = () =>
      sign(work, {
        ...{ practiceId, signer, answers: input.answers, before, locale: input.locale },
        shown: input.shownHash,
        signature: { typedName, relation, ...from },
        method: actor.kind === "link" ? "link" : "account",
      });
    // Who may not see the family's record any more still takes back what they gave: their own row, nobody else's.
    const ids = takesBack
      ? await acting(tx, { actor: "system", practiceId }, signing)
      : await signing();
    audit({ type: "guardian", id: signer.id }, detailOf(signer, input.answers, actor.kind));
    enqueue("mail.consents", { practiceId, guardianId: signer.id, consentIds: ids });
    return { clientId: input.clientId as string };
  },
});

/** Signed on paper in the room: staff write down what the paper says, and whose paper it is. */
export const recordPaperConsents = command({
  name: "intake.record_paper",
  allow: isStaff,
  input: RecordPaper,
  run: async (work, input) => {
    const { actor, tx, now, audit } = work;
    const { practiceId } = actor;
    const [signer] = await tx
      .select()
      .from(guardians)
      .where(
        and(
          eq(guardians.practiceId, practiceId),
          eq(guardians.id, input.guardianId),
          eq(guardians.clientId, input.clientId),
        ),
      );
    if (!signer) throw notFound();
    const zone = await zoneOf(tx, practiceId);
    const day = today(now, zone);
    const [paperOn, signedAt] = [input.paperOn, now];
    const before = await latestOf(
      tx,
      signer,
      heldFrom({ answer: "declined", signedAt, paperOn }, zone),
    );
    assertMaySign(signer, paperOn, onlyTakesBack(input.answers, before));
    if (daysBetween(day, input.paperOn) > 0)
      throw invalidField("paperOn", "intake:errors.paperInFuture");
    const { typedName, relation } = input;
    await sign(work, {
      ...{ practiceId, signer, answers: input.answers, before, locale: input.locale },
      shown: input.shownHash,
      signature: { typedName, relation, address: "", userAgent: "" },
      ...{ method: "paper", recordedBy: actor.userId, paperOn: input.paperOn },
    });
    audit({ type: "guardian", id: signer.id }, detailOf(signer, input.answers, "paper"));
    return { clientId: input.clientId as string };
  },
});

const detailOf = (signer: Signer, answers: Answered, method: string) => {
  const kinds = (answer: string) => CONSENT_KINDS.filter((kind) => answers[kind] === answer);
  return { clientId: signer.clientId, method, yes: kinds("given"), no: kinds("declined") };
};
