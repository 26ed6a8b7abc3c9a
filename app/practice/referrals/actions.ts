"use server";

import { revalidatePath } from "next/cache";
import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { getTranslations } from "@/i18n/words";
import { publicUrl } from "@/lib/core/env";
import { sayLetterNeed } from "@/lib/documents/letter.write";
import { familyPath } from "@/lib/referrals/rules";
import { acceptReferral, declineReferral, showFamilyLink } from "@/lib/referrals/write";

const staff = () => actorIn("practice");
/** The count beside "Referrals" is in the shell, which otherwise stands as it was. */
const here = (form: FormData) => {
  revalidatePath("/practice", "layout");
  return `/practice/referrals/${text(form, "referralId")}`;
};

export const acceptReferralAction = action(acceptReferral, {
  as: staff,
  input: (form) => fieldsOf(form, ["times"]),
  then: (_, form) => here(form),
});

export const declineReferralAction = action(declineReferral, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: (_, form) => here(form),
});

export const letterNeedAction = action(sayLetterNeed, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: (_, form) => `/practice/referrals/${text(form, "referralId")}`,
});

export const familyLinkAction = action(showFamilyLink, {
  as: staff,
  input: (form) => ({ referralId: text(form, "referralId") }),
  then: async ({ secret }, form) => {
    const t = await getTranslations("referrals.detail");
    const url = new URL(familyPath(secret), publicUrl()).href;
    return { notice: t("linkNotice", { name: text(form, "name"), url }) };
  },
});
