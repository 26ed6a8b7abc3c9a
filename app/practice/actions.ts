"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentPerson } from "@/app/_server/actor";
import { assertSameOrigin } from "@/app/_server/origin";
import { isSecure } from "@/lib/core/env";

/** Staff of several practices work in one at a time. Only a practice of their own can be chosen. */
export async function choosePractice(form: FormData): Promise<void> {
  assertSameOrigin(await headers());
  const person = await currentPerson();
  const wished = form.get("practice");
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
  redirect("/practice");
}
