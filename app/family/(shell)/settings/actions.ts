"use server";

import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { savePreferences } from "@/lib/messaging/preferences.write";

export const saveOwnWishesAction = action(savePreferences, {
  as: () => actorIn("family"),
  input: (form) => {
    const { guardianId, seen, wanted = [] } = fieldsOf(form, ["wanted"]);
    return { guardianId, seen, wanted };
  },
  then: () => "/family/settings?saved=1",
});
