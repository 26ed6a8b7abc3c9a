"use server";

import { action, text } from "@/app/_server/action";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { answerCopies } from "@/lib/clients/copies.write";

/** Yes or no, by a person's press: the page that is only opened says nothing. */
export const answerCopiesAction = action(answerCopies, {
  as: (form) => linkHolder(text(form, "link"), "copies"),
  input: (form) => ({ answer: text(form, "answer") }),
  then: async () => ({ notice: (await getTranslations("change.copies"))("saved") }),
});
