"use server";

import { revalidatePath } from "next/cache";
import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { checkCredential, revokeCredential } from "@/lib/credentials/checking.write";

const as = () => actorIn("admin");
const input = (form: FormData) => fieldsOf(form);
const then =
  (saved: string) =>
  ({ slug }: { slug: string }) => {
    revalidatePath(`/p/${slug}`);
    return `/admin/credentials?saved=${saved}`;
  };

export const checkAction = action(checkCredential, {
  as,
  input,
  then: then("checked"),
});
export const revokeAction = action(revokeCredential, {
  as,
  input,
  then: then("revoked"),
});
