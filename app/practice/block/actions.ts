"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { blockTime, unblockTime } from "@/lib/booking/staff-time.write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");
const page = async (practitionerId: string, done: string) => {
  await refreshPublicPages();
  return `/practice/block?for=${encodeURIComponent(practitionerId)}&done=${done}`;
};

export const blockTimeAction = action(blockTime, {
  as: staff,
  input: (form) => {
    const typed = fieldsOf(form);
    // A time field cannot write 24:00.
    return typed.untilTime === "00:00" ? { ...typed, untilTime: "24:00" } : typed;
  },
  then: (_, form) => page(text(form, "practitionerId"), "saved"),
});

export const unblockTimeAction = action(unblockTime, {
  as: staff,
  input: (form) => ({ lessonId: text(form, "lessonId"), version: text(form, "version") }),
  then: (_, form) => page(text(form, "for"), "removed"),
});
