import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  answerBy,
  answerByMoved,
  applied,
  type ChangePolicy,
  changeProblem,
  changeTerms,
  lateFee,
} from "./change.rules";

const policy: ChangePolicy = {
  cancelHours: 24,
  graceMinutes: 15,
  lateFeePercent: 50,
  illnessFree: true,
};
const startsAt = new Date("2027-03-10T10:00:00Z");
const hoursBefore = (n: number) => new Date(startsAt.getTime() - n * 3_600_000);
const at = (now: Date, more: Partial<Parameters<typeof changeTerms>[1]> = {}) =>
  changeTerms(policy, {
    startsAt,
    bookedAt: hoursBefore(200),
    now,
    priceMinor: 4800,
    requested: false,
    ...more,
  });

describe("what a change costs", () => {
  test("nothing until the notice begins, the fee after it", () => {
    expect(at(hoursBefore(30))).toMatchObject({ rule: "free", feeMinor: 0, lateFeeMinor: 2400 });
    expect(at(hoursBefore(24))).toMatchObject({ rule: "free", feeMinor: 0 });
    expect(at(hoursBefore(23.99))).toMatchObject({ rule: "late", feeMinor: 2400 });
    expect(at(hoursBefore(30)).freeUntil).toEqual(hoursBefore(24));
  });

  test("nothing in the minutes after booking, however near the lesson is", () => {
    const bookedAt = hoursBefore(3);
    const later = (minutes: number) => new Date(bookedAt.getTime() + minutes * 60_000);
    expect(at(later(15), { bookedAt })).toMatchObject({ rule: "grace", feeMinor: 0 });
    expect(at(later(15), { bookedAt }).freeUntil).toEqual(later(15));
    expect(at(later(16), { bookedAt })).toMatchObject({ rule: "late", feeMinor: 2400 });
  });

  test("an ill baby stays at home free of charge, where the practice says so", () => {
    const late = at(hoursBefore(2));
    expect(applied(late, true)).toEqual({ rule: "illness", feeMinor: 0 });
    expect(applied({ ...late, illnessFree: false }, true)).toEqual({
      rule: "late",
      feeMinor: 2400,
    });
    expect(applied(at(hoursBefore(48)), true)).toEqual({ rule: "free", feeMinor: 0 });
  });

  test("a request binds nobody, and a lesson without a fee is free until it starts", () => {
    expect(at(hoursBefore(1), { requested: true })).toMatchObject({ rule: "free", feeMinor: 0 });
    const free = changeTerms(
      { ...policy, lateFeePercent: 0 },
      {
        startsAt,
        bookedAt: hoursBefore(99),
        now: hoursBefore(1),
        priceMinor: 4800,
        requested: false,
      },
    );
    expect(free).toMatchObject({ rule: "free", freeUntil: startsAt });
  });

  test("the fee is whole minor units, at most the price, and half a penny is the family's", () => {
    expect(lateFee(4801, 50)).toBe(2400);
    expect(lateFee(4999, 33)).toBe(1650);
    fc.assert(
      fc.property(fc.nat(2_000_000_000), fc.integer({ min: 0, max: 100 }), (price, percent) => {
        const fee = lateFee(price, percent);
        expect(Number.isSafeInteger(fee)).toBe(true);
        expect(fee).toBeGreaterThanOrEqual(0);
        expect(fee).toBeLessThanOrEqual(price);
      }),
    );
  });

  test("a change costs something exactly when both free times are over", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 500 }),
        (booked, now) => {
          const terms = at(hoursBefore(now / 10), { bookedAt: hoursBefore(booked / 10) });
          expect(terms.feeMinor > 0).toBe(hoursBefore(now / 10) > terms.freeUntil);
        },
      ),
    );
  });
});

test("a lesson that began or is closed is not changed by the family", () => {
  expect(changeProblem("booked", startsAt, hoursBefore(1))).toBeNull();
  expect(changeProblem("requested", startsAt, hoursBefore(1))).toBeNull();
  expect(changeProblem("booked", startsAt, startsAt)).toBe("begun");
  expect(changeProblem("arrived", startsAt, hoursBefore(1))).toBe("closed");
  expect(changeProblem("cancelled", startsAt, hoursBefore(1))).toBe("closed");
});

test("a request is answered in the practice's time, in time before the lesson, and never at once", () => {
  expect(answerBy(hoursBefore(100), startsAt, 48)).toEqual(hoursBefore(52));
  expect(answerBy(hoursBefore(20), startsAt, 48)).toEqual(hoursBefore(2));
  expect(answerBy(hoursBefore(2.5), startsAt, 48)).toEqual(hoursBefore(1.5));
  expect(answerBy(hoursBefore(0.5), startsAt, 48)).toEqual(startsAt);
});

test("however a request is moved about, its time to answer follows from where it ends", () => {
  const hours = fc.integer({ min: 2, max: 4000 }).map((n) => hoursBefore(n / 10));
  fc.assert(
    fc.property(hours, hours, fc.integer({ min: 1, max: 336 }), (now, other, requestHours) => {
      const asked = answerBy(now, startsAt, requestHours);
      const promised = new Date(now.getTime() + requestHours * 3_600_000);
      expect(answerByMoved(now, startsAt, promised)).toEqual(asked);
      const there = answerByMoved(now, other, promised);
      expect(there.getTime()).toBeLessThanOrEqual(other.getTime());
      expect(there.getTime()).toBeGreaterThanOrEqual(
        Math.min(other.getTime(), now.getTime() + 3_600_000),
      );
    }),
  );
});
