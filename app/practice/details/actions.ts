"use server";

import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { savePractice } from "@/lib/practices/details.write";
import { refreshPublicPages } from "../_setup/public-pages";

export const savePracticeAction = action(savePractice, {
  as: () => actorIn("practice"),
  input: (form) => fieldsOf(form),
  then: async () => {
    await refreshPublicPages();
    return "/practice/details?saved=1";
  },
});
