"use server";

import { text } from "@/app/_server/action";
import { visitor } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { keepInvitation } from "@/app/(public)/book/service-link-cookie";
import type { FormState } from "@/components/ui/form-state";
import { invitedTo } from "@/lib/booking/service-link.write";

/** On to the times, with the link in this browser. It is used up only when a lesson is booked. */
export async function acceptInvitationAction(
  _state: FormState,
  form: FormData,
): Promise<FormState> {
  return attempt(form, async () => {
    const secret = text(form, "link");
    const offer = await invitedTo(visitor, { secret });
    await keepInvitation(secret);
    return `/p/${offer.practitioner.slug}/book/${offer.serviceId}`;
  });
}
