"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { fileActions, oneFile } from "@/app/_server/file-actions";
import { describeFile, showFile } from "@/lib/documents/file.write";

const as = () => actorIn("practice");
const files = fileActions(as, "practice");

export const showAction = action(showFile, {
  as,
  input: (form) => ({ ...oneFile(form), shown: text(form, "shown") }),
  then: (value, form) => files.there(text(form, "shown") === "yes" ? "shown" : "hidden")(value),
});
export const describeAction = action(describeFile, {
  as,
  input: (form) => ({
    ...oneFile(form),
    caption: text(form, "caption"),
    onDay: text(form, "onDay"),
  }),
  then: files.there("changed"),
});
export const removeAction = files.remove;
export const bringBackAction = files.bringBack;
