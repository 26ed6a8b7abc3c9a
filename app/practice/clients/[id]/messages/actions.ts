"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { savePreferences } from "@/lib/messaging/preferences.write";
import { leaveMail, resend } from "@/lib/messaging/resend.write";

const staff = () => actorIn("practice");
const back =
  (done: string) =>
  ({ clientId }: { clientId: string }) =>
    `/practice/clients/${clientId}/messages?done=${done}`;

export const resendAction = action(resend, {
  as: staff,
  input: (form) => ({ emailId: text(form, "emailId") }),
  then: back("again"),
});

export const leaveAction = action(leaveMail, {
  as: staff,
  input: (form) => ({ emailId: text(form, "emailId") }),
  then: back("left"),
});

export const saveWishesAction = action(savePreferences, {
  as: staff,
  input: (form) => {
    const { guardianId, seen, wanted = [] } = fieldsOf(form, ["wanted"]);
    return { guardianId, seen, wanted };
  },
  then: back("wishes"),
});
