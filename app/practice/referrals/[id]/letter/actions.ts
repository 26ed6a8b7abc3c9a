"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { dropLetter, saveLetter, sendLetter } from "@/lib/documents/letter.write";

const staff = () => actorIn("practice");
const page = (referralId: string) => `/practice/referrals/${referralId}/letter`;

export const saveLetterAction = action(saveLetter, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: ({ referralId }) => page(referralId),
});

export const sendLetterAction = action(sendLetter, {
  as: staff,
  input: (form) => ({ letterId: text(form, "letterId"), seen: text(form, "seen") }),
  then: ({ referralId }) => `${page(referralId)}?sent=1`,
});

export const dropLetterAction = action(dropLetter, {
  as: staff,
  input: (form) => ({ letterId: text(form, "letterId") }),
  then: ({ referralId }) => `/practice/referrals/${referralId}`,
});
