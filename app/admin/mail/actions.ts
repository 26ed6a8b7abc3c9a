"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { retryMail } from "@/lib/messaging/write";

export const retryAction = action(retryMail, {
  as: () => actorIn("admin"),
  input: (form) => ({ emailId: text(form, "emailId") }),
  then: (_, form) => `/admin/mail/${text(form, "emailId")}`,
});
