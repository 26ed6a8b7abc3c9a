import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { mailJobs, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import { askSignIn, proveAddress } from "@/lib/accounts/sign-in.write";
import { signInSecret } from "@/lib/accounts/tokens";
import { answerCopies, askForCopies, copiesQuestion } from "@/lib/clients/copies.write";
import { familyReaders } from "@/lib/clients/mail-facts";
import type { LinkHolder, Visitor } from "@/lib/core/actor";
import { wallOf } from "@/lib/core/time";
import { queueBooking } from "@/lib/jobs/mail.write";
import { queueRequest } from "@/lib/jobs/request-mail.write";
import { inContext } from "@/lib/work/context";
import { cancelByStaff, restoreBooking } from "./cancel.write";
import { cancelOwn, moveOwn } from "./own.write";
import { openPass } from "./pass";
import { approveRequest, declineRequest, giveUpRequest, requestsDue } from "./requests.write";
import { makeServiceLink, serviceLinks, withdrawServiceLink } from "./service-link.write";
import { moveByStaff } from "./staff-time.write";
import { bookingTrail } from "./trail.read";
import { MOST_OPEN } from "./welcome";
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
    const { bookingId } = await ask(start);
    await declineRequest(at.staff(), {
      bookingId,
      ...(await seen(db.owner, bookingId)),
      reason: "full",
      note: "Tuesdays are free again in March",
    });
    const { booking } = await seatRows(db.owner, bookingId);
    expect(booking).toMatchObject({ status: "cancelled", cancelRule: "declined" });
    expect(booking.cancelReason).toBe("full: Tuesdays are free again in March");
    await guestBooking(at, start);
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
    const other = await guestBooking(at, coming(at.zone, 1, "14:00"));
    await cancelByStaff(at.staff(), {
      bookingId: other.bookingId,
      version: 1,
      reason: "family_asked",
      rule: "bereavement",
    });
    const { booking } = await seatRows(db.owner, other.bookingId);
    expect(booking).toMatchObject({ cancelRule: "bereavement", feeMinor: 0, cancelReason: null });
  });
});

describe("a link that books one lesson", () => {
  const byLink = { listing: "by_link" } as const;
  const makeLink = async () =>
    openPass((await makeServiceLink(at.staff(), { serviceId: at.serviceId, days: 14 })).pass);

  test("of 20 at once exactly one books", async () => {
    await setTerms(db.owner, at, byLink);
    const serviceLink = await makeLink();
    const times = [1, 2, 3, 4, 5].flatMap((day) =>
      ["09:00", "11:00", "13:00", "15:00"].map((time) => coming(at.zone, day, time)),
    );
    const results = await Promise.allSettled(
      times.map((start) => bookLesson(visitor, { ...asking(at, start), serviceLink })),
    );
    const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(lost).toHaveLength(19);
    for (const error of lost)
      expect(error).toMatchObject({ code: "conflict", say: { key: "booking:errors.linkEnded" } });
    expect(await db.owner.$count(t.lessons, eq(t.lessons.practiceId, at.practiceId))).toBe(1);
    const { links } = await serviceLinks(at.staff(), {});
    expect(links.map(({ state, secret }) => [state, secret])).toEqual([["used", null]]);
  });

  test("4: without it, with a forged, foreign or withdrawn one nothing is held or booked", async () => {
    await setTerms(db.owner, at, byLink);
    const other = await makePractice(db.owner);
    const foreign = openPass(
      (await makeServiceLink(other.staff(), { serviceId: other.serviceId, days: 14 })).pass,
    );
    const withdrawn = await makeLink();
    const [made] = (await serviceLinks(at.staff(), {})).links;
    await withdrawServiceLink(at.staff(), { linkId: made?.id ?? "" });
    const start = coming(at.zone, 1, "10:00");
    for (const serviceLink of [undefined, "x".repeat(43), foreign, withdrawn]) {
      const form = {
        practiceId: at.practiceId,
        serviceId: at.serviceId,
        start: start.toISOString(),
      };
      for (const doing of [
        () => bookLesson(visitor, { ...asking(at, start), serviceLink }),
        () => holdTime(visitor, { ...form, serviceLink }),
      ])
        expect((await refusalOf(doing())).say.key).toBe("booking:errors.linkEnded");
    }
    expect(await db.owner.$count(t.lessons, eq(t.lessons.practiceId, at.practiceId))).toBe(0);
  });

  test("somebody of another practice cannot withdraw it, and nobody one that was used", async () => {
    const secret = await makeLink();
    const [made] = (await serviceLinks(at.staff(), {})).links;
    const other = await makePractice(db.owner);
    const linkId = made?.id ?? "";
    expect((await refusalOf(withdrawServiceLink(other.staff(), { linkId }))).code).toBe("conflict");
    await bookLesson(visitor, {
      ...asking(at, coming(at.zone, 1, "10:00")),
      serviceLink: secret,
    });
    expect((await refusalOf(withdrawServiceLink(at.staff(), { linkId }))).code).toBe("conflict");
  });
});

