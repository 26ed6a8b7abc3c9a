"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { mournByStaff, writeAgain } from "@/lib/booking/mourn.write";

const as = () => actorIn("practice");
const input = (form: FormData) => ({ clientId: text(form, "clientId") });
const there = (form: FormData) =>
  `/practice/clients/${encodeURIComponent(text(form, "clientId"))}/messages`;

export const mournAction = action(mournByStaff, {
  as,
  input,
  then: (_, form) => `${there(form)}?done=loss`,
});

export const writeAgainAction = action(writeAgain, {
  as,
  input,
  then: (_, form) => `${there(form)}?done=heard`,
});
