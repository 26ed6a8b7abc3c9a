"use server";

import { action, text } from "@/app/_server/action";
import { actorIn, visitor } from "@/app/_server/actor";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import type { Actor } from "@/lib/core/actor";
import { trackPath } from "@/lib/referrals/rules";
import { confirmReferral, forwardReferral, withdrawReferral } from "@/lib/referrals/sender.write";

const referralId = (form: FormData) => ({ referralId: text(form, "referralId") });
const holder = (form: FormData) => linkHolder(text(form, "token"), "referral");
/** Pages behind a link send its secret along; the doctor's own pages rely on the session. */
const sender = async (form: FormData): Promise<Actor | null> =>
  form.has("token") ? holder(form) : actorIn("doctor");
const back = (form: FormData) =>
  form.has("token") ? trackPath(text(form, "token")) : `/doctor/${text(form, "referralId")}`;

export const confirmReferralAction = action(confirmReferral, {
  as: holder,
  input: referralId,
  then: (_, form) => back(form),
});

export const withdrawReferralAction = action(withdrawReferral, {
  as: sender,
  input: referralId,
  then: (_, form) => back(form),
});

export const forwardReferralAction = action(forwardReferral, {
  as: sender,
  input: (form) => ({ ...referralId(form), to: text(form, "to") }),
  then: (sent, form) => (form.has("token") ? back(form) : `/doctor/${sent.referralId}`),
});

/** The answer is the same for every address, known or not. */
export const resendReferralsAction = action(askSignIn, {
  as: async () => visitor,
  input: (form) => ({
    email: text(form, "email"),
    next: "/doctor",
    locale: text(form, "locale"),
  }),
  then: async () => ({ notice: (await getTranslations("referrals.expired"))("notice") }),
});
