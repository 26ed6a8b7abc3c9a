"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action, readingForm, text } from "@/app/_server/action";
import { parentOrVisitor } from "@/app/_server/actor";
import { heldHere, keepHold } from "@/app/(public)/book/hold-cookie";
import { referredHere } from "@/app/(public)/book/referral-cookie";
import { invitedHere } from "@/app/(public)/book/service-link-cookie";
import { openPass } from "@/lib/booking/pass";
import { TimesQuestion } from "@/lib/booking/schema";
import { holdTime } from "@/lib/booking/write";
import { minuteOf } from "@/lib/core/time";

const Address = TimesQuestion.pick({ slug: true, serviceId: true });

/** Continue: keeps the time and goes on to the details; a lost time comes back to the picker with the nearest ones. */
export const holdAction = readingForm(async (state, form) => {
  const [instead, serviceLink] = [await heldHere(), await invitedHere()];
  const referral = await referredHere();
  const [practiceId, start] = [text(form, "practiceId"), text(form, "start")];
  const address = Address.safeParse({
    slug: text(form, "slug"),
    serviceId: text(form, "serviceId"),
  });
  const hold = action(holdTime, {
    as: parentOrVisitor,
    input: () => ({
      practiceId,
      serviceId: text(form, "serviceId"),
      start,
      ...(instead && { instead }),
      ...(serviceLink && { serviceLink }),
      ...(referral && { referral }),
    }),
    then: async ({ holdId, pass }) => {
      await keepHold({ practiceId, id: holdId, secret: openPass(pass) });
      if (address.success) revalidatePath(`/p/${address.data.slug}`);
      return `/book/${holdId}/details`;
    },
  });
  const refused = await hold(state, form);
  if (refused.facts?.nearest === undefined || !address.success) return refused;
  const { slug, serviceId } = address.data;
  redirect(`/p/${slug}/book/${serviceId}?lost=${minuteOf(new Date(start))}`);
});
