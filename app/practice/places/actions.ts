"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { archivePlace, savePlace } from "@/lib/practices/write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");

/** The form hides what a kind of place does not need: what is left in those fields is not meant. */
const notFor: Record<string, readonly string[]> = {
  studio: ["radiusMiles", "visitCodes", "meetingUrl"],
  hospital: ["radiusMiles", "visitCodes", "meetingUrl"],
  home: ["address", "meetingUrl"],
  online: ["address", "postcode", "radiusMiles", "visitCodes", "mapPoint"],
};

export const savePlaceAction = action(savePlace, {
  as: staff,
  input: (form) => {
    const hidden = notFor[text(form, "kind")] ?? [];
    return Object.fromEntries(
      Object.entries(fieldsOf(form)).filter(([name]) => !hidden.includes(name)),
    );
  },
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
