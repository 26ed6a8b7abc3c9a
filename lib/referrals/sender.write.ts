import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { users } from "@/db/schema";
import { isDoctor, isLink, type Visitor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { type Command, command } from "@/lib/work/command";
import { answerDue, canMove } from "./rules";
import { ConfirmReferral, type ForwardReferral, OneReferral } from "./schema";
import { declinedReferral, isSender } from "./sender.read";
import { locked, move, note, sendOnward } from "./write";

/** The person behind the address sends the referral off. Pressed twice, it is sent once. */
export const confirmReferral = command({
  name: "referrals.confirm",
  allow: isLink("referral"),
  input: ConfirmReferral,
  run: async (work, { referralId, onward }) => {
    const { tx, now, audit, enqueue } = work;
    const { row, zone, late } = await locked(tx, referralId);
    if (late || row.status === "expired")
      throw new Refusal("too_late", "referrals:errors.confirmLate");
    if (row.status !== "unconfirmed") {
      audit({ type: "referral", id: row.id }, { already: row.status });
      return { status: row.status };
    }
    // A doctor with an account finds the referral in it at once; others claim it when they first sign in.
    const [user] = await tx
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          eq(users.email, row.doctorEmail),
          isNotNull(users.doctorSince),
          isNull(users.deactivatedAt),
        ),
      );
    await move(
      work,
      { row, to: "waiting", event: "email_confirmed" },
      {
        emailConfirmedAt: now,
        answerDueAt: answerDue(now, row.priority, zone),
        ...(user && { doctorUserId: user.id }),
      },
    );
    const { practiceId } = row;
    enqueue("mail.referral", { practiceId, referralId, event: "waiting" });
    if (onward) enqueue("mail.referral", { practiceId, referralId, event: "sent_on" });
    return { status: "waiting" as const };
  },
});

export const withdrawReferral = command({
  name: "referrals.withdraw",
  allow: isSender,
  input: OneReferral,
  run: async (work, { referralId }) => {
    const { row } = await locked(work.tx, referralId);
    if (!canMove(row.status, "withdrawn"))
      throw new Refusal("too_late", "referrals:errors.tooLateToWithdraw");
    await move(work, { row, to: "withdrawn", event: "withdrawn" });
    return { referralId };
  },
});

const markForwarded = command({
  name: "referrals.forward",
  allow: isSender,
  input: OneReferral,
  run: async (work, { referralId }) => {
    const { row } = await locked(work.tx, referralId);
    if (row.status !== "declined") throw new Refusal("conflict", "referrals:errors.cannotForward");
    await note(work, { practiceId: row.practiceId, referralId }, "forwarded");
    work.audit({ type: "referral", id: referralId }, { forwarded: true });
    return { referralId };
  },
});

const visitor: Visitor = { kind: "visitor" };

/**
 * Sends a declined referral on: a new one, sealed with a new key of the other practice. Several steps, because no
 * actor but the sender may touch both practices; each can be repeated, and the key makes the new referral once.
 */
export const forwardReferral: Command<typeof ForwardReferral, { referralId: string }> = async (
  actor,
  { referralId, to },
  call = {},
) => {
  const { form: written } = await declinedReferral(actor, { referralId });
  const sender = isDoctor(actor) ? actor : visitor;
  const sent = await sendOnward(
    sender,
    { ...written, to },
    { ...call, key: `forward-${referralId}` },
  );
  // The address was proved when the first referral was confirmed: its link came here from that mailbox.
  if (sent.status === "unconfirmed")
    await confirmReferral(
      { kind: "link", link: "referral", practiceId: sent.practiceId, subjectId: sent.referralId },
      { referralId: sent.referralId, onward: true },
    );
  await markForwarded(actor, { referralId });
  return { referralId: sent.referralId };
};
