import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { mailJobs, refusalOf, seatRows } from "@/db/testing/lessons";
import { makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import type { Parent, Visitor } from "@/lib/core/actor";
import { wallOf } from "@/lib/core/time";
import { queueBooking } from "@/lib/jobs/mail.write";
import { queueRequest } from "@/lib/jobs/request-mail.write";
import { openMail } from "@/lib/messaging/outbox";
import { cancelByStaff, restoreBooking } from "./cancel.write";
import { ownLesson } from "./own.read";
import { cancelOwn, moveOwn } from "./own.write";
import { openPass } from "./pass";
import { bookingByLink } from "./read";
import { timesInstead } from "./requests.read";
import { approveRequest, declineRequest, giveUpRequest, requestsDue } from "./requests.write";
import { staffBooking } from "./staff-one.read";
import { moveByStaff } from "./staff-time.write";
import { bookingTrail } from "./trail.read";
import { bookLesson, holdTime } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});
const ask = async (start: Date) => {
  await setTerms(db.owner, at, { approval: true });
  return guestBooking(at, start);
};
const approve = async (bookingId: string) =>
  approveRequest(at.staff(), { bookingId, ...(await seen(db.owner, bookingId)) });
const onTop = async (bookingId: string, start: Date) => {
  const { lesson } = await seatRows(db.owner, bookingId);
  const wall = wallOf(start, at.zone);
  return moveByStaff(at.staff(), {
    lessonId: lesson.id,
    version: lesson.version,
    day: wall.day,
    time: wall.time,
    onTop: "together",
  });
};

