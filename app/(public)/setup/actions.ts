"use server";

import { text } from "@/app/_server/action";
import { visitor } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { keepSession } from "@/app/_server/entry";
import type { FormState } from "@/components/ui/form-state";
import { deviceOf } from "@/lib/accounts/rules";
import type { Country } from "@/lib/accounts/schema";
import { setUp } from "@/lib/accounts/setup.write";

export async function setUpAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip, head }) => {
    const input = {
      name: text(form, "name"),
      email: text(form, "email"),
      practiceName: text(form, "practiceName"),
      phone: text(form, "phone"),
      country: text(form, "country") as Country,
      timeZone: text(form, "timeZone"),
      password: text(form, "password"),
      device: deviceOf(head.get("user-agent")),
    };
    const { session } = await setUp(visitor, input, { ip });
    await keepSession(session);
    return "/practice";
  });
}
