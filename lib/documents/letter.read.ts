import { and, desc, eq, isNotNull } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, practices, referralLetters } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { sameBabyIds } from "@/lib/clients/merged";
import {
  type Actor,
  type Doctor,
  isClinician,
  isDoctor,
  isLink,
  isParent,
  type LinkHolder,
  oneOf,
  type Parent,
  type Staff,
} from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { OneBaby } from "@/lib/growth/schema";
import { stampOf } from "@/lib/practices/rules";
import { lettersStand, mayRemind } from "@/lib/referrals/letters";
import { OneReferral } from "@/lib/referrals/schema";
import { isSender } from "@/lib/referrals/sender.read";
import { query } from "@/lib/work/query";
import { openDataKey, unseal } from "@/lib/work/vault";
import { letterDocument } from "./letter";
import { letterAgreed, letterClosed, letterDraft, letterFacts } from "./letter.facts";
import { LetterBody, OneLetter, sealedLetter } from "./letter.schema";
import { pdfOf } from "./pdf";

type Row = typeof referralLetters.$inferSelect;

/** What a letter says. A family reads its own: its key is the referral's, which is opened in the practice's name. */
export async function openLetter(tx: Tx, actor: Actor, row: Row): Promise<LetterBody> {
  const { practiceId } = row;
  const open = () => openDataKey(tx, practiceId, row.dataKeyId);
  const key =
    actor.kind === "parent"
      ? await acting(tx, { actor: "system", practiceId }, open)
      : await open();
  return LetterBody.parse(JSON.parse(unseal(key, sealedLetter(row.id), row.body)));
}

export const letterStamp = (row: Row): string =>
  stampOf([row.id, row.body.toString("base64"), row.sentAt]);

/** The page where a letter is written: the draft there is, or what signed notes say for a first one. */
export const letterToWrite = query({
  name: "documents.letter_to_write",
  allow: isClinician,
  input: OneReferral,
  run: async ({ actor, tx, now }, { referralId }) => {
    const { practiceId } = actor;
    const { referral, baby, ids, facts } = await letterFacts(tx, actor, referralId, now);
    const rows = await tx
      .select()
      .from(referralLetters)
      .where(
        and(eq(referralLetters.practiceId, practiceId), eq(referralLetters.referralId, referralId)),
      )
      .orderBy(desc(referralLetters.createdAt), desc(referralLetters.id));
    const row = rows.find(({ sentAt }) => sentAt === null);
    const draft = row
      ? { id: row.id, seen: letterStamp(row), body: await openLetter(tx, actor, row) }
      : null;
    const stands = (await lettersStand(tx, practiceId, [referral])).get(referral.id) ?? {
      is: "none",
    };
    const first = draft ? null : await letterDraft(tx, practiceId, ids, referral.locale);
    return {
      practiceId,
      babyId: baby.id,
      clientId: baby.clientId,
      doctor: facts.doctor,
      wanted: referral.letterWanted,
      excused: stands.is === "excused",
      mayRemind: mayRemind(referral.letterWanted, stands),
      draft: draft && { ...draft, document: letterDocument(draft.body) },
      words: draft?.body ?? {
        ...{ taught: first?.taught ?? "", observed: first?.observed ?? "" },
        ...{ concerns: undefined, plan: undefined, planWords: undefined },
      },
      noteIds: first?.noteIds ?? [],
      agreed: await letterAgreed(tx, practiceId, baby.clientId),
      sent: rows.flatMap(({ id, sentAt }) => (sentAt ? [{ id, sentAt }] : [])),
    };
  },
  log: ({ practiceId, babyId, noteIds }) => [
    { practiceId, babyId, detail: { part: "letter", notes: noteIds.length } },
  ],
});
export type LetterToWrite = Awaited<ReturnType<typeof letterToWrite>>;

/** The letters that the sender of a referral was written, the latest first; none once the family took it back. */
export const lettersForDoctor = query({
  name: "documents.letters_for_doctor",
  allow: isSender,
  input: OneReferral,
  run: async ({ actor, tx }, { referralId }) => {
    const rows = await tx
      .select()
      .from(referralLetters)
      .where(and(eq(referralLetters.referralId, referralId), isNotNull(referralLetters.sentAt)))
      .orderBy(desc(referralLetters.sentAt), desc(referralLetters.id))
      .limit(20);
    const [first] = rows;
    if (!first || (await letterClosed(tx, first.practiceId, first.clientId))) return [];
    const letters = [];
    for (const row of rows) {
      const body = await openLetter(tx, actor, row);
      const { id, practiceId, babyId } = row;
      letters.push({ id, practiceId, babyId, on: body.writtenOn, ...letterDocument(body) });
    }
    return letters;
  },
  log: (letters) =>
    letters.slice(0, 1).map(({ practiceId, babyId }) => ({
      ...{ practiceId, babyId, detail: { part: "letter", count: letters.length } },
    })),
});
export type DoctorsLetter = Awaited<ReturnType<typeof lettersForDoctor>>[number];

/** What was sent to doctors about a baby: for its own family, with the way to read it. */
export const ownLetters = query({
  name: "documents.own_letters",
  allow: isParent,
  input: OneBaby,
  run: async ({ actor, tx }, { babyId }) => {
    const [baby] = await tx
      .select({ practiceId: babies.practiceId, zone: practices.timeZone })
      .from(babies)
      .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
      .where(eq(babies.id, babyId));
    if (!baby) throw notFound();
    const { practiceId, zone } = baby;
    const rows = await tx
      .select()
      .from(referralLetters)
      .where(
        and(
          eq(referralLetters.practiceId, practiceId),
          among(referralLetters.babyId, await sameBabyIds(tx, practiceId, babyId)),
          isNotNull(referralLetters.sentAt),
        ),
      )
      .orderBy(desc(referralLetters.sentAt), desc(referralLetters.id))
      .limit(20);
    const letters = [];
    for (const row of rows) {
      const { doctor } = await openLetter(tx, actor, row);
      letters.push({ id: row.id, on: today(row.sentAt ?? row.changedAt, zone), doctor });
    }
    return letters;
  },
});
export type OwnLetter = Awaited<ReturnType<typeof ownLetters>>[number];

const oneLetter = query({
  name: "documents.letter",
  allow: oneOf<Staff | Parent | Doctor | LinkHolder>(
    isClinician,
    isParent,
    isDoctor,
    isLink("referral"),
  ),
  input: OneLetter,
  run: async ({ actor, tx }, { letterId }) => {
    const [row] = await tx.select().from(referralLetters).where(eq(referralLetters.id, letterId));
    if (!row || (actor.kind === "staff" && row.practiceId !== actor.practiceId)) throw notFound();
    const reads = actor.kind === "staff" || actor.kind === "parent";
    // A sent letter is closed to the doctor by the family's word, as everything else of the baby is.
    if (!reads && (await letterClosed(tx, row.practiceId, row.clientId))) throw notFound();
    const { practiceId, babyId } = row;
    return { practiceId, babyId, body: await openLetter(tx, actor, row) };
  },
  log: ({ practiceId, babyId }) => [{ practiceId, babyId, detail: { part: "letter", count: 1 } }],
});

/** One letter as a PDF, drawn when the transaction is over. */
export const letterPdf = async (...asked: Parameters<typeof oneLetter>): Promise<Buffer> => {
  const { look, blocks } = letterDocument((await oneLetter(...asked)).body);
  return pdfOf(look, blocks);
};
