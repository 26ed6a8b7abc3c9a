"use server";

import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { getTranslations } from "@/i18n/words";
import { saveWelcome } from "@/lib/booking/welcome.write";

export const saveWelcomeAction = action(saveWelcome, {
  as: () => actorIn("practice"),
  input: (form) => fieldsOf(form),
  then: async () => ({ notice: (await getTranslations("staff_change.families"))("saved") }),
});
