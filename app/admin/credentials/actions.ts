"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { checkCredential, revokeCredential } from "@/lib/credentials/checking.write";

const as = () => actorIn("admin");

export const checkAction = action(checkCredential, {
  as,
  input: (form) => ({ credentialId: text(form, "credentialId") }),
  then: () => "/admin/credentials?saved=checked",
});
export const revokeAction = action(revokeCredential, {
  as,
  input: (form) => fieldsOf(form),
  then: () => "/admin/credentials?saved=revoked",
});
