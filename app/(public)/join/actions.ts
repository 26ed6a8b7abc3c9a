"use server";

import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { text } from "@/app/_server/action";
import { currentPerson, visitor } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { askedBy, rememberAsking } from "@/app/_server/entry";
import type { FormState } from "@/components/ui/form-state";
import { acceptInvitation } from "@/lib/accounts/joining.write";
import { asSelf } from "@/lib/accounts/person";
import { readInvitation } from "@/lib/accounts/read";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import { isSecure } from "@/lib/core/env";
import { Refusal } from "@/lib/core/refusal";

/** Holding the link is not enough: the invited mailbox shows a code, and then the invitation can be accepted. */
export async function proveAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip }) => {
    const token = text(form, "link");
    const invitation = await readInvitation(visitor, { token });
    if (!invitation) throw new Refusal("too_late", "accounts:errors.invitationGone");
    const input = {
      email: invitation.email,
      next: `/join/${token}`,
      locale: await getLocale(),
      browser: await askedBy(),
    };
    const { browser } = await askSignIn(visitor, input, { ip });
    await rememberAsking(browser);
    return "/sign-in/code";
  });
}

export async function joinAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    const person = await currentPerson();
    if (!person) throw new Refusal("unauthenticated");
    const input = { token: text(form, "link"), name: text(form, "name") };
    const { practiceId } = await acceptInvitation(asSelf(person), input);
    const jar = await cookies();
    jar.set("practice", practiceId, {
      sameSite: "lax",
      path: "/",
      httpOnly: true,
      secure: isSecure(),
    });
    return "/practice";
  });
}
