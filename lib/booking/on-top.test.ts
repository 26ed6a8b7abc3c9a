import { beforeEach, describe, expect, test } from "vitest";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { cancelByStaff, restoreBooking } from "./cancel.write";
import { bookByStaff } from "./staff-book.write";
import { blockTime, moveByStaff } from "./staff-time.write";
import { bookLesson } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
let family: TestFamily;
beforeEach(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
});

const bookAt = (time: string, more: { onTop?: string } = {}) =>
  bookByStaff(at.staff(), {
    serviceId: at.serviceId,
    day: comingDay(at.zone, 2),
    time,
    clientId: family.clientId,
    babyIds: [family.babyId],
    ...more,
  });
const cancel = async (bookingId: string) => {
  const { booking } = await seatRows(db.owner, bookingId);
  const { version } = booking;
  return cancelByStaff(at.staff(), { bookingId, version, reason: "other", rule: "free" });
};

describe("a lesson that staff put on top of another, once that other is gone", () => {
  let onTop: { bookingId: string; lessonId: string };
  beforeEach(async () => {
    const below = await bookAt("10:00");
    onTop = await bookAt("10:00", { onTop: "short" });
    await cancel(below.bookingId);
  });

  test("keeps its time: nobody is put beside it without a reason of their own", async () => {
    expect((await refusalOf(bookAt("10:30"))).code).toBe("slot_taken");
    const other = await bookAt("14:00");
    const { lesson } = await seatRows(db.owner, other.bookingId);
    const move = {
      lessonId: other.lessonId,
      version: lesson.version,
      day: comingDay(at.zone, 2),
      time: "10:30",
    };
    expect((await refusalOf(moveByStaff(at.staff(), move))).code).toBe("slot_taken");
    const block = blockTime(at.staff(), {
      practitionerId: at.practitionerId,
      title: "Away",
      from: comingDay(at.zone, 2),
      fromTime: "10:30",
      untilTime: "12:00",
    });
    expect((await refusalOf(block)).code).toBe("slot_taken");
    await moveByStaff(at.staff(), { ...move, onTop: "short" });
    expect((await seatRows(db.owner, other.bookingId)).lesson.onTop).toBe(true);
  });

  test("comes back after a cancellation only where its time is still free", async () => {
    const { version } = await cancel(onTop.bookingId);
    const restore = () => restoreBooking(at.staff(), { bookingId: onTop.bookingId, version });
    const start = coming(at.zone, 2, "10:00");
    const { bookingId } = await bookLesson(visitor, asking(at, start));
    expect((await refusalOf(restore())).code).toBe("slot_taken");
    await cancel(bookingId);
    await restore();
    expect((await seatRows(db.owner, onTop.bookingId)).lesson).toMatchObject({
      status: "confirmed",
      onTop: false,
    });
  });
});
