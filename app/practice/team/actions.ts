"use server";

import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import {
  changeRole,
  deactivateMember,
  invite,
  reactivateMember,
  revokeInvitation,
} from "@/lib/accounts/team.write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");
const input = (form: FormData) => fieldsOf(form);
const saved = (what: string) => () => `/practice/team?saved=${what}`;
/** Whoever teaches here no longer has no public page from this moment. */
const left = (what: string) => async () => {
  await refreshPublicPages();
  return saved(what)();
};

export const inviteAction = action(invite, { as: staff, input, then: saved("invited") });
export const revokeInvitationAction = action(revokeInvitation, {
  as: staff,
  input,
  then: saved("withdrawn"),
});
export const changeRoleAction = action(changeRole, { as: staff, input, then: left("role") });
export const deactivateAction = action(deactivateMember, {
  as: staff,
  input,
  then: left("deactivated"),
});
export const reactivateAction = action(reactivateMember, {
  as: staff,
  input,
  then: saved("reactivated"),
});
