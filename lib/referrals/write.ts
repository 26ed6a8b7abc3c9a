import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { practices, practitioners, referralEvents, referrals, users } from "@/db/schema";
import { makeLink } from "@/lib/accounts/links";
import { bornOnProblem } from "@/lib/clients/schema";
import { makeClient } from "@/lib/clients/write";
import {
  type Actor,
  type Doctor,
  isClinician,
  isDoctor,
  isStaff,
  isVisitor,
  oneOf,
  type Visitor,
} from "@/lib/core/actor";
import { newId, newReference, type PracticeId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { today, type Zone } from "@/lib/core/time";
import { type Command, command, type Work } from "@/lib/work/command";
import { parse } from "@/lib/work/parse";
import { byAddress } from "@/lib/work/rate";
import { makeDataKey, openDataKey, seal } from "@/lib/work/vault";
import { offeredOf } from "./offered";
import {
  acceptsReferrals,
  confirmableSince,
  lateToConfirm,
  openDetails,
  referralTarget,
  sealDeclineNote,
  sealedDetails,
} from "./read";
import {
  answerDue,
  DOCTOR_LINK_DAYS,
  FAMILY_LINK_DAYS,
  firstNameOf,
  healthOf,
  hoursAfter,
  mailboxOf,
  movesInto,
  type ReferralEventKind,
  type ReferralStatus,
} from "./rules";
import {
  AcceptReferral,
  DeclineReferral,
  DeliverReferral,
  OneReferral,
  type ReferralDetails,
  SendReferral,
} from "./schema";

type Sent = { practiceId: PracticeId; referralId: string; status: "unconfirmed" | "waiting" };

export const note = (
  { tx, actor, now }: Pick<Work<Actor>, "tx" | "actor" | "now">,
  row: { practiceId: string; referralId: string },
  kind: ReferralEventKind,
) =>
  tx.insert(referralEvents).values({
    ...row,
    id: newId(),
    kind,
    at: now,
    actorKind: actor.kind,
    actorUserId: "userId" in actor ? actor.userId : null,
  });

/**
 * A doctor's form becomes a sealed referral. A stranger's waits until the address is proved; a signed-in doctor's
 * address is proved already, so theirs goes straight to the practice.
 */
const deliverReferral = command({
  name: "referrals.send",
  allow: oneOf<Visitor | Doctor>(isVisitor, isDoctor),
  input: DeliverReferral,
  // Nothing that all doctors have in common is counted: a stranger with invented addresses would use it up for them.
  limits: (input, ip, actor) => [
    ...byAddress(ip, 30, 60),
    {
      subject: isDoctor(actor) ? `user:${actor.userId}` : `email:${mailboxOf(input.doctor.email)}`,
      ...{ most: 10, minutes: 60 },
    },
  ],
  run: async (work, input): Promise<Sent> => {
    const { actor, tx, now } = work;
    const { practiceId, practitionerId, doctor, baby, parent } = input;
    await work.enter(practiceId);
    const [to] = await tx
      .select({ zone: practices.timeZone })
      .from(practitioners)
      .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
      .where(
        and(
          eq(practitioners.practiceId, practiceId),
          eq(practitioners.id, practitionerId),
          acceptsReferrals(),
        ),
      );
    if (!to) throw invalidField("to", "referrals:errors.notAccepting");
    const onDay = today(now, to.zone);
    const problem = bornOnProblem(baby.born, onDay);
    if (problem) throw invalidField("baby.born", problem);

    const details: ReferralDetails = {
      baby: {
        name: baby.name,
        bornOn: baby.born,
        ...baby.gestation,
        ...(baby.birthWeight !== undefined && { birthGrams: baby.birthWeight }),
        sex: baby.sex,
      },
      parent: { name: parent.name, ...parent.contact, language: parent.language },
      reasons: input.reasons,
      precautions: input.precautions,
      ...(input.care && { care: input.care }),
      allowed: input.allowed,
      attestedOn: onDay,
    };
    const known = isDoctor(actor);
    const referralId = newId<"referral">();
    const key = await makeDataKey(tx, practiceId);
    await tx.insert(referrals).values({
      practiceId,
      id: referralId,
      practitionerId,
      reference: newReference(),
      status: known ? "waiting" : "unconfirmed",
      priority: input.priority,
      letterWanted: input.letter,
      doctorName: doctor.name,
      doctorRole: doctor.role,
      doctorOrganisation: doctor.organisation,
      doctorEmail: known ? actor.email : doctor.email,
      doctorUserId: known ? actor.userId : null,
      locale: input.locale,
      dataKeyId: key.id,
      details: seal(key, sealedDetails(referralId), JSON.stringify(details)),
      emailConfirmedAt: known ? now : null,
      answerDueAt: known ? answerDue(now, input.priority, to.zone) : null,
    });
    await note(work, { practiceId, referralId }, "sent");
    if (known) await note(work, { practiceId, referralId }, "email_confirmed");
    const expiresAt = hoursAfter(now, DOCTOR_LINK_DAYS * 24);
    await makeLink(tx, { practiceId, kind: "referral", subjectId: referralId, expiresAt });
    const status = known ? "waiting" : "unconfirmed";
    work.audit({ type: "referral", id: referralId }, { to: status, priority: input.priority });
    // Sent on, it is confirmed by the next command, which tells of it.
    if (known || !input.onward)
      work.enqueue("mail.referral", {
        ...{ practiceId, referralId, event: known ? "waiting" : "confirm" },
      });
    return { practiceId, referralId, status };
  },
});

const visitor: Visitor = { kind: "visitor" };

/** The form as it is sent: the practitioner by name. Doctors may not read the directory, visitors may. */
const sending =
  (onward: boolean): Command<typeof SendReferral, Sent> =>
  async (actor, input, call) => {
    const slug = parse(SendReferral, input).to;
    const target = await referralTarget(visitor, { slug });
    if (!target) throw invalidField("to", "referrals:errors.notAccepting");
    const { to: _, ...rest } = input;
    const { practiceId, practitionerId } = target;
    return deliverReferral(actor, { ...rest, onward, practiceId, practitionerId }, call);
  };
export const sendReferral = sending(false);
/** The same for a referral that its sender sends on: confirming it, which follows at once, tells everybody of it. */
export const sendOnward = sending(true);

type Row = typeof referrals.$inferSelect;

/** The row as it stands now, held until the command is done, so that two decisions follow one another. */
export async function locked(
  tx: Tx,
  referralId: string,
): Promise<{ row: Row; zone: Zone; late: boolean }> {
  const [found] = await tx
    .select({ row: referrals, zone: practices.timeZone, late: lateToConfirm })
    .from(referrals)
    .innerJoin(practices, eq(practices.practiceId, referrals.practiceId))
    .where(eq(referrals.id, referralId))
    .for("update", { of: referrals });
  if (!found) throw notFound();
  return found;
}

/** Compare-and-set: the move is made from where it is legal, or not at all. */
export async function move(
  work: Pick<Work<Actor>, "tx" | "actor" | "now" | "audit">,
  { row, to, event }: { row: Row; to: ReferralStatus; event: ReferralEventKind },
  set: Partial<typeof referrals.$inferInsert> = {},
): Promise<void> {
  const { practiceId, id } = row;
  const changed = await work.tx
    .update(referrals)
    .set({ ...set, status: to })
    .where(
      and(
        eq(referrals.practiceId, practiceId),
        eq(referrals.id, id),
        inArray(referrals.status, movesInto(to)),
      ),
    );
  if (changed.count !== 1) throw new Refusal("conflict");
  await note(work, { practiceId, referralId: id }, event);
  work.audit({ type: "referral", id }, { from: row.status, to });
}

/** For the practice: rows that were never confirmed are hidden, also from a guess of their id. */
async function waiting(tx: Tx, referralId: string): Promise<Row> {
  const { row } = await locked(tx, referralId);
  if (!row.emailConfirmedAt) throw notFound();
  if (row.status === "waiting") return row;
  const [by] = row.decidedBy
    ? await tx
        .select({ name: sql<string>`coalesce(${practitioners.displayName}, ${users.name}, '')` })
        .from(users)
        .leftJoin(
          practitioners,
          and(eq(practitioners.userId, users.id), eq(practitioners.practiceId, row.practiceId)),
        )
        .where(eq(users.id, row.decidedBy))
    : [];
  throw new Refusal("conflict", {
    key: `referrals:errors.already.${row.status}`,
    params: { name: by?.name ?? "" },
  });
}

/** The family becomes a client of the practice, with what the doctor wrote sealed on the baby's record. */
export const acceptReferral = command({
  name: "referrals.accept",
  allow: isClinician,
  input: AcceptReferral,
  run: async (work, { referralId, times }) => {
    const { actor, tx, now, audit, enqueue } = work;
    const { practiceId } = actor;
    const row = await waiting(tx, referralId);
    const key = await openDataKey(tx, practiceId, row.dataKeyId);
    const offered = await offeredOf(tx, row, now, times);
    if (!offered) throw invalidField("times", "referrals:errors.offerGone");
    const details = openDetails(key, row.id, row.details);
    const { baby, parent } = details;
    // A key of its own: the doctor's link opens the referral, never the record that grows from it.
    const family = await makeClient(tx, {
      practiceId,
      source: "referral",
      guardians: [
        {
          name: parent.name,
          email: parent.email ?? null,
          phone: parent.phone ?? null,
          locale: row.locale,
        },
      ],
      babies: [
        {
          firstName: firstNameOf(baby.name, parent.name),
          bornOn: baby.bornOn,
          gestationDays: baby.gestationDays,
          gestationUnknown: baby.gestationUnknown,
          sex: baby.sex,
          health: healthOf(details, row.doctorName),
        },
      ],
    });
    const [babyId] = family.babyIds;
    if (!babyId) throw new Error("a family without a baby");
    await move(
      work,
      { row, to: "accepted", event: "accepted" },
      {
        decidedAt: now,
        decidedBy: actor.userId,
        clientId: family.clientId,
        babyId,
        ...(offered.length > 0 && {
          details: seal(
            key,
            sealedDetails(row.id),
            JSON.stringify({ ...details, offered } satisfies ReferralDetails),
          ),
        }),
      },
    );
    audit(
      { type: "client", id: family.clientId },
      { source: "referral", baby: babyId, offered: offered.length },
    );
    if (parent.email) await makeFamilyLink(tx, now, row);
    enqueue("mail.referral", { practiceId, referralId, event: "accepted" });
    return { clientId: family.clientId, babyId };
  },
});

/** The family's own link: it opens the booking page for this family, and neither the doctor's page nor anything clinical. */
const makeFamilyLink = (tx: Tx, now: Date, row: Pick<Row, "practiceId" | "id">) =>
  makeLink(tx, {
    practiceId: row.practiceId,
    kind: "family",
    subjectId: row.id,
    expiresAt: hoursAfter(now, FAMILY_LINK_DAYS * 24),
  });

const familyLink = command({
  name: "referrals.family_link",
  allow: isStaff,
  input: OneReferral,
  run: async ({ tx, now, audit }, { referralId }) => {
    const [row] = await tx.select().from(referrals).where(eq(referrals.id, referralId));
    if (!row?.emailConfirmedAt) throw notFound();
    if (row.status !== "accepted") throw new Refusal("conflict", "referrals:errors.noFamilyLink");
    audit({ type: "referral", id: row.id }, { link: "family" });
    return { secret: await makeFamilyLink(tx, now, row) };
  },
});

/** A link to read out or to send by text. Never with a key: answers are stored by key, and this one is a secret. */
export const showFamilyLink: typeof familyLink = (actor, input, call) =>
  familyLink(actor, input, { ...call, key: undefined });

export const declineReferral = command({
  name: "referrals.decline",
  allow: isClinician,
  input: DeclineReferral,
  run: async (work, { referralId, reason, note: words }) => {
    const { actor, tx, now, enqueue } = work;
    const row = await waiting(tx, referralId);
    const key = await openDataKey(tx, row.practiceId, row.dataKeyId);
    await move(
      work,
      { row, to: "declined", event: "declined" },
      {
        decidedAt: now,
        decidedBy: actor.userId,
        declineReason: reason,
        declineNote: sealDeclineNote(key, referralId, words),
      },
    );
    enqueue("mail.referral", { practiceId: actor.practiceId, referralId, event: "declined" });
    return { referralId };
  },
});

/** For the clean job: referrals that nobody confirmed within a day lose what was written, and stay as a line. */
export async function expireReferrals(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select expire_referrals(${confirmableSince}) as n`,
  );
  return Number(row?.n ?? 0);
}
