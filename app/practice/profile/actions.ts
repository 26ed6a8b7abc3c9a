"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { publishProfile, saveProfile } from "@/lib/practices/write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");
const page = async (form: FormData, done: string) => {
  await refreshPublicPages();
  return `/practice/profile?for=${encodeURIComponent(text(form, "practitionerId"))}&done=${done}`;
};

export const saveProfileAction = action(saveProfile, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: (_, form) => page(form, "saved"),
});

export const publishProfileAction = action(publishProfile, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: (_, form) => page(form, text(form, "published") === "true" ? "published" : "unpublished"),
});
