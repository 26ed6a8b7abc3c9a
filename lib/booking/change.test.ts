import { eq, sql } from "drizzle-orm";
import ICAL from "ical.js";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { guestBooking, longAgo, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, mailJobs, makeLesson, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { queueBooking } from "@/lib/jobs/mail.write";
import { openMail } from "@/lib/messaging/outbox";
import { mournOwn } from "./mourn.write";
import { ownLesson, ownTimes } from "./own.read";
import { cancelOwn, confirmOwn, moveOwn } from "./own.write";
import { bookingByLink } from "./read";
import { completeLesson } from "./staff.write";
import { bookingTrail } from "./trail.read";

const db = testDatabase();
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

const move = async (
  link: Parameters<typeof moveOwn>[0],
  bookingId: string,
  start: Date,
  more: Partial<{ feeMinor: number; ill: "yes" }> = {},
) =>
  moveOwn(link, {
    ...(await seen(db.owner, bookingId)),
    start: start.toISOString(),
    feeMinor: 0,
    ...more,
  });
const cancel = async (
  link: Parameters<typeof moveOwn>[0],
  bookingId: string,
  more: Partial<{ feeMinor: number; reason: "ill" | "plans" }> = {},
) =>
  cancelOwn(link, {
    ...(await seen(db.owner, bookingId)),
    reason: "plans",
    feeMinor: 0,
    ...more,
  });

describe("a family moves its lesson by its link", () => {
  test("12: three moves rise SEQUENCE to 1, 2, 3, and cancelling sends METHOD CANCEL", async () => {
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    const { practiceId } = at;
    const tell = async (event: "booked" | "moved" | "cancelled") => {
      const { lesson } = await seatRows(db.owner, bookingId);
      await queueBooking(at.system, { practiceId, bookingId, event, sequence: lesson.sequence });
    };
    await tell("booked");
    for (const [weekday, time] of [
      [2, "09:00"],
      [3, "14:00"],
      [4, "15:00"],
    ] as const) {
      await move(link, bookingId, coming(at.zone, weekday, time));
      await tell("moved");
    }
    await cancel(link, bookingId);
    await tell("cancelled");
    const mails = await db.owner
      .select()
      .from(t.emails)
      .where(eq(t.emails.practiceId, practiceId))
      .orderBy(t.emails.id);
    const files = mails.flatMap(({ rendered, ...row }) => {
      const file = rendered ? openMail(row, rendered).attachments?.[0]?.content : undefined;
      if (!file) return [];
      const calendar = new ICAL.Component(ICAL.parse(file));
      const event = calendar.getFirstSubcomponent("vevent");
      return [
        {
          method: calendar.getFirstPropertyValue("method"),
          sequence: event?.getFirstPropertyValue("sequence"),
          uid: event?.getFirstPropertyValue("uid"),
        },
      ];
    });
    expect(files.map(({ method, sequence }) => [method, sequence])).toEqual([
      ["REQUEST", 0],
      ["REQUEST", 1],
      ["REQUEST", 2],
      ["REQUEST", 3],
      ["CANCEL", 4],
    ]);
    expect(new Set(files.map(({ uid }) => uid)).size).toBe(1);
  });

  test("to a time that is free, and back; the old time is free again only then", async () => {
    const [ten, two] = [coming(at.zone, 1, "10:00"), coming(at.zone, 1, "14:00")];
    const { bookingId, link } = await guestBooking(at, ten);
    await move(link, bookingId, two);
    const { lesson, booking } = await seatRows(db.owner, bookingId);
    expect(lesson.startsAt).toEqual(two);
    expect(lesson.localStart).toContain("14:00");
    expect(booking.version).toBe(2);
    // Somebody else has it now.
    const other = await guestBooking(at, ten);
    const refused = await refusalOf(move(link, bookingId, ten));
    expect(refused.code).toBe("slot_taken");
    expect((await seatRows(db.owner, bookingId)).lesson.startsAt).toEqual(two);
    await cancel(other.link, other.bookingId);
    await move(link, bookingId, ten);
    expect((await seatRows(db.owner, bookingId)).lesson.sequence).toBe(2);
  });

  test("its own time does not stand in its way: half an hour later is offered and can be had", async () => {
    await setTerms(db.owner, at, { stepMinutes: 30 });
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    const half = coming(at.zone, 1, "10:30");
    const { days } = await ownTimes(link, {});
    expect(days.flatMap(({ times }) => times)).toContain(half.getTime() / 60_000);
    await move(link, bookingId, half);
    expect((await seatRows(db.owner, bookingId)).lesson.startsAt).toEqual(half);
  });

  test("two families to one time at once: one has it, the other keeps its own and hears what is free", async () => {
    for (let round = 0; round < 6; round++) {
      const day = (round % 4) + 1;
      const one = await guestBooking(at, coming(at.zone, day, "09:00"));
      const two = await guestBooking(at, coming(at.zone, day, "11:00"));
      const wanted = coming(at.zone, day, "14:00");
      const results = await Promise.allSettled([
        move(one.link, one.bookingId, wanted),
        move(two.link, two.bookingId, wanted),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const lost = results.flatMap((result) =>
        result.status === "rejected" ? [result.reason] : [],
      );
      expect(lost[0]).toMatchObject({ code: "slot_taken" });
      expect(lost[0].facts.nearest).toHaveLength(3);
      const starts = await Promise.all(
        [one, two].map(async ({ bookingId }) => (await seatRows(db.owner, bookingId)).lesson),
      );
      expect(starts.filter(({ startsAt }) => startsAt.getTime() === wanted.getTime())).toHaveLength(
        1,
      );
      for (const { bookingId, link } of [one, two]) await cancel(link, bookingId);
    }
  });

  test("a move against a booking of the same time: one of them", async () => {
    for (let round = 0; round < 6; round++) {
      const day = (round % 4) + 1;
      const { bookingId, link } = await guestBooking(at, coming(at.zone, day, "09:00"));
      const wanted = coming(at.zone, day, "15:00");
      const results = await Promise.allSettled([
        move(link, bookingId, wanted),
        guestBooking(at, wanted),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      await db.owner.execute(
        sql`update bookings set status = 'cancelled', cancelled_at = now(), cancelled_by = 'family' where practice_id = ${at.practiceId} and status = 'booked'`,
      );
      await db.owner.execute(
        sql`update lessons set status = 'cancelled' where practice_id = ${at.practiceId} and status = 'confirmed'`,
      );
    }
  });

  test("a lesson of several families is not moved by one of them", async () => {
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    const family = await makeFamily(db.owner, at.practiceId);
    const { lesson } = await seatRows(db.owner, bookingId);
    const second = newId<"booking">();
    await db.owner.insert(t.bookings).values({
      practiceId: at.practiceId,
      id: second,
      lessonId: lesson.id,
      clientId: family.clientId,
      reference: second.slice(-8),
      source: "staff",
      priceMinor: 4800,
      currency: "GBP",
    });
    const refused = await refusalOf(move(link, bookingId, coming(at.zone, 2, "10:00")));
    expect(refused.say.key).toBe("change:errors.shared");
    // One of them may give its seat back; the lesson goes on.
    await cancel(link, bookingId);
    expect((await seatRows(db.owner, second)).lesson.status).toBe("confirmed");
  });
});

describe("what a change costs", () => {
  const late = { cancelHours: 24 * 60, lateFeePercent: 50, graceMinutes: 15 };

  test("a fee is told first: a form that says less is refused, one that says it is taken", async () => {
    await setTerms(db.owner, at, late);
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    // In the minutes after booking it costs nothing.
    await move(link, bookingId, coming(at.zone, 1, "11:00"));
    await longAgo(db.owner, bookingId);
    const refused = await refusalOf(move(link, bookingId, coming(at.zone, 2, "10:00")));
    expect(refused).toMatchObject({ code: "conflict", facts: { feeMinor: 2400 } });
    await move(link, bookingId, coming(at.zone, 2, "10:00"), { feeMinor: 2400 });
    await cancel(link, bookingId, { feeMinor: 2400 });
    const { booking } = await seatRows(db.owner, bookingId);
    expect(booking).toMatchObject({
      status: "cancelled",
      cancelledBy: "family",
      cancelRule: "late",
    });
    expect(booking.cancelReason).toBe("plans");
  });

  test("an ill baby is moved free of charge, also on the day", async () => {
    await setTerms(db.owner, at, late);
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    await longAgo(db.owner, bookingId);
    await move(link, bookingId, coming(at.zone, 2, "10:00"), { ill: "yes" });
    await cancel(link, bookingId, { reason: "ill" });
    expect((await seatRows(db.owner, bookingId)).booking).toMatchObject({
      cancelRule: "illness",
      feeMinor: 0,
    });
  });
});

describe("confirm, cancel, and what lies behind the link", () => {
  test("one press says that they come; a move asks again", async () => {
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    await confirmOwn(link, await seen(db.owner, bookingId));
    expect((await seatRows(db.owner, bookingId)).booking.confirmedAt).not.toBeNull();
    await move(link, bookingId, coming(at.zone, 2, "10:00"));
    expect((await seatRows(db.owner, bookingId)).booking.confirmedAt).toBeNull();
  });

  test("22: what the pages of a change are made of has no phone, address or name of the family", async () => {
    const start = coming(at.zone, 1, "10:00");
    const guest = { name: "Ana Canary", email: "canary@example.com", phone: "07700 900142" };
    const { bookingId, link } = await guestBooking(at, start, { guest, note: "canary note" });
    await move(link, bookingId, coming(at.zone, 2, "10:00"));
    const pages = JSON.stringify([
      await bookingByLink(link, {}),
      await ownTimes(link, {}),
      await bookingTrail(link, {}),
    ]);
    for (const word of ["Canary", "canary", "07700", "900142", "Mila"])
      expect(pages).not.toContain(word);
    const trail = await bookingTrail(link, {});
    expect(trail.map(({ kind }) => kind)).toEqual(["booked", "moved"]);
    expect(trail[1]).toMatchObject({ from: start, to: coming(at.zone, 2, "10:00") });
  });

  test("21: another family's booking is not there for a parent, and a link opens only its own", async () => {
    const one = await guestBooking(at, coming(at.zone, 1, "10:00"));
    const two = await guestBooking(at, coming(at.zone, 1, "12:00"));
    const { parent } = await makeFamily(db.owner, at.practiceId);
    const form = { version: 1, start: coming(at.zone, 2, "10:00").toISOString(), feeMinor: 0 };
    const asked = [
      () => moveOwn(parent, { ...form, bookingId: one.bookingId }),
      () => moveOwn(one.link, { ...form, bookingId: two.bookingId }),
      () => mournOwn(parent, { bookingId: one.bookingId }),
      () => ownLesson(parent, { bookingId: one.bookingId }),
      () => ownTimes(parent, { bookingId: one.bookingId }),
      () => bookingTrail(parent, { bookingId: one.bookingId }),
    ];
    for (const doing of asked) expect((await refusalOf(doing())).code).toBe("not_found");
  });

  test("in the account the same: a parent moves and cancels, told at once", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const start = coming(at.zone, 1, "10:00");
    const { lessonId, bookingId } = await makeLesson(db.owner, at, family, start);
    await moveOwn(family.parent, {
      bookingId,
      version: 1,
      start: coming(at.zone, 3, "10:00").toISOString(),
      feeMinor: 0,
    });
    await cancelOwn(family.parent, { bookingId, version: 2, reason: "plans", feeMinor: 0 });
    const { lesson } = await seatRows(db.owner, bookingId);
    expect(lesson).toMatchObject({ id: lessonId, status: "cancelled", sequence: 2 });
    expect((await mailJobs(db.owner, bookingId)).map(({ event }) => event)).toEqual(["cancelled"]);
  });

  test("cancelling against completing: one of them, and the trail says which", async () => {
    for (let round = 0; round < 5; round++) {
      const family = await makeFamily(db.owner, at.practiceId);
      const { bookingId } = await makeLesson(db.owner, at, family, hoursAgo(200 + round * 3));
      // Begun already: the family cannot, whatever the order.
      const results = await Promise.allSettled([
        completeLesson(at.staff(), { bookingId, version: 1 }),
        cancelOwn(family.parent, { bookingId, version: 1, reason: "plans", feeMinor: 0 }),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
      expect((await seatRows(db.owner, bookingId)).booking.status).toBe("completed");
    }
  });

  test("twice at once: cancelled once", async () => {
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    const results = await Promise.allSettled([
      cancel(link, bookingId),
      cancel(link, bookingId),
      cancel(link, bookingId),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { lesson } = await seatRows(db.owner, bookingId);
    expect(lesson.sequence).toBe(1);
  });
});
