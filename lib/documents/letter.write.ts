import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { referralLetters, referrals } from "@/db/schema";
import { isClinician, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { openDataKey, seal } from "@/lib/work/vault";
import { letterAgreed, letterFacts } from "./letter.facts";
import { letterStamp } from "./letter.read";
import {
  LetterBody,
  LetterNeed,
  OneLetter,
  SaveLetter,
  SendLetter,
  sealedLetter,
} from "./letter.schema";

/** A draft of the practice's, its row locked; one that was sent is nobody's to change. */
async function draftOf(tx: Tx, { practiceId }: Staff, letterId: string) {
  const [row] = await tx
    .select()
    .from(referralLetters)
    .where(and(eq(referralLetters.practiceId, practiceId), eq(referralLetters.id, letterId)));
  if (!row) throw notFound();
  if (row.sentAt) throw new Refusal("conflict", "documents:errors.letterSent");
  return row;
}

/**
 * Keeps a letter as a draft: what was typed, with what the records say today. There is one draft of a referral at a time,
 * for every clinician of the practice; whoever saves over another's is told.
 */
export const saveLetter = command({
  name: "documents.save_letter",
  allow: isClinician,
  input: SaveLetter,
  run: async ({ actor, tx, now, audit }, { referralId, seen, ...words }) => {
    const { practiceId } = actor;
    const { referral, baby, facts } = await letterFacts(tx, actor, referralId, now);
    const [there] = await tx
      .select()
      .from(referralLetters)
      .where(
        and(
          eq(referralLetters.practiceId, practiceId),
          eq(referralLetters.referralId, referralId),
          isNull(referralLetters.sentAt),
        ),
      )
      .for("update");
    if ((there ? letterStamp(there) : "") !== seen) throw new Refusal("conflict");
    const key = await openDataKey(tx, practiceId, referral.dataKeyId);
    const letterId = there?.id ?? newId<"referral_letter">();
    const body = LetterBody.parse({ ...facts, ...words });
    const sealed = seal(key, sealedLetter(letterId), JSON.stringify(body));
    const set = { body: sealed, dataKeyId: referral.dataKeyId, writtenBy: actor.userId };
    if (there)
      await tx
        .update(referralLetters)
        .set({ ...set, changedAt: now })
        .where(and(eq(referralLetters.practiceId, practiceId), eq(referralLetters.id, letterId)));
    else {
      const about = { clientId: baby.clientId, babyId: baby.id, referralId };
      const made = await tx
        .insert(referralLetters)
        .values({ practiceId, id: letterId, ...about, ...set, changedAt: now })
        .onConflictDoNothing();
      // A colleague began one a moment ago.
      if (made.count === 0) throw new Refusal("conflict");
    }
    audit({ type: "baby", id: baby.id }, { letter: letterId, referralId });
    return { referralId: referralId as string };
  },
});

/**
 * Puts a letter on the page of the doctor who referred the baby and tells the doctor that there is something new. Only
 * while the family agrees to it (`report_back`), and only as it was read; from then on its words stay.
 */
export const sendLetter = command({
  name: "documents.send_letter",
  allow: isClinician,
  input: SendLetter,
  limits: ({ letterId }) => [{ subject: letterId, most: 20, minutes: 60 }],
  run: async ({ actor, tx, now, audit, enqueue }, { letterId, seen }) => {
    const { practiceId } = actor;
    const row = await draftOf(tx, actor, letterId);
    const { referralId, babyId } = row;
    if (letterStamp(row) !== seen) throw new Refusal("conflict", "documents:errors.letterChanged");
    // Not found unless the referral is still one that was accepted.
    const { baby } = await letterFacts(tx, actor, referralId, now);
    if (!(await letterAgreed(tx, practiceId, baby.clientId)))
      throw new Refusal("conflict", "documents:errors.letterConsent");
    const sent = await tx
      .update(referralLetters)
      .set({ sentAt: now, writtenBy: actor.userId })
      .where(
        and(
          eq(referralLetters.practiceId, practiceId),
          eq(referralLetters.id, letterId),
          eq(referralLetters.changedAt, row.changedAt),
          isNull(referralLetters.sentAt),
        ),
      );
    if (sent.count === 0) throw new Refusal("conflict", "documents:errors.letterChanged");
    audit({ type: "baby", id: babyId }, { letter: letterId, referralId, sent: true });
    enqueue("mail.referral_news", { practiceId, referralId, newsId: letterId });
    return { referralId };
  },
});

export const dropLetter = command({
  name: "documents.drop_letter",
  allow: isClinician,
  input: OneLetter,
  run: async ({ actor, tx, audit }, { letterId }) => {
    const { practiceId } = actor;
    const { babyId, referralId } = await draftOf(tx, actor, letterId);
    await tx
      .delete(referralLetters)
      .where(
        and(
          eq(referralLetters.practiceId, practiceId),
          eq(referralLetters.id, letterId),
          isNull(referralLetters.sentAt),
        ),
      );
    audit({ type: "baby", id: babyId }, { letter: letterId, referralId, dropped: true });
    return { referralId };
  },
});

/** Nothing reminds of a letter that nobody needs, such as where doctor and practitioner have talked; it can still be written. */
export const sayLetterNeed = command({
  name: "documents.say_letter_need",
  allow: isClinician,
  input: LetterNeed,
  run: async ({ actor, tx, now, audit }, { referralId, needed }) => {
    const { practiceId, userId } = actor;
    const excused = needed === "no";
    const [row] = await tx
      .update(referrals)
      .set({ letterExcusedAt: excused ? now : null, letterExcusedBy: excused ? userId : null })
      .where(
        and(
          eq(referrals.practiceId, practiceId),
          eq(referrals.id, referralId),
          inArray(referrals.status, ["accepted", "booked"]),
        ),
      )
      .returning({ babyId: referrals.babyId });
    if (!row?.babyId) throw notFound();
    audit({ type: "baby", id: row.babyId }, { referralId, letterNeeded: needed });
    return { referralId: referralId as string };
  },
});
