import { and, asc, eq, isNull, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies, clients, guardians, users } from "@/db/schema";
import { statement } from "@/db/statement";
import { babyRows, type Family, family, type GuardianFacts } from "@/lib/clients/write";
import { isParent, isVisitor, oneOf, type Parent, type Visitor } from "@/lib/core/actor";
import { newId, newToken, tokenHash } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { noteReferralLesson, referralBehind } from "@/lib/referrals/lessons";
import { command, type Work } from "@/lib/work/command";
import { byAddress } from "@/lib/work/rate";
import { into, type Rows } from "@/lib/work/rows";
import { settled } from "@/lib/work/settled";
import { type DataKey, openDataKey } from "@/lib/work/vault";
import { answerBy } from "./change.rules";
import { endSilence } from "./mourn.write";
import { bookable, findOffer, type Offer } from "./offer";
import { type Pass, sealPass } from "./pass";
import { type BookingFacts, placeBooking } from "./place";
import { detailProblems, freeAround } from "./rules";
import { BookLesson, HoldTime, heldTime } from "./schema";
import {
  assertOpen,
  confirmHold,
  findHold,
  lessonAt,
  lostRace,
  notKept,
  releaseHold,
  takingInTurn,
  takingTime,
} from "./time";
import {
  assertWelcome,
  isLinked,
  needsLink,
  openUnder,
  spendServiceLink,
  withoutLink,
} from "./welcome";

export type Held = { holdId: string; pass: Pass };
export type Booked = { bookingId: string; slug: string; pass: Pass };
type Booker = Visitor | Parent;

/** Keeps a time for ten minutes while the family fills in the form; whoever brings the pass's secret may book it. */
export const holdTime = command({
  name: "booking.hold",
  allow: oneOf<Booker>(isVisitor, isParent),
  input: HoldTime,
  practice: ({ practiceId }) => practiceId,
  // Nothing is counted that all have in common, which one of them could use up: for callers who cannot be told apart the
  // times that may be kept at once are shared out (hold_room).
  limits: (_input, ip, actor) => [
    ...byAddress(ip, 20, 10),
    ...(actor.kind === "parent"
      ? [{ subject: `user:${actor.userId}`, most: 20, minutes: 10 }]
      : []),
  ],
  run: async (work, input): Promise<Held> => {
    const { practiceId, serviceId, start, instead, serviceLink, referral } = input;
    const { tx, now, ip } = work;
    const offer = bookable(await findOffer(tx, practiceId, serviceId));
    const linked = await needsLink(tx, work.actor, offer, referral);
    if (linked && !(await isLinked(tx, offer, serviceLink))) throw withoutLink(offer);
    if (instead?.practiceId === practiceId && (await releaseHold(tx, instead)))
      work.audit({ type: "lesson", id: instead.id }, { released: true });
    const found = await assertOpen(tx, offer, start, now);
    const holdId = newId<"lesson">();
    const secret = newToken();
    const lesson = lessonAt(offer, holdId, start);
    const stranger = ip === "direct" && work.actor.kind === "visitor";
    const time = stranger
      ? takingInTurn(lesson, secret, freeAround(found, start))
      : takingTime(lesson, "held", { holdSecret: secret });
    const told = () => work.audit({ type: "lesson", id: holdId });
    if (!(await work.write([], told, { when: time })))
      throw await (stranger ? notKept : lostRace)(tx, offer, start, now);
    return { holdId, pass: sealPass(holdId, secret) };
  },
});

/** Gives a held time back: "choose another time" must not leave the first one blocked. */
export const releaseTime = command({
  name: "booking.release",
  allow: oneOf<Booker>(isVisitor, isParent),
  input: heldTime,
  practice: ({ practiceId }) => practiceId,
  run: async ({ tx, audit }, held) => {
    if (!(await releaseHold(tx, held))) throw notFound();
    audit({ type: "lesson", id: held.id }, { released: true });
    return null;
  },
});

