"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { archivePlace, savePlace } from "@/lib/practices/write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");

export const savePlaceAction = action(savePlace, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: async () => {
    await refreshPublicPages();
    return "/practice/places?done=saved";
  },
});

export const archivePlaceAction = action(archivePlace, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: async (_, form) => {
    await refreshPublicPages();
    return `/practice/places?done=${text(form, "archived") === "true" ? "archived" : "restored"}`;
  },
});
