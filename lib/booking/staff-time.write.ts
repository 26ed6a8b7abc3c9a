import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bookings, lessons, practitioners } from "@/db/schema";
import { statement } from "@/db/statement";
import { overridesOf, weekOf } from "@/lib/availability/hours.read";
import { nextFree, openSlots } from "@/lib/availability/rules";
import { practiceDay } from "@/lib/clients/read";
import { isStaff, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import {
  addDays,
  type Day,
  instantOf,
  minuteOf,
  minutesOfDay,
  startOfDay,
  wallOf,
  type Zone,
} from "@/lib/core/time";
import { noteReferralLesson } from "@/lib/referrals/lessons";
import { command, type Work } from "@/lib/work/command";
import { settled } from "@/lib/work/settled";
import { instantOn, outsideHours } from "./calendar.rules";
import { afterUndo, resized, shifted } from "./change.rules";
import { assertTeaches, lockCalendars, mayBlock, serviceWith } from "./colleague";
import { assertWithinLimits } from "./limits";
import { asBooked, findOffer, type Offer } from "./offer";
import { answerThere } from "./requests.read";
import { around, localStart, NEAREST, plausibleStart } from "./rules";
import { titleOf } from "./staff.read";
import { BlockTime, MoveByStaff, UnblockTime } from "./staff.schema";
import { staffLessons, takenBetween } from "./staff-lessons";
import { staffSchedule } from "./staff-one.read";
import { type MovedTime, moveTime, takeTime } from "./time";
import { lyingThere, placeBefore } from "./undo";

const DAY_MS = 86_400_000;
/** The start that staff mean, in the practice's wall time: not in a gap of the clocks, not years away. */
export function meantStart(on: Day, time: string, zone: Zone, now: Date): Date {
  const start = instantOn(on, minutesOfDay(time), zone);
  if (!plausibleStart(start, now)) throw invalidField("day", "calendar:errors.day");
  return start;
}

/** Outside the hours staff may book and move for a reason that they state. */
export async function assertInside(
  tx: Tx,
  actor: Staff,
  at: { practitionerId: string; placeId: string | null; startsAt: Date; endsAt: Date; zone: Zone },
  reason: string | undefined,
): Promise<boolean> {
  const owner = { practiceId: actor.practiceId, practitionerId: at.practitionerId };
  const from = addDays(wallOf(at.startsAt, at.zone).day, -1);
  const [hours, overrides] = await settled([weekOf(tx, owner), overridesOf(tx, owner, from)]);
  const plan = { hours, overrides };
  const outside = outsideHours(plan, [at]).length > 0;
  if (outside && reason === undefined)
    throw new Refusal("invalid", "calendar:errors.outside", {
      fields: { outside: [{ key: "calendar:errors.outsideReason" }] },
      facts: { outside: true },
    });
  return outside;
}

/** Somebody has that time: the nearest ones that staff could take instead, or a reason why a lesson lies over theirs. */
export async function takenByOther(
  tx: Tx,
  offer: Offer | null,
  start: Date,
  now: Date,
  moved?: { id: string; kind?: "lesson" | "block" },
): Promise<Refusal> {
  const range = around(start);
  const found = offer && (await staffSchedule(tx, offer, { ...range, now, exceptId: moved?.id }));
  const free = found ? openSlots({ ...found, ...range }) : [];
  const nearest = nextFree(free, minuteOf(start), NEAREST).map((one) =>
    instantOf(one).toISOString(),
  );
  const facts = { nearest, ...(moved?.kind === "lesson" && { onTop: true }) };
  return new Refusal("slot_taken", "calendar:errors.taken", { facts });
}

type Lesson = typeof lessons.$inferSelect;

/** Buffers keep their length, and so does the lesson unless another is asked for, whatever became of the service since. */
function timesAt(lesson: Lesson, start: Date, minutes: number | undefined): MovedTime {
  const times = minutes === undefined ? lesson : resized(lesson, minutes);
  return { ...shifted(times, start), localStart: localStart(start, lesson.timeZone) };
}

const lessonById = statement(["practiceId", "lessonId"], (db, { practiceId, lessonId }) =>
  db
    .select()
    .from(lessons)
    .where(and(eq(lessons.practiceId, practiceId), eq(lessons.id, lessonId))),
);

/** Moves a lesson or a block: by hand on the calendar, by keys, or through a form; always this one command. */
export const moveByStaff = command({
  name: "booking.move_by_staff",
  allow: isStaff,
  input: MoveByStaff,
  run: async (
    work,
    { lessonId, version, day: on, time, minutes, outside, onTop, limits, ...to },
  ) => {
    const { actor, tx, now, audit } = work;
    const mine = and(eq(lessons.practiceId, actor.practiceId), eq(lessons.id, lessonId));
    const [{ zone }, [lesson]] = await settled([
      practiceDay(tx, actor, now),
      lessonById(tx, { practiceId: actor.practiceId, lessonId }),
    ]);
    // A family that is booking this very moment holds its time; nobody moves it from under them.
    if (!lesson || lesson.status === "held") throw notFound();
    if (lesson.version !== version || !["requested", "confirmed"].includes(lesson.status))
      throw movedOn(lesson);
    if (lesson.kind === "block" && !mayBlock(actor, lesson.practitionerId)) throw notFound();
    const before =
      outside === "undo" ? await placeBefore(tx, lesson, { day: on, time, zone }, now) : null;
    const { practitionerId = lesson.practitionerId } = before ?? to;
    const handed = practitionerId !== lesson.practitionerId;
    const serviceId = handed
      ? await serviceWith(tx, actor, lesson, practitionerId)
      : lesson.serviceId;
    if (handed) await lockCalendars(tx, [lesson.practitionerId, practitionerId]);
    const there = { ...lesson, practitionerId };
    const start = before?.startsAt ?? meantStart(on, time, zone, now);
    // A lesson that was given at another time is written down afterwards; what nobody said yes to was not given.
    if (lesson.status === "requested" && start <= now)
      throw invalidField("day", "calendar:errors.past");
    const times = {
      ...timesAt(lesson, start, before?.minutes ?? minutes),
      answerBy: before?.answerBy ?? (await answerThere(tx, lesson, start, now)),
    };
    const isOutside =
      lesson.kind === "lesson" &&
      (await assertInside(
        tx,
        actor,
        { practitionerId, placeId: lesson.placeId, ...times, zone: lesson.timeZone },
        outside,
      ));
    const sameDay = !handed && times.localStart.slice(0, 10) === lesson.localStart.slice(0, 10);
    const beyond =
      lesson.kind === "lesson" &&
      (await assertWithinLimits(
        tx,
        actor,
        { ...there, ...times, lessonId, serviceId, zone: lesson.timeZone, sameDay },
        before ? "undo" : limits,
      ));
    const [layThere, said] = await settled([
      lyingThere(tx, lesson, lesson),
      moveTime(tx, there, version, times),
    ]);
    if (said === "changed") throw movedOn(lesson);
    // Over another lesson only for a reason, and only where there really is one. What is taken back needs none beyond what
    // lay there already; the calendar is locked by now, so that nothing comes to it meanwhile.
    const why =
      said !== "taken"
        ? null
        : before
          ? (await lyingThere(tx, there, times)).every((id) => before.over.includes(id)) && "undo"
          : lesson.kind === "lesson" && onTop;
    const over = why ? await moveTime(tx, there, version, times, true) : null;
    if (over === "changed") throw movedOn(lesson);
    if (said === "taken" && over !== "moved") {
      const offer = serviceId ? await findOffer(tx, actor.practiceId, serviceId) : null;
      const asked = offer && asBooked(offer, { ...there, ...times });
      throw await takenByOther(tx, asked, start, now, lesson);
    }
    if (handed) await tx.update(lessons).set({ serviceId }).where(mine);
    const sure = sameStart(lesson, times) ? [] : await sureToCome(tx, lesson);
    audit(
      { type: "lesson", id: lessonId },
      {
        kind: lesson.kind,
        from: lesson.startsAt.toISOString(),
        to: start.toISOString(),
        version: version + 1,
        fromMinutes: lengthOf(lesson) / 60_000,
        ...(lesson.answerBy && { answerBy: lesson.answerBy.toISOString() }),
        ...(newLength(lesson, times) && { minutes: lengthOf(times) / 60_000 }),
        ...(handed && { fromPractitioner: lesson.practitionerId, toPractitioner: practitionerId }),
        ...(isOutside && { outside: outside ?? null }),
        ...(over === "moved" && { onTop: why || null }),
        ...(beyond && { limits: before ? "undo" : (limits ?? null) }),
        ...(layThere.length > 0 && { over: layThere }),
        ...(sure.length > 0 && {
          confirmed: sure.map(({ id, at }) => `${id} ${at?.toISOString() ?? ""}`),
        }),
      },
    );
    const bookingVersion = await tellSeats(work, lesson, times, before?.confirmed);
    return { lessonId, version: version + 1, bookingVersion };
  },
});

type Ends = Record<"startsAt" | "endsAt", Date>;
const lengthOf = ({ startsAt, endsAt }: Ends) => endsAt.getTime() - startsAt.getTime();
const newLength = (was: Ends, is: Ends): boolean => lengthOf(was) !== lengthOf(is);
const sameStart = (was: Ends, is: Ends): boolean =>
  was.startsAt.getTime() === is.startsAt.getTime();

/** Whose families said that they come. */
const sureToCome = (tx: Tx, { practiceId, id }: Lesson) =>
  tx
    .select({ id: bookings.id, at: bookings.confirmedAt })
    .from(bookings)
    .where(
      and(
        eq(bookings.practiceId, practiceId),
        eq(bookings.lessonId, id),
        isNotNull(bookings.confirmedAt),
      ),
    );

const movedOn = (lesson: Lesson): Refusal =>
  new Refusal("conflict", "calendar:errors.moved", {
    facts: { status: lesson.status, version: lesson.version },
  });

/** The seats of a moved lesson: their version rises, their doctors' pages and their families are told. */
async function tellSeats(
  work: Work<Staff>,
  lesson: Lesson,
  times: MovedTime,
  confirmed: ReadonlyMap<string, Date> = new Map(),
): Promise<number | null> {
  const { actor, tx, now, enqueue } = work;
  const { practiceId } = actor;
  const seatOf = (id: string) => and(eq(bookings.practiceId, practiceId), eq(bookings.id, id));
  const seats = await tx
    .update(bookings)
    .set({
      version: sql`${bookings.version} + 1`,
      // Who said yes to Tuesday did not say yes to Thursday.
      ...(!sameStart(lesson, times) && { confirmedAt: null }),
    })
    .where(
      and(
        eq(bookings.practiceId, practiceId),
        eq(bookings.lessonId, lesson.id),
        inArray(bookings.status, ["requested", "booked", "arrived"]),
      ),
    )
    .returning({
      id: bookings.id,
      referralId: bookings.referralId,
      version: bookings.version,
      status: bookings.status,
    });
  for (const { id: bookingId, referralId, status } of seats) {
    const confirmedAt = confirmed.get(bookingId);
    if (confirmedAt) await tx.update(bookings).set({ confirmedAt }).where(seatOf(bookingId));
    if (referralId) await noteReferralLesson(work, { practiceId, bookingId, event: "moved" });
    if (times.endsAt <= now) continue;
    const news = { practiceId, bookingId, sequence: lesson.sequence + 1, by: "practice" } as const;
    const when = afterUndo(bookingId, now);
    if (status === "requested") enqueue("mail.request", { ...news, event: "asked" }, when);
    else enqueue("mail.booking", { ...news, event: "moved" }, when);
  }
  return seats[0]?.version ?? null;
}

/** Time off. Lessons that are booked already are named and stay. */
export const blockTime = command({
  name: "booking.block_time",
  allow: isStaff,
  input: BlockTime,
  run: async ({ actor, tx, now, audit }, input) => {
    const { practitionerId, title, from, until = from, allDay } = input;
    if (!mayBlock(actor, practitionerId) || !(await isOurs(tx, actor, practitionerId)))
      throw notFound();
    const { handOverTo } = input;
    if (handOverTo === practitionerId || (handOverTo && !(await isOurs(tx, actor, handOverTo))))
      throw invalidField("handOverTo", "hours:errors.colleague");
    if (handOverTo) await assertTeaches(tx, actor, handOverTo, "handOverTo");
    const { zone } = await practiceDay(tx, actor, now);
    const startsAt = allDay
      ? startOfDay(from, zone)
      : instantOn(from, minutesOfDay(input.fromTime), zone);
    const endsAt = instantOn(until, allDay ? 1440 : minutesOfDay(input.untilTime), zone);
    if (endsAt <= startsAt) throw invalidField("untilTime", "errors:endsBeforeStart");
    if (endsAt <= now) throw invalidField("from", "calendar:errors.past");
    if (!plausibleStart(endsAt, now)) throw invalidField("until", "calendar:errors.day");
    const lessonId = newId<"lesson">();
    const won = await takeTime(
      tx,
      {
        practiceId: actor.practiceId,
        lessonId,
        practitionerId,
        kind: "block",
        serviceId: null,
        placeId: null,
        title,
        times: {
          startsAt,
          endsAt,
          blockedFrom: startsAt,
          blockedUntil: endsAt,
          timeZone: zone,
          localStart: localStart(startsAt, zone),
        },
      },
      "confirmed",
    );
    if (!won) throw await inTheWay(tx, actor, practitionerId, startsAt, endsAt, now);
    if (handOverTo)
      await tx
        .update(lessons)
        .set({ handOverTo })
        .where(and(eq(lessons.practiceId, actor.practiceId), eq(lessons.id, lessonId)));
    audit(
      { type: "lesson", id: lessonId },
      { kind: "block", practitionerId, handOver: !!handOverTo },
    );
    return { lessonId: lessonId as string };
  },
});

async function isOurs(tx: Tx, actor: Staff, practitionerId: string): Promise<boolean> {
  const found = await tx
    .select({ id: practitioners.id })
    .from(practitioners)
    .where(
      and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
    );
  return found.length > 0;
}

async function inTheWay(
  tx: Tx,
  actor: Staff,
  practitionerId: string,
  from: Date,
  until: Date,
  now: Date,
): Promise<Refusal> {
  const { thisDay } = await practiceDay(tx, actor, now);
  // Buffers reach over the ends of a lesson, and what only a buffer meets is in the way too.
  const wide = {
    from: new Date(from.getTime() - DAY_MS),
    until: new Date(until.getTime() + DAY_MS),
  };
  const found = await staffLessons(
    tx,
    actor,
    and(
      takenBetween(actor, wide.from, wide.until, practitionerId),
      sql`${lessons.blockedFrom} < ${until.toISOString()}::timestamptz and ${lessons.blockedUntil} > ${from.toISOString()}::timestamptz`,
    ),
    thisDay,
  );
  return new Refusal("slot_taken", "calendar:errors.inTheWay", {
    facts: {
      inTheWay: found.slice(0, 20).map((lesson) => ({
        bookingId: lesson.seat?.id ?? null,
        title: titleOf(lesson),
        startsAt: lesson.startsAt.toISOString(),
      })),
    },
  });
}

/** The blocked time can be booked again. */
export const unblockTime = command({
  name: "booking.unblock_time",
  allow: isStaff,
  input: UnblockTime,
  run: async ({ actor, tx, audit }, { lessonId, version }) => {
    const mine = and(
      eq(lessons.practiceId, actor.practiceId),
      eq(lessons.id, lessonId),
      eq(lessons.kind, "block"),
    );
    const [block] = await tx.select().from(lessons).where(mine).for("update");
    if (!block || !mayBlock(actor, block.practitionerId)) throw notFound();
    if (block.version !== version || block.status !== "confirmed") throw movedOn(block);
    await tx
      .update(lessons)
      .set({ status: "cancelled", version: version + 1 })
      .where(mine);
    audit({ type: "lesson", id: lessonId }, { kind: "block", removed: true });
    return null;
  },
});
