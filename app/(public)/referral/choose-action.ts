"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { readingForm, refused, text } from "@/app/_server/action";
import { assertSameOrigin } from "@/app/_server/origin";
import { isSecure } from "@/app/_server/session";
import { linkHolder } from "@/lib/accounts/links";
import { notFound } from "@/lib/core/refusal";
import { instantOf, wallOf } from "@/lib/core/time";
import { offeredTimes } from "@/lib/referrals/family.read";
import { referralForBooking } from "@/lib/referrals/lessons";
import { FAMILY_COOKIE } from "@/lib/referrals/rules";
import { offerValue } from "@/lib/referrals/schema";

const DAY_SECONDS = 24 * 3600;

/** The family's secret goes along to the booking pages in a cookie: it stays out of addresses and their logs. */
export const chooseTimeAction = readingForm(async (_state, form) => {
  let slug: string;
  let time = "";
  try {
    assertSameOrigin(await headers());
    const link = await linkHolder(text(form, "token"), "family");
    if (!link) throw notFound();
    slug = (await referralForBooking(link, {})).slug;
    const at = text(form, "at");
    if (at) {
      const { times } = await offeredTimes(link, {});
      const one = times.find((offered) => offerValue(offered) === at);
      if (one) {
        const { day } = wallOf(instantOf(one.start), one.zone);
        time = `/book/${one.serviceId}?day=${day}&at=${one.start}`;
      }
    }
    (await cookies()).set(FAMILY_COOKIE, text(form, "token"), {
      httpOnly: true,
      sameSite: "lax",
      secure: isSecure(),
      path: "/",
      maxAge: DAY_SECONDS,
    });
  } catch (error) {
    return refused(error);
  }
  redirect(`/p/${slug}${time}`);
});
