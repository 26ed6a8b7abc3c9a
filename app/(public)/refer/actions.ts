"use server";

import { action } from "@/app/_server/action";
import { actorIn, visitor } from "@/app/_server/actor";
import { sendReferral } from "@/lib/referrals/write";
import { referralOf } from "./fields";

export const sendReferralAction = action(sendReferral, {
  as: async () => (await actorIn("doctor")) ?? visitor,
  input: referralOf,
  // Neither address says anything of the baby, the family or the doctor.
  then: ({ status, referralId }) =>
    status === "waiting" ? `/doctor/${referralId}` : "/referral/sent",
});
