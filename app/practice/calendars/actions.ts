"use server";

import { revalidatePath } from "next/cache";
import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { feedActions } from "@/app/_server/feed-actions";
import { getTranslations } from "@/i18n/words";
import { addOutside, readOutsideNow, removeOutside } from "@/lib/availability/outside.write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");
const page = "/practice/calendars";
const feed = feedActions(staff, page);
const notice = async (key: "added" | "reading" | "removed") => {
  revalidatePath(page);
  return { notice: (await getTranslations("calendars.outside"))(key) };
};

export const makeFeedAction = feed.make;
export const changeFeedAction = feed.change;
export const revokeFeedAction = feed.revoke;

export const addOutsideAction = action(addOutside, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: () => notice("added"),
});
export const readOutsideAction = action(readOutsideNow, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: () => notice("reading"),
});
export const removeOutsideAction = action(removeOutside, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: async () => {
    await refreshPublicPages();
    return notice("removed");
  },
});