/** Books a lesson, with the hold that was made for it or without. */
export const bookLesson = command({
  name: "booking.book",
  allow: oneOf<Booker>(isVisitor, isParent),
  input: BookLesson,
  practice: ({ practiceId }) => practiceId,
  limits: (input, ip, actor) => [
    ...byAddress(ip, 40, 60),
    ...whoBooks(actor, input).map((subject) => ({ subject, most: 20, minutes: 60 })),
  ],
  run: async (work, input): Promise<Booked> => {
    const { actor, tx, now } = work;
    const { practiceId, serviceId } = input;
    // None of these waits for another's answer, and nothing is made before they are all there.
    const [found, behind, own, open] = await settled([
      findOffer(tx, practiceId, serviceId),
      referralOf(tx, input),
      ownFamily(tx, actor, input),
      openUnder(tx, actor, input),
    ]);
    const offer = bookable(found);
    const linked = !behind && (await needsLink(tx, actor, offer, undefined));
    if (linked && input.serviceLink === undefined) throw withoutLink(offer);
    const atHome = offer.placeKind === "home";
    const known = behind ?? own;
    const babyIds = behind ? [...behind.babyIds] : input.babyIds;
    const fields = detailProblems(
      { ...input, babyIds },
      {
        now,
        zone: offer.zone,
        atHome,
        known: known !== null || actor.kind === "parent",
        visits: { name: offer.practitionerName, codes: offer.visitCodes },
      },
    );
    if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
    if (input.priceMinor !== undefined && input.priceMinor !== offer.priceMinor)
      throw new Refusal("conflict", "booking:errors.price");
    // Another family's baby is no baby here.
    if (!babyIds.every((babyId) => known?.babyIds.has(babyId))) throw notFound();
    if (!behind) await assertWelcome(tx, actor, offer, input, open);
    // Whoever was referred was accepted already.
    const until = offer.approval && !behind ? answerBy(now, input.start, offer.requestHours) : null;

    const { lessonId, time } = await timeFor(work, offer, input, until);
    const { made, rows } = known
      ? await knownFamily(tx, practiceId, known, input)
      : await newFamily(tx, actor, offer, input);
    const placed = await placeBooking(
      work,
      {
        offer,
        lessonId,
        startsAt: input.start,
        clientId: made.clientId,
        guardianId: made.guardianIds[0],
        babyIds: [...new Set([...babyIds, ...made.babyIds])],
        dataKey: made.dataKey,
        source: sourceOf(actor, behind),
        referralId: behind?.referralId,
        familyNote: input.note,
        visitAddress: atHome ? input.visitAddress : undefined,
        heardFrom: input.heardFrom,
        requested: until !== null,
      } satisfies BookingFacts,
      {
        family: rows,
        time,
        more: behind !== null || input.serviceLink !== undefined || own?.silent === true,
      },
    );
    if (!placed) throw await lostRace(tx, offer, input.start, now);
    const { bookingId } = placed;
    // The calendar before the family, as whoever takes a cancellation back: else the two would wait for each other.
    if (own?.silent) await endSilence(tx, practiceId, own.clientId);
    if (input.serviceLink !== undefined)
      await spendServiceLink(tx, offer, input.serviceLink, linked);
    if (behind && !(await noteReferralLesson(work, { practiceId, bookingId, event: "booked" })))
      throw new Refusal("conflict", "booking:errors.referralBooked");
    return { bookingId, slug: offer.slug, pass: sealPass(bookingId, placed.secret) };
  },
});

/** Whose tries are counted. Who says nothing of themselves is counted by their address alone, and refused later. */
function whoBooks(actor: Booker, { guest, referral }: BookLesson): string[] {
  if (actor.kind === "parent") return [`user:${actor.userId}`];
  if (referral !== undefined) return [`referral:${tokenHash(referral).toString("base64url")}`];
  return guest ? [`mail:${guest.email}`] : [];
}

const sourceOf = (actor: Booker, behind: OwnFamily | null): BookingFacts["source"] =>
  actor.kind === "parent" ? "family" : behind ? "referral" : "public";

/** The family behind a referral's link: its client, its baby and the key of its record. */
async function referralOf(
  tx: Tx,
  { referral, practiceId }: BookLesson,
): Promise<(OwnFamily & { referralId: string }) | null> {
  if (referral === undefined) return null;
  const found = await referralBehind(tx, referral);
  // Used, withdrawn or run out: the family is told, and may book as anybody does.
  if (found?.practiceId !== practiceId)
    throw new Refusal("conflict", "booking:errors.referralBooked");
  const { clientId, babyId, dataKey, referralId } = found;
  return { clientId, dataKey, referralId, babyIds: new Set([babyId]) };
}

/**
 * The lesson's time: won by compare-and-set where a hold was made for it, else to be taken together with the booking. A
 * cheap look comes first, so that nobody makes anything for a time that is gone; a refusal names the nearest free times.
 */
async function timeFor(
  { tx, now }: Work<Booker>,
  offer: Offer,
  { hold, start }: BookLesson,
  until: Date | null,
): Promise<{ lessonId: string; time?: SQL }> {
  if (hold?.practiceId === offer.practiceId) {
    if (await confirmHold(tx, hold, offer.serviceId, start, until)) return { lessonId: hold.id };
    const before = await findHold(tx, hold);
    if (before?.status === "confirmed" || before?.status === "requested")
      throw new Refusal("conflict", "booking:errors.alreadyBooked");
    // A hold that ran out is no reason to send the family away: the time may still be free.
    // One that was for another time is given back first.
    if (before?.status === "held") await releaseHold(tx, hold);
  }
  await assertOpen(tx, offer, start, now);
  const lessonId = newId<"lesson">();
  const status = until ? "requested" : "confirmed";
  return {
    lessonId,
    time: takingTime(lessonAt(offer, lessonId, start), status, { answerBy: until }),
  };
}

