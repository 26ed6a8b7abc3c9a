"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action, readingForm, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { linkHolder } from "@/lib/accounts/links";
import { mournOwn } from "@/lib/booking/mourn.write";
import { cancelOwn, confirmOwn, moveOwn } from "@/lib/booking/own.write";
import type { Actor } from "@/lib/core/actor";
import { id, token } from "@/lib/core/id";
import { minuteOf } from "@/lib/core/time";

// The same forms behind a booking's link and in the account: the form says which of them it is.

const as = async (form: FormData): Promise<Actor | null> => {
  const link = text(form, "link");
  return link ? linkHolder(link, "booking") : actorIn("family");
};
const booking = (form: FormData) =>
  text(form, "link") ? {} : { bookingId: text(form, "bookingId") };
const seat = (form: FormData) => ({ ...booking(form), version: text(form, "version") });

/** The lesson's own page; made of nothing but a token or an id, so that no form sends anybody elsewhere. */
function pageOf(form: FormData): string {
  const link = token.safeParse(text(form, "link"));
  if (link.success) return `/booking/${link.data}`;
  const own = id("booking").safeParse(text(form, "bookingId"));
  return own.success ? `/family/lessons/${own.data}` : "/family/lessons";
}

/** What the page said that it costs: an ill baby's day is free where the practice says so. */
const told = (form: FormData, ill: boolean): string =>
  ill && text(form, "illFree") ? "0" : text(form, "feeMinor");

const move = action(moveOwn, {
  as,
  input: (form) => ({
    ...seat(form),
    start: text(form, "start"),
    feeMinor: told(form, form.has("ill")),
    ...(form.has("ill") && { ill: "yes" }),
  }),
  then: ({ slug }, form) => {
    revalidatePath(`/p/${slug}`);
    return pageOf(form);
  },
});

/** A lost time comes back to the picker, which names the nearest ones; the old time is still the family's. */
export const moveOwnAction = readingForm(async (state, form) => {
  const refused = await move(state, form);
  const start = new Date(text(form, "start"));
  if (refused.facts?.nearest === undefined || Number.isNaN(start.getTime())) return refused;
  redirect(`${pageOf(form)}/move?lost=${minuteOf(start)}`);
});

export const cancelOwnAction = action(cancelOwn, {
  as,
  input: (form) => ({
    ...seat(form),
    reason: text(form, "reason"),
    feeMinor: told(form, text(form, "reason") === "ill"),
  }),
  then: (_value, form) => pageOf(form),
});

export const confirmOwnAction = action(confirmOwn, {
  as,
  input: seat,
  then: (_value, form) => pageOf(form),
});

export const mournOwnAction = action(mournOwn, {
  as,
  input: booking,
  then: (_value, form) => `${pageOf(form)}/loss`,
});
