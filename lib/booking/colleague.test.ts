import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { mailJobs, makeLesson, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { serviceList } from "@/lib/practices/read";
import { bookingMailFacts } from "./mail-facts";
import { staffCalendar } from "./staff.read";
import { bookByStaff } from "./staff-book.write";
import { blockTime, moveByStaff } from "./staff-time.write";
import { bookingTrail } from "./trail.read";

const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
let bea: Pick<TestPractice, "practitionerId" | "serviceId">;
beforeEach(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  bea = await colleague("Bea Finch");
});

/** Somebody else who works all week and teaches what the first one does, unless it has another name. */
async function colleague(displayName: string, lesson?: string) {
  const [practitionerId, serviceId] = [newId<"practitioner">(), newId<"service">()];
  const { practiceId, placeId } = at;
  const slug = `colleague-${practitionerId.slice(-12)}`;
  await db.owner
    .insert(t.practitioners)
    .values({ practiceId, id: practitionerId, slug, displayName });
  const [own] = await db.owner.select().from(t.services).where(eq(t.services.id, at.serviceId));
  if (!own) throw new Error("no service");
  const name = lesson ?? ` ${own.name.toUpperCase()}`;
  await db.owner
    .insert(t.services)
    .values({ ...own, id: serviceId, practitionerId, name, placeId });
  await db.owner.insert(t.weeklyHours).values(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      ...{ practiceId, id: newId<"hours">(), practitionerId, weekday },
      ...{ startsAt: "09:00", endsAt: "17:00" },
    })),
  );
  return { practitionerId, serviceId };
}

const lessonOf = (time = "10:00", of: TestPractice = at) =>
  makeLesson(db.owner, of, family, coming(at.zone, 2, time));
const hand = (lessonId: string, version: number, practitionerId: string, more = {}) =>
  moveByStaff(at.staff(), {
    ...{ lessonId, version, day: comingDay(at.zone, 2), time: "10:00", practitionerId },
    ...more,
  });

describe("a lesson that goes to a colleague", () => {
  test("lies in her calendar as her own lesson, and the family reads her name", async () => {
    const { lessonId, bookingId, startsAt } = await lessonOf();
    await hand(lessonId, 1, bea.practitionerId);
    const { lesson, booking } = await seatRows(db.owner, bookingId);
    expect(lesson).toMatchObject({
      ...bea,
      startsAt,
      placeId: at.placeId,
      version: 2,
      sequence: 1,
    });
    expect(booking.priceMinor).toBe(4800);
    expect((await mailJobs(db.owner, bookingId)).map((job) => job.event)).toEqual(["moved"]);
    const facts = await db.owner.transaction((tx) =>
      bookingMailFacts(tx, { practiceId: at.practiceId, bookingId }),
    );
    expect(facts?.practitionerName).toBe("Bea Finch");
    const [entry] = await db.owner
      .select()
      .from(t.auditEvents)
      .where(
        and(
          eq(t.auditEvents.practiceId, at.practiceId),
          eq(t.auditEvents.operation, "booking.move_by_staff"),
        ),
      );
    expect(entry?.detail).toMatchObject({
      fromPractitioner: at.practitionerId,
      toPractitioner: bea.practitionerId,
    });
    const trail = await bookingTrail(at.staff(), { bookingId });
    expect(trail.at(-1)).toMatchObject({ kind: "moved", practitioner: { name: "Bea Finch" } });
  });

  test("comes back within the three minutes as if nothing had been", async () => {
    const { lessonId, bookingId, startsAt } = await lessonOf();
    await hand(lessonId, 1, bea.practitionerId);
    await hand(lessonId, 2, at.practitionerId, { outside: "undo" });
    const { lesson } = await seatRows(db.owner, bookingId);
    expect(lesson).toMatchObject({
      ...{ practitionerId: at.practitionerId, serviceId: at.serviceId, startsAt },
    });
  });

  test("finds her hours and her lessons in the way, not those of whoever gave it", async () => {
    const { lessonId } = await lessonOf();
    await lessonOf("12:00", { ...at, ...bea });
    const busy = await refusalOf(hand(lessonId, 1, bea.practitionerId, { time: "12:30" }));
    expect(busy).toMatchObject({ code: "slot_taken" });
    expect(busy.facts.nearest).toHaveLength(3);
    const late = await refusalOf(hand(lessonId, 1, bea.practitionerId, { time: "18:00" }));
    expect(late.facts).toEqual({ outside: true });
    // Somebody else's lesson at the same hour is no matter.
    await lessonOf("14:00");
    await hand(lessonId, 1, bea.practitionerId, { time: "14:00" });
  });

  test("goes to nobody who does not teach it there, and blocked time to nobody", async () => {
    const other = await colleague("Cara Lind", "Something else");
    const stranger = await makePractice(db.owner);
    const { lessonId } = await lessonOf();
    for (const one of [other.practitionerId, stranger.practitionerId, newId<"practitioner">()]) {
      const refused = await refusalOf(hand(lessonId, 1, one));
      expect(refused.fields).toEqual({ practitionerId: [{ key: "calendar:errors.colleague" }] });
    }
    await db.owner
      .update(t.services)
      .set({ archivedAt: new Date() })
      .where(eq(t.services.id, bea.serviceId));
    expect((await refusalOf(hand(lessonId, 1, bea.practitionerId))).code).toBe("invalid");
    const block = await blockTime(at.staff(), {
      ...{ practitionerId: at.practitionerId, title: "Course" },
      ...{ from: comingDay(at.zone, 3), fromTime: "10:00", untilTime: "11:00" },
    });
    const refused = await refusalOf(hand(block.lessonId, 1, bea.practitionerId));
    expect(refused.code).toBe("invalid");
  });

  test("swapped with hers again and again at once: one has each hour, and nothing deadlocks", async () => {
    const [one, two] = [await lessonOf(), await lessonOf("10:00", { ...at, ...bea })];
    for (let round = 0; round < 10; round += 1) {
      const now = await Promise.all(
        [one, two].map(({ bookingId }) => seatRows(db.owner, bookingId)),
      );
      const swapped = await Promise.allSettled(
        now.map(({ lesson }) =>
          hand(
            lesson.id,
            lesson.version,
            lesson.practitionerId === at.practitionerId ? bea.practitionerId : at.practitionerId,
            { time: round % 2 === 0 ? "11:00" : "10:00" },
          ),
        ),
      );
      for (const each of swapped)
        if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "slot_taken" });
    }
    const doubles = await db.owner.execute(sql`
      select 1 from lessons a join lessons b on a.practitioner_id = b.practitioner_id and a.id < b.id
        and tstzrange(a.blocked_from, a.blocked_until) && tstzrange(b.blocked_from, b.blocked_until)
      where a.practice_id = ${at.practiceId} and a.status = 'confirmed' and b.status = 'confirmed'`);
    expect(doubles).toHaveLength(0);
  });

  test("the calendar says to whom it could go", async () => {
    await colleague("Cara Lind", "Something else");
    await lessonOf();
    const asked = { from: comingDay(at.zone, 2), days: 1, practitionerId: "all" as const };
    const { events } = await staffCalendar(at.staff(), asked);
    expect(events.map(({ colleagues }) => colleagues)).toEqual([
      [{ id: bea.practitionerId, name: "Bea Finch" }],
    ]);
  });
});