type OwnFamily = {
  clientId: string;
  /** Who books; not known behind a referral's link. */
  guardianId?: string;
  /** The family's key, or the id under which this actor may open it. */
  dataKey: DataKey | string;
  babyIds: Set<string>;
  /** Asked for no more mail, after a death: until it books again. */
  silent?: boolean;
};
type Member = {
  made: Pick<Family, "clientId" | "babyIds" | "dataKey"> & { guardianIds: readonly string[] };
  rows: Rows[];
};

const familiesOf = statement(["practiceId", "userId"], (db, { practiceId, userId }) =>
  db
    .select({
      clientId: clients.id,
      guardianId: guardians.id,
      dataKeyId: clients.dataKeyId,
      silentSince: clients.silentSince,
      babyId: babies.id,
    })
    .from(guardians)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, guardians.practiceId), eq(clients.id, guardians.clientId)),
    )
    .leftJoin(
      babies,
      and(
        eq(babies.practiceId, clients.practiceId),
        eq(babies.clientId, clients.id),
        isNull(babies.archivedAt),
      ),
    )
    .where(
      and(
        eq(guardians.practiceId, practiceId),
        eq(guardians.userId, userId),
        isNull(clients.archivedAt),
      ),
    )
    .orderBy(asc(clients.createdAt), asc(clients.id)),
);

/** The signed-in parent's family at this practice: the one the chosen babies belong to, when there are several. */
async function ownFamily(
  tx: Tx,
  actor: Booker,
  { practiceId, babyIds, referral }: BookLesson,
): Promise<OwnFamily | null> {
  if (actor.kind !== "parent" || referral !== undefined) return null;
  const rows = await familiesOf(tx, { practiceId, userId: actor.userId });
  const families = new Map<string, OwnFamily>();
  for (const { clientId, guardianId, dataKeyId, silentSince, babyId } of rows) {
    const known = families.get(clientId) ?? {
      clientId,
      guardianId,
      dataKey: dataKeyId,
      silent: silentSince !== null,
      babyIds: new Set<string>(),
    };
    if (babyId) known.babyIds.add(babyId);
    families.set(clientId, known);
  }
  const all = [...families.values()];
  const whole = all.find((one) => babyIds.every((babyId) => one.babyIds.has(babyId)));
  // Each has a key and a safety record of its own, which the practice alone can put together.
  if (
    !whole &&
    babyIds.length > 0 &&
    babyIds.every((babyId) => all.some((one) => one.babyIds.has(babyId)))
  )
    throw new Refusal("conflict", "booking:errors.twoRecords");
  return whole ?? all[0] ?? null;
}

const babyFacts = (input: BookLesson) =>
  input.babies.map(({ firstName, bornOn, born }) => ({ firstName, bornOn, ...born }));

/** A family the practice knows, with the babies it tells of for the first time. */
async function knownFamily(
  tx: Tx,
  practiceId: string,
  known: OwnFamily,
  input: BookLesson,
): Promise<Member> {
  const { dataKey: key } = known;
  const dataKey = typeof key === "string" ? await openDataKey(tx, practiceId, key) : key;
  const told = babyRows(dataKey, known.clientId, babyFacts(input));
  const clientId = known.clientId as Family["clientId"];
  return {
    made: {
      clientId,
      guardianIds: known.guardianId ? [known.guardianId] : [],
      babyIds: told.map((row) => row.id),
      dataKey,
    },
    rows: [into(babies, ...told)],
  };
}

async function newFamily(tx: Tx, actor: Booker, offer: Offer, input: BookLesson): Promise<Member> {
  const guardian =
    actor.kind === "parent" ? await guardianOf(tx, actor, input) : { ...guestOf(input) };
  return family({
    practiceId: offer.practiceId,
    source: "booking",
    guardians: [{ ...guardian, locale: input.locale ?? offer.locale }],
    babies: babyFacts(input),
  });
}

function guestOf({ guest }: BookLesson): GuardianFacts {
  if (!guest) throw invalidField("guest.name", "booking:errors.name");
  return guest;
}

async function guardianOf(tx: Tx, parent: Parent, input: BookLesson): Promise<GuardianFacts> {
  const [user] = await tx
    .select({ name: users.name })
    .from(users)
    .where(eq(users.id, parent.userId));
  const name = input.parent?.name ?? user?.name;
  if (!name) throw invalidField("parent.name", "booking:errors.name");
  return { name, email: parent.email, phone: input.parent?.phone, userId: parent.userId };
}
