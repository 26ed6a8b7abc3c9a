"use server";

import { cookies } from "next/headers";
import { text } from "@/app/_server/action";
import { currentPerson } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { isSecure } from "@/lib/core/env";

/** Staff of several practices work in one at a time. Only a practice of their own can be chosen. */
export async function choosePractice(form: FormData): Promise<void> {
  await attempt(form, async () => {
    const person = await currentPerson();
    const wished = text(form, "practice");
    const chosen = person?.memberships.find((one) => one.practiceId === wished);
    if (chosen) {
      (await cookies()).set("practice", chosen.practiceId, {
        httpOnly: true,
        sameSite: "lax",
        path: "/",
        secure: isSecure(),
        maxAge: 365 * 86_400,
      });
    }
    return "/practice";
  });
}
