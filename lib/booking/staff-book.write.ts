import { and, eq, inArray, isNull } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients, referrals } from "@/db/schema";
import { familyIds } from "@/lib/clients/merged";
import { practiceDay } from "@/lib/clients/read";
import { bornOnProblem } from "@/lib/clients/schema";
import { family } from "@/lib/clients/write";
import { isStaff, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import type { Day } from "@/lib/core/time";
import { noteReferralLesson } from "@/lib/referrals/lessons";
import { command } from "@/lib/work/command";
import type { Rows } from "@/lib/work/rows";
import { settled } from "@/lib/work/settled";
import { type DataKey, openDataKey } from "@/lib/work/vault";
import { afterUndo } from "./change.rules";
import { assertTeaches, lockCalendars } from "./colleague";
import { assertWithinLimits } from "./limits";
import { findOffer } from "./offer";
import { placeBooking } from "./place";
import { lessonTimes } from "./rules";
import { BookByStaff } from "./staff.schema";
import { assertInside, meantStart, takenByOther } from "./staff-time.write";
import { lessonAt, takingTime } from "./time";

/**
 * Staff book for a family they know or one that is new. They need no notice and no horizon, and may go outside the
 * hours, over another lesson, or beyond what a day holds, for a reason that they state (feature c32).
 */
export const bookByStaff = command({
  name: "booking.book_by_staff",
  allow: isStaff,
  input: BookByStaff,
  run: async (work, input) => {
    const { actor, tx, now } = work;
    const { practiceId } = actor;
    const [offer, { zone, thisDay }] = await settled([
      findOffer(tx, practiceId, input.serviceId),
      practiceDay(tx, actor, now),
    ]);
    if (!offer || offer.archivedAt) throw notFound();
    await assertTeaches(tx, actor, offer.practitionerId);
    const atHome = offer.placeKind === "home";
    assertDetails(input, { atHome, thisDay });
    const start = meantStart(input.day, input.time, zone, now);
    const times = lessonTimes(offer.timing, offer.zone, start);
    const outside = await assertInside(
      tx,
      actor,
      { practitionerId: offer.practitionerId, placeId: offer.placeId, ...times, zone: offer.zone },
      input.outside,
    );
    const { made, rows } = input.clientId
      ? await knownFamily(tx, actor, input.clientId, input.babyIds)
      : newFamily(actor, input);
    const referralId = input.clientId ? await openReferral(tx, actor, made) : null;

    const lessonId = newId<"lesson">();
    const lesson = lessonAt(offer, lessonId, start);
    const beyond = await assertWithinLimits(
      tx,
      actor,
      {
        ...{ ...lesson, ...times, zone: offer.zone, sameDay: false },
        latitude: lesson.point?.latitude ?? null,
        longitude: lesson.point?.longitude ?? null,
      },
      input.limits,
    );
    const place = (onTop: boolean) =>
      placeBooking(
        // What is written down after the event needs no mail that it will come.
        times.endsAt > now ? work : { ...work, enqueue: () => {} },
        {
          offer,
          lessonId,
          startsAt: start,
          clientId: made.clientId,
          babyIds: made.babyIds,
          dataKey: made.dataKey,
          source: "staff",
          undoFrom: now,
          referralId,
          familyNote: input.note,
          visitAddress: atHome ? input.visitAddress : undefined,
        },
        {
          family: rows,
          time: takingTime(lesson, "confirmed", { onTop }),
          more: referralId !== null,
        },
      );
    // Whoever may put it over another has the calendar alone from the first try on, so that two of them never wait for each other.
    if (input.onTop !== undefined) await lockCalendars(tx, [offer.practitionerId]);
    const free = await place(false);
    // Over another lesson only for a reason, and only where there really is one.
    const over = !free && input.onTop !== undefined ? await place(true) : null;
    const placed = free ?? over;
    if (!placed) throw await takenByOther(tx, offer, start, now);
    if (outside || over || beyond)
      work.audit(
        { type: "lesson", id: lessonId },
        {
          ...(outside && { outside: input.outside ?? null }),
          ...(over && { onTop: input.onTop ?? null }),
          ...(beyond && { limits: input.limits ?? null }),
        },
      );
    if (referralId)
      await noteReferralLesson(work, {
        practiceId,
        bookingId: placed.bookingId,
        event: "booked",
        tell: afterUndo(`doctor:${placed.bookingId}`, now),
      });
    return { bookingId: placed.bookingId as string, lessonId: lessonId as string };
  },
});

/** What the schema cannot know: who it is for, the day where the family is, where a visit goes. */
function assertDetails(input: BookByStaff, at: { atHome: boolean; thisDay: Day }): void {
  const fields: Record<string, { key: string }[]> = {};
  if (!input.clientId && !input.family)
    fields["family.name"] = [{ key: "clients:errors.guardianName" }];
  if (input.clientId && input.babyIds.length === 0)
    fields.babyIds = [{ key: "calendar:errors.noBaby" }];
  const born = input.family && bornOnProblem(input.family.baby.bornOn, at.thisDay);
  if (born) fields["family.baby.bornOn"] = [{ key: born }];
  if (input.family && !input.family.email && !input.family.phone)
    fields["family.email"] = [{ key: "clients:errors.reach" }];
  if (at.atHome && !input.visitAddress)
    fields.visitAddress = [{ key: "calendar:errors.visitAddress" }];
  if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
}

type Here = { clientId: string; babyIds: readonly string[]; dataKey: DataKey };
type Made = { made: Here; rows: Rows[] };

/**
 * A family of the practice with some of its babies; another practice's is not there. Where records were merged, the
 * booking is written where the babies are, so that a merge that is undone leaves no booking between two families.
 */
async function knownFamily(
  tx: Tx,
  { practiceId }: Staff,
  clientId: string,
  babyIds: readonly string[],
): Promise<Made> {
  const records = await tx
    .select({ id: clients.id, dataKeyId: clients.dataKeyId })
    .from(clients)
    .where(
      and(
        eq(clients.practiceId, practiceId),
        among(clients.id, await familyIds(tx, practiceId, clientId)),
        isNull(clients.archivedAt),
      ),
    );
  const wanted = [...new Set(babyIds)];
  const theirs = await tx
    .select({ id: babies.id, clientId: babies.clientId })
    .from(babies)
    .where(
      and(
        eq(babies.practiceId, practiceId),
        among(
          babies.clientId,
          records.map((record) => record.id),
        ),
        inArray(babies.id, wanted),
        isNull(babies.archivedAt),
      ),
    );
  const home = theirs.every((baby) => baby.clientId === theirs[0]?.clientId)
    ? theirs[0]?.clientId
    : clientId;
  const client = records.find((record) => record.id === home);
  if (!client || theirs.length < wanted.length) throw notFound();
  const dataKey = await openDataKey(tx, practiceId, client.dataKeyId);
  return { made: { clientId: client.id, babyIds: wanted, dataKey }, rows: [] };
}

function newFamily({ practiceId }: Staff, input: BookByStaff): Made {
  if (!input.family) throw invalidField("family.name", "clients:errors.guardianName");
  const { baby, name, email, phone } = input.family;
  return family({
    practiceId,
    source: "staff",
    guardians: [{ name, email: email ?? null, phone }],
    babies: [{ firstName: baby.firstName, bornOn: baby.bornOn, ...baby.born }],
  });
}

/** A doctor's referral of one of these babies that was accepted and has no lesson yet: this is its lesson. */
async function openReferral(tx: Tx, { practiceId }: Staff, { clientId, babyIds }: Here) {
  const [row] = await tx
    .select({ id: referrals.id })
    .from(referrals)
    .where(
      and(
        eq(referrals.practiceId, practiceId),
        eq(referrals.clientId, clientId),
        inArray(referrals.babyId, [...babyIds]),
        eq(referrals.status, "accepted"),
      ),
    )
    .limit(1);
  return row?.id ?? null;
}
