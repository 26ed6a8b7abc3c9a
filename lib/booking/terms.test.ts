import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming, comingDay } from "@/db/testing/asking";
import { guestBooking, longAgo, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { refusalOf, seatRows } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { profile } from "@/lib/directory/read";
import { cancelByStaff, restoreBooking } from "./cancel.write";
import { freeHours } from "./change.rules";
import { bookingMailFacts } from "./mail-facts";
import { ownTimes } from "./own.read";
import { cancelOwn, moveOwn } from "./own.write";
import { bookingByLink, lessonTimes } from "./read";
import { staffBooking, staffFreeTimes } from "./staff-one.read";
import { moveByStaff } from "./staff-time.write";

const db = testDatabase();
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

type Booked = Awaited<ReturnType<typeof guestBooking>>;
const move = async ({ bookingId, link }: Booked, start: Date, feeMinor = 0) =>
  moveOwn(link, { ...(await seen(db.owner, bookingId)), start: start.toISOString(), feeMinor });
const cancel = async ({ bookingId, link }: Booked, feeMinor = 0) =>
  cancelOwn(link, { ...(await seen(db.owner, bookingId)), reason: "plans", feeMinor });
const factsOf = ({ bookingId }: Booked) =>
  db.owner.transaction((tx) => bookingMailFacts(tx, { practiceId: at.practiceId, bookingId }));
const feeOf = async ({ bookingId }: Booked) =>
  (await seatRows(db.owner, bookingId)).booking.feeMinor;

const late = { cancelHours: 14 * 24, lateFeePercent: 50, graceMinutes: 0 };

describe("what is owed for a late move", () => {
  let booked: Booked;
  beforeEach(async () => {
    await setTerms(db.owner, at, { ...late, horizonDays: 90 });
    booked = await guestBooking(at, coming(at.zone, 2, "10:00"));
    await longAgo(db.owner, booked.bookingId);
    const far = new Date(coming(at.zone, 2, "10:00").getTime() + 28 * 86_400_000);
    await move(booked, far, 2400);
  });

  test("stays owed when the lesson is then given back free of charge", async () => {
    await cancel(booked);
    expect(await feeOf(booked)).toBe(2400);
    expect((await factsOf(booked))?.fee).toEqual({ minor: 2400, currency: "GBP" });
    expect((await bookingByLink(booked.link, {})).feeMinor).toBe(2400);
  });

  test("stays owed beside what a late cancelling costs, and when that is taken back", async () => {
    const { bookingId } = booked;
    const { version } = await cancelByStaff(at.staff(), {
      ...(await seen(db.owner, bookingId)),
      ...{ bookingId, reason: "family_asked", rule: "late" },
    });
    expect(await feeOf(booked)).toBe(4800);
    await restoreBooking(at.staff(), { bookingId, version });
    expect(await feeOf(booked)).toBe(2400);
    // What was taken back is not owed twice.
    await cancel(booked);
    expect(await feeOf(booked)).toBe(2400);
  });
});

describe("the terms of a lesson", () => {
  const kind = { cancelHours: 24, lateFeePercent: 0, graceMinutes: 15, illnessFree: true };
  const harsh = { cancelHours: 21 * 24, lateFeePercent: 50, graceMinutes: 0, illnessFree: false };

  test("are those it was booked on, whatever the practice asks for since", async () => {
    await setTerms(db.owner, at, { ...kind, lateFeePercent: 25 });
    const booked = await guestBooking(at, coming(at.zone, 2, "10:00"));
    await longAgo(db.owner, booked.bookingId);
    await setTerms(db.owner, at, harsh);
    const { terms } = await ownTimes(booked.link, {});
    expect(terms).toMatchObject({
      rule: "free",
      feeMinor: 0,
      lateFeeMinor: 1200,
      illnessFree: true,
    });
    expect((await bookingByLink(booked.link, {})).terms).toEqual(terms);
    expect(await factsOf(booked)).toMatchObject({
      ...{ cancelHours: 24, lateFeePercent: 25, illnessFree: true },
    });
    const { bookingId } = booked;
    expect((await staffBooking(at.staff(), { bookingId })).lateFeeMinor).toBe(1200);
    await move(booked, coming(at.zone, 2, "12:00"));
    await cancel(booked);
    expect(await feeOf(booked)).toBe(0);
    // Who books now is told of the new ones, and pays by them.
    const later = await guestBooking(at, coming(at.zone, 2, "14:00"));
    await longAgo(db.owner, later.bookingId);
    expect(await refusalOf(cancel(later))).toMatchObject({ facts: { feeMinor: 2400 } });
  });

  test("are told beforehand as the lesson's own page has them: free until it starts, where no change costs anything", async () => {
    const { slug, serviceId } = at;
    const told = async () => {
      const { offer } = await lessonTimes({ kind: "visitor" }, { slug, serviceId });
      const [service] = (await profile({ kind: "visitor" }, { slug })).services;
      if (!service) throw new Error("no service");
      return [offer.cancelHours, freeHours(service, service.price.minor)];
    };
    await setTerms(db.owner, at, kind);
    expect(await told()).toEqual([0, 0]);
    const booked = await guestBooking(at, coming(at.zone, 2, "10:00"));
    await longAgo(db.owner, booked.bookingId);
    const page = await bookingByLink(booked.link, {});
    expect(page.terms?.freeUntil).toEqual(page.startsAt);
    await setTerms(db.owner, at, { ...kind, lateFeePercent: 25 });
    expect(await told()).toEqual([24, 24]);
  });

  test("do not become kinder either, nor change when it goes to a colleague's service", async () => {
    await setTerms(db.owner, at, harsh);
    const booked = await guestBooking(at, coming(at.zone, 2, "10:00"));
    await longAgo(db.owner, booked.bookingId);
    await setTerms(db.owner, at, kind);
    expect(await refusalOf(cancel(booked))).toMatchObject({ facts: { feeMinor: 2400 } });
    await cancelByStaff(at.staff(), {
      ...(await seen(db.owner, booked.bookingId)),
      ...{ bookingId: booked.bookingId, reason: "family_asked", rule: "late" },
    });
    expect(await feeOf(booked)).toBe(2400);
  });
});

describe("a lesson that is not as long as its service is now", () => {
  let booked: Booked;
  let lessonId: string;
  const minute = (time: string) => coming(at.zone, 2, time).getTime() / 60_000;
  const offered = async () => {
    const { days } = await ownTimes(booked.link, { from: comingDay(at.zone, 2) });
    return days.flatMap(({ times }) => times);
  };
  const offeredToStaff = async () => {
    const { serviceId } = at;
    const asked = { serviceId, lessonId, from: comingDay(at.zone, 2), days: 1 };
    return (await staffFreeTimes(at.staff(), asked)).days.flatMap(({ times }) => times);
  };
  beforeEach(async () => {
    await setTerms(db.owner, at, { stepMinutes: 30 });
    booked = await guestBooking(at, coming(at.zone, 2, "09:00"));
    ({
      lesson: { id: lessonId },
    } = await seatRows(db.owner, booked.bookingId));
  });
  const stretch = () =>
    moveByStaff(at.staff(), {
      ...{ lessonId, version: 1, day: comingDay(at.zone, 2), time: "09:00", minutes: 90 },
    });

  test("moves to where all of it has room, and to no gap of the usual length", async () => {
    await stretch();
    await guestBooking(at, coming(at.zone, 2, "13:00"));
    // Between 12:00 and 13:00 an hour is free, and at 16:00 the last hour of the day.
    for (const free of [await offered(), await offeredToStaff()]) {
      expect(free).toContain(minute("11:30"));
      for (const time of ["12:00", "12:30", "16:00"]) expect(free).not.toContain(minute(time));
    }
    const refused = await refusalOf(move(booked, coming(at.zone, 2, "12:00")));
    expect(refused.code).toBe("slot_taken");
    expect(refused.facts.nearest).not.toContain(coming(at.zone, 2, "12:00").toISOString());
    expect((await refusalOf(move(booked, coming(at.zone, 2, "16:00")))).code).toBe("invalid");
    const there = await refusalOf(
      moveByStaff(at.staff(), {
        ...{ lessonId, version: 2, day: comingDay(at.zone, 2), time: "12:00" },
      }),
    );
    expect(there.facts).toMatchObject({ onTop: true });
    expect(there.facts.nearest).not.toContain(coming(at.zone, 2, "12:00").toISOString());
    await move(booked, coming(at.zone, 2, "11:30"));
    expect((await seatRows(db.owner, booked.bookingId)).lesson.endsAt).toEqual(
      coming(at.zone, 2, "13:00"),
    );
  });

  test("keeps the buffers that it was booked with", async () => {
    await db.owner
      .update(t.lessons)
      .set({ blockedUntil: coming(at.zone, 2, "10:30") })
      .where(eq(t.lessons.id, lessonId));
    await guestBooking(at, coming(at.zone, 2, "13:00"));
    for (const free of [await offered(), await offeredToStaff()]) {
      expect(free).toContain(minute("11:30"));
      expect(free).not.toContain(minute("12:00"));
    }
  });

  test("stays at its place, and is offered the hours there, when the service goes elsewhere", async () => {
    const placeId = newId<"place">();
    const [old] = await db.owner.select().from(t.places).where(eq(t.places.id, at.placeId));
    if (!old) throw new Error("no place");
    await db.owner.insert(t.places).values({ ...old, id: placeId, timeZone: "Asia/Tokyo" });
    await setTerms(db.owner, at, { placeId });
    expect(await offered()).toContain(minute("16:00"));
    await move(booked, coming(at.zone, 2, "16:00"));
    const { lesson } = await seatRows(db.owner, booked.bookingId);
    expect(lesson).toMatchObject({ placeId: at.placeId, startsAt: coming(at.zone, 2, "16:00") });
  });
});
