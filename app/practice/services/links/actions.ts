"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { makeServiceLink, withdrawServiceLink } from "@/lib/booking/service-link.write";

const staff = () => actorIn("practice");

export const makeLinkAction = action(makeServiceLink, {
  as: staff,
  input: (form) => ({ serviceId: text(form, "serviceId"), days: text(form, "days") }),
  then: () => "/practice/services/links?made=1",
});

export const withdrawLinkAction = action(withdrawServiceLink, {
  as: staff,
  input: (form) => ({ linkId: text(form, "linkId") }),
  then: () => "/practice/services/links",
});
