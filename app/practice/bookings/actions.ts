"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { cancelByStaff, restoreBooking } from "@/lib/booking/cancel.write";
import { approveRequest, declineRequest } from "@/lib/booking/requests.write";
import { completeLesson, markArrived, markNoShow, undoOutcome } from "@/lib/booking/staff.write";
import { bookByStaff } from "@/lib/booking/staff-book.write";
import { moveByStaff } from "@/lib/booking/staff-time.write";
import { takeBack } from "@/lib/booking/take-back.write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");

/** The page that the form was on: one of the practice's own, else the booking's. */
const back = (form: FormData): string => {
  const from = text(form, "back");
  return /^\/practice(\/[\w/-]*)?(\?[\w=&-]*)?$/.test(from)
    ? from
    : `/practice/bookings/${text(form, "bookingId")}`;
};
const seat = (form: FormData) => ({
  bookingId: text(form, "bookingId"),
  version: text(form, "version"),
});
const done = async (path: string) => {
  await refreshPublicPages();
  return path;
};
const stay = { as: staff, input: seat, then: (_: unknown, form: FormData) => done(back(form)) };
/** What comes to stand may need a reason to (limits). */
const stands = {
  ...stay,
  input: (form: FormData) => ({ ...seat(form), limits: text(form, "limits") }),
};
const toBooking = (_: unknown, form: FormData) =>
  done(`/practice/bookings/${text(form, "bookingId")}`);

export const arrivedAction = action(markArrived, stay);
export const completedAction = action(completeLesson, stay);
export const noShowAction = action(markNoShow, stay);
export const undoAction = action(undoOutcome, stay);
export const approveAction = action(approveRequest, stands);
export const restoreAction = action(restoreBooking, stands);
export const takeBackAction = action(takeBack, stay);
export const declineAction = action(declineRequest, {
  as: staff,
  input: (form) => fieldsOf(form, ["times"]),
  then: toBooking,
});

export const cancelAction = action(cancelByStaff, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: toBooking,
});

export const moveAction = action(moveByStaff, {
  as: staff,
  input: (form) => {
    // A free time that was picked is "2026-11-24 14:15"; the fields for another time are used without one.
    const [day, time] = text(form, "slot").split(" ");
    const picked =
      day && time ? { day, time } : { day: text(form, "day"), time: text(form, "time") };
    return {
      lessonId: text(form, "lessonId"),
      version: text(form, "version"),
      outside: text(form, "outside"),
      onTop: text(form, "onTop"),
      limits: text(form, "limits"),
      ...picked,
    };
  },
  then: toBooking,
});

export const bookAction = action(bookByStaff, {
  as: staff,
  input: (form) => {
    const known = text(form, "clientId");
    const [day, time] = text(form, "slot").split(" ");
    return {
      serviceId: text(form, "serviceId"),
      day: day && time ? day : text(form, "day"),
      time: day && time ? time : text(form, "time"),
      outside: text(form, "outside"),
      onTop: text(form, "onTop"),
      limits: text(form, "limits"),
      visitAddress: text(form, "visitAddress"),
      note: text(form, "note"),
      ...(known
        ? { clientId: known, babyIds: form.getAll("babyIds").filter((id) => id !== "") }
        : { family: familyOf(form) }),
    };
  },
  then: ({ bookingId }) => done(`/practice/bookings/${bookingId}`),
});

function familyOf(form: FormData) {
  const part = (name: string) => text(form, `family.${name}`);
  return {
    name: part("name"),
    email: part("email"),
    phone: part("phone"),
    baby: {
      firstName: part("baby.firstName"),
      bornOn: {
        day: part("baby.bornOn.day"),
        month: part("baby.bornOn.month"),
        year: part("baby.bornOn.year"),
      },
      born: {
        early: part("baby.born.early"),
        weeks: part("baby.born.weeks"),
        days: part("baby.born.days"),
      },
    },
  };
}
