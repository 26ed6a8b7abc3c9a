"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { getTranslations } from "@/i18n/words";
import { askForCopies } from "@/lib/clients/copies.write";

export const askCopiesAction = action(askForCopies, {
  as: () => actorIn("family"),
  input: (form) => ({
    clientId: text(form, "clientId"),
    guardianId: text(form, "guardianId"),
    name: text(form, "name"),
    email: text(form, "email"),
  }),
  then: async () => ({ notice: (await getTranslations("change.copies"))("sent") }),
});
