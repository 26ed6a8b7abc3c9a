import { cancelByStaff } from "@/lib/booking/cancel.write";
import { bookByStaff } from "@/lib/booking/staff-book.write";
import { moveByStaff } from "@/lib/booking/staff-time.write";
import type { Database } from "../client";
import { comingDay } from "./asking";
import { seatRows } from "./lessons";
import { makeFamily, makePractice } from "./world";

/** A practice with one family, whose lessons its owner books, moves and cancels on coming weekdays: Tuesday, where none is named. */
export async function makeDesk(owner: Database) {
  const at = await makePractice(owner);
  const family = await makeFamily(owner, at.practiceId);
  const dayOf = (weekday: number) => comingDay(at.zone, weekday);
  return {
    ...at,
    family,
    book: (time: string, more: object = {}, weekday = 2) =>
      bookByStaff(at.staff(), {
        ...{ serviceId: at.serviceId, day: dayOf(weekday), time },
        ...{ clientId: family.clientId, babyIds: [family.babyId] },
        ...more,
      }),
    move: async (bookingId: string, time: string, more: object = {}, weekday = 2) => {
      const { lesson } = await seatRows(owner, bookingId);
      const { id: lessonId, version } = lesson;
      return moveByStaff(at.staff(), { lessonId, version, day: dayOf(weekday), time, ...more });
    },
    cancel: async (bookingId: string) => {
      const { booking } = await seatRows(owner, bookingId);
      const { version } = booking;
      return cancelByStaff(at.staff(), { bookingId, version, reason: "other", rule: "free" });
    },
  };
}
export type Desk = Awaited<ReturnType<typeof makeDesk>>;
