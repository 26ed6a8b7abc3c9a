"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { saveCredential, withdrawCredential } from "@/lib/credentials/write";
import { refreshPublicPages } from "../../_setup/public-pages";

const as = () => actorIn("practice");
const input = (form: FormData) => fieldsOf(form);
const back = async (practitionerId: string, done: string) => {
  await refreshPublicPages();
  return `/practice/profile?for=${encodeURIComponent(practitionerId)}&credential=${done}#credentials`;
};

export const saveCredentialAction = action(saveCredential, {
  as,
  input,
  then: (_, form) => back(text(form, "practitionerId"), "saved"),
});
export const withdrawCredentialAction = action(withdrawCredential, {
  as,
  input,
  then: ({ practitionerId }) => back(practitionerId, "withdrawn"),
});
