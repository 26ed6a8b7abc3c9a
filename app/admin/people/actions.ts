"use server";

import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { giveUpAdmin, nameAdmin } from "@/lib/accounts/admins.write";

const as = () => actorIn("admin");

export const nameAdminAction = action(nameAdmin, {
  as,
  input: (form) => fieldsOf(form),
  then: () => "/admin/people?saved=named",
});
export const giveUpAdminAction = action(giveUpAdmin, {
  as,
  input: () => ({}),
  then: () => "/account",
});
