"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { bringBackFile, describeFile, removeFile, showFile } from "@/lib/documents/file.write";

const as = () => actorIn("practice");
const one = (form: FormData) => ({ fileId: text(form, "fileId") });
const there =
  (saved: string) =>
  ({ babyId }: { babyId: string }) =>
    `/practice/babies/${babyId}/files?saved=${saved}`;

export const showAction = action(showFile, {
  as,
  input: (form) => ({ ...one(form), shown: text(form, "shown") }),
  then: (value, form) => there(text(form, "shown") === "yes" ? "shown" : "hidden")(value),
});
export const describeAction = action(describeFile, {
  as,
  input: (form) => ({ ...one(form), caption: text(form, "caption"), onDay: text(form, "onDay") }),
  then: there("changed"),
});
export const removeAction = action(removeFile, { as, input: one, then: there("removed") });
export const bringBackAction = action(bringBackFile, { as, input: one, then: there("back") });