describe("somebody who left", () => {
  beforeEach(async () => {
    const { userId } = await makePractice(db.owner);
    const { practiceId } = at;
    await db.owner
      .insert(t.practiceMembers)
      .values({ practiceId, id: newId(), userId, role: "practitioner", deactivatedAt: new Date() });
    await db.owner
      .update(t.practitioners)
      .set({ userId })
      .where(eq(t.practitioners.id, bea.practitionerId));
  });
  const back = () =>
    db.owner
      .update(t.practiceMembers)
      .set({ deactivatedAt: null })
      .where(
        and(
          eq(t.practiceMembers.practiceId, at.practiceId),
          eq(t.practiceMembers.role, "practitioner"),
        ),
      );
  const left = [{ key: "calendar:errors.left" }];

  test("is booked by nobody, given no lesson and named for no time off, until they are back", async () => {
    const book = () =>
      bookByStaff(at.staff(), {
        ...{ serviceId: bea.serviceId, day: comingDay(at.zone, 3), time: "10:00" },
        ...{ clientId: family.clientId, babyIds: [family.babyId] },
      });
    const { lessonId } = await lessonOf();
    const block = () =>
      blockTime(at.staff(), {
        ...{ practitionerId: at.practitionerId, title: "Away", from: comingDay(at.zone, 4) },
        ...{ allDay: true, handOverTo: bea.practitionerId },
      });
    expect(await refusalOf(book())).toMatchObject({ code: "conflict", say: left[0] });
    expect((await refusalOf(hand(lessonId, 1, bea.practitionerId))).fields).toEqual({
      practitionerId: left,
    });
    expect((await refusalOf(block())).fields).toEqual({ handOverTo: left });
    await back();
    await book();
    await hand(lessonId, 1, bea.practitionerId);
    await block();
  });

  test("is not in the lists of whom a lesson can go to, or be booked with", async () => {
    const { lessonId } = await lessonOf();
    const from = comingDay(at.zone, 2);
    const named = async () => {
      const { events } = await staffCalendar(at.staff(), { from, days: 1 });
      return events.find(({ id }) => id === lessonId)?.colleagues.map(({ name }) => name);
    };
    const taught = async () =>
      (await serviceList(at.staff(), { taught: true })).map(({ id }) => id);
    expect([await named(), await taught()]).toEqual([[], [at.serviceId]]);
    await back();
    expect([await named(), (await taught()).length]).toEqual([["Bea Finch"], 2]);
  });
});

test("a colleague's time off is marked as not the reader's to move, as the command refuses it", async () => {
  const from = comingDay(at.zone, 4);
  const times = { title: "Away", from, fromTime: "10:00", untilTime: "12:00", allDay: undefined };
  const { lessonId } = await blockTime(at.staff(), {
    ...{ ...times, practitionerId: bea.practitionerId },
  });
  const own = await blockTime(at.staff(), { ...times, practitionerId: at.practitionerId });
  const seen = async (role: "owner" | "practitioner" | "front_desk") => {
    const { events } = await staffCalendar(at.staff(role), {
      ...{ from, days: 1, practitionerId: "all" },
    });
    return [lessonId, own.lessonId].map((one) => events.find(({ id }) => id === one)?.fixed);
  };
  expect(await seen("practitioner")).toEqual([true, false]);
  expect(await seen("owner")).toEqual([false, false]);
  expect(await seen("front_desk")).toEqual([false, false]);
  const move = { lessonId, version: 1, day: from, time: "14:00" };
  expect((await refusalOf(moveByStaff(at.staff("practitioner"), move))).code).toBe("not_found");
  await moveByStaff(at.staff("front_desk"), move);
});