describe("strangers", () => {
  test("one address has so many lessons to come, and is told what to do then", async () => {
    await db.owner
      .update(t.practices)
      .set({ phone: "0117 496 0142" })
      .where(eq(t.practices.practiceId, at.practiceId));
    const guest = { name: "Ana", email: `many-${at.slug}@example.com` };
    const times = [1, 2, 3, 4].flatMap((day) =>
      ["09:00", "11:00", "13:00"].map((time) => coming(at.zone, day, time)),
    );
    for (const start of times.slice(0, MOST_OPEN))
      await bookLesson(visitor, { ...asking(at, start), guest });
    const last = times[MOST_OPEN] ?? new Date();
    const refused = await refusalOf(bookLesson(visitor, { ...asking(at, last), guest }));
    expect(refused.say).toMatchObject({
      key: "booking:errors.tooManyCall",
      params: { phone: "0117 496 0142" },
    });
    await guestBooking(at, last);
  });

  test("where a practice asks for it, an address is proved with a code first; the hold lives on", async () => {
    await db.owner
      .update(t.practices)
      .set({ proveFirst: true })
      .where(eq(t.practices.practiceId, at.practiceId));
    const start = coming(at.zone, 1, "10:00");
    const held = await holdTime(visitor, {
      practiceId: at.practiceId,
      serviceId: at.serviceId,
      start: start.toISOString(),
    });
    const hold = { practiceId: at.practiceId, id: held.holdId, secret: openPass(held.pass) };
    const form = { ...asking(at, start), hold };
    const refused = await refusalOf(bookLesson(visitor, form));
    expect(refused.facts).toEqual({ prove: true });
    const { email } = form.guest;
    const { browser } = await askSignIn(visitor, { email, next: "/book/details" });
    const [row] = await db.owner
      .select()
      .from(t.signInTokens)
      .where(eq(t.signInTokens.email, email));
    const { code } = signInSecret({ id: row?.id ?? "", secret: row?.secret ?? Buffer.from("") });
    const wrong = code === "000000" ? "000001" : "000000";
    expect(await proveAddress(visitor, { code: wrong, browser })).toEqual({
      proved: false,
      refused: "code",
    });
    expect((await refusalOf(bookLesson(visitor, { ...form, proof: browser }))).code).toBe(
      "conflict",
    );
    expect(await proveAddress(visitor, { code, browser })).toEqual({ proved: true });
    // Another browser has shown nothing, and another address was not shown.
    const another = { ...form, guest: { ...form.guest, email: "somebody@example.com" } };
    for (const bad of [
      { ...form, proof: "y".repeat(43) },
      { ...another, proof: browser },
    ])
      expect((await refusalOf(bookLesson(visitor, bad))).facts).toEqual({ prove: true });
    const { bookingId } = await bookLesson(visitor, { ...form, proof: browser });
    expect((await seatRows(db.owner, bookingId)).lesson.id).toBe(held.holdId);
  });

  test("where the family heard of the practice is kept, for staff", async () => {
    const { bookingId } = await guestBooking(at, coming(at.zone, 1, "10:00"), {
      heardFrom: "midwife",
    });
    expect((await seatRows(db.owner, bookingId)).booking.heardFrom).toBe("midwife");
  });
});

describe("copies for another parent", () => {
  const readers = (clientId: string) =>
    inContext(
      at.system,
      async (tx) =>
        (
          await familyReaders(
            tx,
            { practiceId: at.practiceId, clientId },
            { purpose: "booking", lesson: true },
          )
        ).recipients.map(({ email }) => email),
      "read only",
    );

  test("begin when that person says yes, and end when they say no", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const { clientId } = family;
    const second = `second-${family.email}`;
    await askForCopies(family.parent, { clientId, name: "Chidi", email: second });
    expect(await readers(clientId)).toEqual([family.email]);
    const [guardian] = await db.owner
      .select()
      .from(t.guardians)
      .where(eq(t.guardians.email, second));
    const link: LinkHolder = {
      kind: "link",
      link: "copies",
      practiceId: at.practiceId,
      subjectId: guardian?.id ?? "",
    };
    const asked = await copiesQuestion(link, {});
    expect(asked.agreed).toBe(false);
    // Reading the page said nothing.
    expect(await readers(clientId)).toEqual([family.email]);
    await answerCopies(link, { answer: "yes" });
    expect(await readers(clientId)).toEqual([family.email, second]);
    await answerCopies(link, { answer: "no" });
    expect(await readers(clientId)).toEqual([family.email]);
  });

  test("a parent asks for nobody of another family, and not for the address that gets mail anyway", async () => {
    const [one, two] = [
      await makeFamily(db.owner, at.practiceId),
      await makeFamily(db.owner, at.practiceId),
    ];
    const form = { name: "Chidi", email: "chidi@example.com" };
    const foreign = askForCopies(one.parent, { ...form, clientId: two.clientId });
    expect((await refusalOf(foreign)).code).toBe("not_found");
    const own = askForCopies(one.parent, {
      name: "Ana",
      email: one.email,
      clientId: one.clientId,
    });
    expect((await refusalOf(own)).code).toBe("invalid");
  });
});
