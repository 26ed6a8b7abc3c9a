"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { bringBackFile, removeFile } from "@/lib/documents/file.write";

const as = () => actorIn("family");
const one = (form: FormData) => ({ fileId: text(form, "fileId") });
const there =
  (saved: string) =>
  ({ babyId }: { babyId: string }) =>
    `/family/babies/${babyId}/files?saved=${saved}`;

export const removeOwnAction = action(removeFile, { as, input: one, then: there("removed") });
export const bringBackOwnAction = action(bringBackFile, { as, input: one, then: there("back") });
