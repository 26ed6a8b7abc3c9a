"use server";

import { headers } from "next/headers";
import { getLocale } from "next-intl/server";
import { action, readingForm, refused, text } from "@/app/_server/action";
import { visitor } from "@/app/_server/actor";
import { callerAddress } from "@/app/_server/caller";
import { assertSameOrigin } from "@/app/_server/origin";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import { addressOfBooking } from "@/lib/booking/read";
import { notFound } from "@/lib/core/refusal";

/** Sends a sign-in link to the address of the booking. Opening it makes the booking the person's own. */
export const saveDetailsAction = readingForm(async (_state, form) => {
  try {
    const head = await headers();
    assertSameOrigin(head);
    const holder = await linkHolder(text(form, "link"), "booking");
    if (!holder) throw notFound();
    const { email } = await addressOfBooking(holder, {});
    if (!email) throw notFound();
    const ask = { email, next: "/family", locale: await getLocale() };
    await askSignIn(visitor, ask, { ip: callerAddress(head) });
  } catch (error) {
    return refused(error);
  }
  const t = await getTranslations("booking.done");
  return { notice: t("sent") };
});

/** A new way in for somebody whose link has ended. The answer is the same for every address, known or not. */
export const sendAgainAction = action(askSignIn, {
  as: async () => visitor,
  input: (form) => ({
    email: text(form, "email"),
    next: "/family/lessons",
    locale: text(form, "locale"),
  }),
  then: async () => ({ notice: (await getTranslations("booking.ended"))("notice") }),
});