describe("a lesson that is asked for", () => {
  test("keeps its time, is answered in time, and is told to both sides", async () => {
    const start = coming(at.zone, 1, "10:00");
    const { bookingId } = await ask(start);
    const { booking, lesson } = await seatRows(db.owner, bookingId);
    expect([booking.status, lesson.status]).toEqual(["requested", "requested"]);
    const hours = ((lesson.answerBy?.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(47);
    expect(hours).toBeLessThan(48.1);
    const { practiceId } = at;
    await queueRequest(at.system, { practiceId, bookingId, event: "asked", sequence: 0 });
    const mails = await db.owner.select().from(t.emails).where(eq(t.emails.practiceId, practiceId));
    expect(mails.map(({ template }) => template).sort()).toEqual([
      "booking_asked",
      "booking_please",
    ]);
    expect((await refusalOf(guestBooking(at, start))).code).toBe("slot_taken");
    await approve(bookingId);
    const now = await seatRows(db.owner, bookingId);
    expect([now.booking.status, now.lesson.status, now.lesson.answerBy]).toEqual([
      "booked",
      "confirmed",
      null,
    ]);
    expect((await mailJobs(db.owner, bookingId)).map(({ event }) => event)).toEqual([
      "asked",
      "booked",
    ]);
  });

  test("with a hold too", async () => {
    await setTerms(db.owner, at, { approval: true });
    const start = coming(at.zone, 1, "10:00");
    const held = await holdTime(visitor, {
      practiceId: at.practiceId,
      serviceId: at.serviceId,
      start: start.toISOString(),
    });
    const hold = { practiceId: at.practiceId, id: held.holdId, secret: openPass(held.pass) };
    const { bookingId } = await bookLesson(visitor, { ...asking(at, start), hold });
    const { lesson, booking } = await seatRows(db.owner, bookingId);
    expect([lesson.id, booking.status]).toEqual([held.holdId, "requested"]);
  });

  test("2: of two approvals of overlapping requests the second is refused", async () => {
    const ten = coming(at.zone, 1, "10:00");
    const one = await ask(ten);
    // A second request for the time is refused already; only staff can bring two together, and that is no yes.
    expect((await refusalOf(ask(ten))).code).toBe("slot_taken");
    const two = await ask(coming(at.zone, 1, "14:00"));
    await onTop(two.bookingId, ten);
    const results = await Promise.allSettled([approve(one.bookingId), approve(two.bookingId)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(lost[0]).toMatchObject({ code: "slot_taken" });
    expect(lost[0].facts.nearest).toHaveLength(3);
    const booked = await db.owner
      .select()
      .from(t.lessons)
      .where(
        and(eq(t.lessons.practitionerId, at.practitionerId), eq(t.lessons.status, "confirmed")),
      );
    expect(booked).toHaveLength(1);
  });

  test("approving against taking the request back: one of them", async () => {
    for (let round = 0; round < 6; round++) {
      const { bookingId, link } = await ask(coming(at.zone, 1 + (round % 4), "10:00"));
      const form = await seen(db.owner, bookingId);
      const results = await Promise.allSettled([
        approveRequest(at.staff(), { bookingId, ...form }),
        cancelOwn(link, { ...form, reason: "plans", feeMinor: 0 }),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const { booking, lesson } = await seatRows(db.owner, bookingId);
      expect([booking.status, lesson.status]).toEqual(
        results[0].status === "fulfilled" ? ["booked", "confirmed"] : ["cancelled", "cancelled"],
      );
      if (booking.status === "booked")
        await cancelOwn(link, {
          ...(await seen(db.owner, bookingId)),
          reason: "plans",
          feeMinor: 0,
        });
    }
  });

  test("declined with a reason; the time is free, the mail has no word of it", async () => {
    const start = coming(at.zone, 1, "10:00");
    const { bookingId, link } = await ask(start);
    await declineRequest(at.staff(), {
      bookingId,
      ...(await seen(db.owner, bookingId)),
      reason: "full",
      note: "Tuesdays are free again in March",
    });
    const { booking } = await seatRows(db.owner, bookingId);
    expect(booking).toMatchObject({ status: "cancelled", cancelRule: "declined" });
    expect(booking.cancelReason).toBe("full");
    expect(booking.cancelNote?.toString("latin1")).not.toContain("March");
    // Whoever asked and the practice read it; the words are nowhere but in their row.
    const words = "Tuesdays are free again in March";
    expect((await bookingByLink(link, {})).declineNote).toBe(words);
    expect((await staffBooking(at.staff(), { bookingId })).cancelled?.note).toBe(words);
    await guestBooking(at, start);
  });

  test("a no to somebody who may not see the record says why, and where its words are; nothing of the child", async () => {
    const { bookingId, link } = await ask(coming(at.zone, 1, "10:00"));
    const { booking } = await seatRows(db.owner, bookingId);
    const userId = await makeUser(db.owner, `asked-${bookingId}@example.com`);
    const who: Parent = { kind: "parent", userId, email: "asked@example.com" };
    const asOne = (maySee: "yes" | "no") =>
      db.owner
        .update(t.guardians)
        .set({ userId, maySee })
        .where(eq(t.guardians.id, booking.guardianId ?? ""));
    await asOne("no");
    const reason = { reason: "full", note: "Mila can come to the clinic in March" } as const;
    await declineRequest(at.staff(), {
      ...{ bookingId, ...reason },
      ...(await seen(db.owner, bookingId)),
    });
    const lesson = await ownLesson(who, { bookingId });
    expect(lesson).toMatchObject({
      ...{ cancelRule: "declined", cancelReason: "full" },
      ...{ declineNote: null, declineNoteMailed: true },
      ...{ familyNote: null, visitAddress: null, babies: [], babyIds: [] },
    });
    expect(JSON.stringify([lesson, await bookingTrail(who, { bookingId })])).not.toMatch(/Mila/);
    expect((await bookingByLink(link, {})).declineNote).toBe(reason.note);
    await asOne("yes");
    expect(await ownLesson(who, { bookingId })).toMatchObject({
      ...{ declineNote: reason.note, declineNoteMailed: false },
    });
  });

  test("declined with up to three times that are free, and no other", async () => {
    const { bookingId } = await ask(coming(at.zone, 1, "10:00"));
    const instead = await timesInstead(at.staff(), { bookingId });
    const free = instead?.days.flatMap((one) => one.times) ?? [];
    expect(free.length).toBeGreaterThan(3);
    const no = async (times: number[]) =>
      declineRequest(at.staff(), {
        ...{ bookingId, reason: "time", times },
        ...(await seen(db.owner, bookingId)),
      });
    const [first = 0, second = 0, third = 0] = free;
    const asked = coming(at.zone, 1, "10:00").getTime() / 60_000;
    // Four; one that nobody can book; the very one that was asked for.
    for (const times of [free.slice(0, 4), [first + 1], [first, asked]])
      expect(await refusalOf(no(times))).toMatchObject({ code: "invalid" });
    expect((await seatRows(db.owner, bookingId)).booking.status).toBe("requested");
    await no([third, first, second, first].slice(0, 3));
    const [job] = await db.owner.execute<{ times: number[] }>(sql`
      select j.payload->'times' as times from graphile_worker._private_jobs j
      where j.payload->>'bookingId' = ${bookingId} and j.payload->>'event' = 'declined'`);
    const offered = [first, second, third].sort((a, b) => a - b);
    expect(job?.times).toEqual(offered);
    const { practiceId } = at;
    const declined = { event: "declined", sequence: 1, times: job?.times } as const;
    await queueRequest(at.system, { practiceId, bookingId, ...declined });
    const [mail] = await db.owner
      .select()
      .from(t.emails)
      .where(and(eq(t.emails.practiceId, practiceId), eq(t.emails.template, "booking_declined")));
    if (!mail?.rendered) throw new Error("no mail");
    const { text } = openMail(mail, mail.rendered);
    expect(text).toContain("They are not kept");
    expect([...text.matchAll(/[?]day=[\d-]{10}&at=(\d+)/g)].map(([, at]) => Number(at))).toEqual(
      offered,
    );
  });

  test("where families cannot book by themselves, a no offers no times", async () => {
    const { bookingId } = await ask(coming(at.zone, 1, "10:00"));
    const close = (values: { listing?: "by_link"; bookable?: boolean }) =>
      db.owner.update(t.services).set(values).where(eq(t.services.id, at.serviceId));
    await close({ listing: "by_link" });
    expect(await timesInstead(at.staff(), { bookingId })).toBeNull();
    await close({ bookable: false });
    expect(await timesInstead(at.staff(), { bookingId })).toBeNull();
  });

  test("that nobody answers is given up by the clock, once, and the family is told", async () => {
    const { bookingId } = await ask(coming(at.zone, 1, "10:00"));
    const { lesson } = await seatRows(db.owner, bookingId);
    const system = { kind: "system", practiceId: null } as const;
    const due = async () =>
      (await requestsDue(system, {})).filter(({ lessonId }) => lessonId === lesson.id);
    expect(await due()).toEqual([]);
    await db.owner
      .update(t.lessons)
      .set({ answerBy: new Date(Date.now() - 1000) })
      .where(eq(t.lessons.id, lesson.id));
    expect(await due()).toHaveLength(1);
    const one = { practiceId: at.practiceId, lessonId: lesson.id };
    await Promise.all([giveUpRequest(at.system, one), giveUpRequest(at.system, one)]);
    expect((await seatRows(db.owner, bookingId)).booking).toMatchObject({
      status: "cancelled",
      cancelRule: "unanswered",
    });
    const events = (await mailJobs(db.owner, bookingId)).map(({ event }) => event);
    expect(events).toEqual(["asked", "unanswered"]);
    expect((await refusalOf(approve(bookingId))).code).toBe("conflict");
  });
});

describe("staff over another lesson", () => {
  test("only for a reason; it is kept, shown, and nothing else overlaps", async () => {
    const ten = coming(at.zone, 1, "10:00");
    await guestBooking(at, ten);
    const two = await guestBooking(at, coming(at.zone, 1, "14:00"));
    const { lesson } = await seatRows(db.owner, two.bookingId);
    const wall = wallOf(ten, at.zone);
    const form = { lessonId: lesson.id, version: lesson.version, day: wall.day, time: wall.time };
    expect((await refusalOf(moveByStaff(at.staff(), form))).code).toBe("slot_taken");
    await moveByStaff(at.staff(), { ...form, onTop: "together" });
    expect((await seatRows(db.owner, two.bookingId)).lesson.onTop).toBe(true);
    const trail = await bookingTrail(at.staff("practitioner"), { bookingId: two.bookingId });
    expect(trail.at(-1)).toMatchObject({ kind: "moved", onTop: "together", to: ten });
    // A family never moves over anybody, and leaves the pile when it moves.
    await moveOwn(two.link, {
      ...(await seen(db.owner, two.bookingId)),
      start: coming(at.zone, 2, "10:00").toISOString(),
      feeMinor: 0,
    });
    expect((await seatRows(db.owner, two.bookingId)).lesson.onTop).toBe(false);
  });
});

describe("a cancellation is taken back", () => {
  const cancelled = async (bookingId: string) =>
    cancelByStaff(at.staff(), {
      bookingId,
      ...(await seen(db.owner, bookingId)),
      reason: "mistake",
    });
  const restore = async (bookingId: string) =>
    restoreBooking(at.staff(), { bookingId, ...(await seen(db.owner, bookingId)) });
  const told = (bookingId: string) =>
    db.owner.execute<{ event: string; sequence: number; run_at: string }>(
      sql`select payload->>'event' as event, (payload->>'sequence')::int as sequence, run_at
        from graphile_worker._private_jobs where payload->>'bookingId' = ${bookingId} and key = ${`changed:${bookingId}`}`,
    );

  test("within three minutes, and the family hears nothing of it", async () => {
    const { bookingId } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    const { practiceId } = at;
    await queueBooking(at.system, { practiceId, bookingId, event: "booked", sequence: 0 });
    const before = await db.owner.$count(t.emails, eq(t.emails.practiceId, practiceId));
    await cancelled(bookingId);
    await restore(bookingId);
    expect((await seatRows(db.owner, bookingId)).booking).toMatchObject({
      status: "booked",
      cancelledAt: null,
      cancelRule: null,
    });
    const [job, ...more] = await told(bookingId);
    expect(more).toEqual([]);
    expect(new Date(job?.run_at ?? 0).getTime() - Date.now()).toBeGreaterThan(150_000);
    await queueBooking(at.system, {
      practiceId,
      bookingId,
      event: "moved",
      sequence: job?.sequence ?? 0,
    });
    expect(await db.owner.$count(t.emails, eq(t.emails.practiceId, practiceId))).toBe(before);
  });

  test("not when somebody has the time now: it says who", async () => {
    const start = coming(at.zone, 1, "10:00");
    const { bookingId } = await guestBooking(at, start);
    await cancelled(bookingId);
    await guestBooking(at, start);
    const refused = await refusalOf(restore(bookingId));
    expect(refused.code).toBe("slot_taken");
    expect(String(refused.say.params?.name)).toContain("Mila");
    expect((await seatRows(db.owner, bookingId)).booking.status).toBe("cancelled");
  });

  test("not after three minutes, and never one that the family cancelled", async () => {
    const one = await guestBooking(at, coming(at.zone, 1, "10:00"));
    await cancelled(one.bookingId);
    await db.owner
      .update(t.bookings)
      .set({ cancelledAt: new Date(Date.now() - 181_000) })
      .where(eq(t.bookings.id, one.bookingId));
    expect((await refusalOf(restore(one.bookingId))).code).toBe("too_late");
    const two = await guestBooking(at, coming(at.zone, 1, "12:00"));
    await cancelOwn(two.link, {
      ...(await seen(db.owner, two.bookingId)),
      reason: "plans",
      feeMinor: 0,
    });
    expect((await refusalOf(restore(two.bookingId))).code).toBe("too_late");
  });

  test("by which rule a practice cancels is kept, and what it costs", async () => {
    await setTerms(db.owner, at, { lateFeePercent: 25 });
    const { bookingId } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    await cancelByStaff(at.staff(), {
      bookingId,
      version: 1,
      reason: "family_asked",
      rule: "late",
    });
    expect((await seatRows(db.owner, bookingId)).booking).toMatchObject({
      cancelRule: "late",
      feeMinor: 1200,
    });
  });
});

test("20: a page says that it is booked or asked for only once its mail is in the same transaction", async () => {
  for (const approval of [false, true]) {
    await setTerms(db.owner, at, { approval });
    const { bookingId } = await guestBooking(at, coming(at.zone, approval ? 2 : 1, "10:00"));
    const jobs = (await mailJobs(db.owner, bookingId)).map(({ event }) => event);
    expect(jobs).toEqual([approval ? "asked" : "booked"]);
  }
});
