"use server";

import { getLocale } from "next-intl/server";
import { text } from "@/app/_server/action";
import { actorIn, currentPerson } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { ownCookie, rememberAsking } from "@/app/_server/entry";
import type { FormState } from "@/components/ui/form-state";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import { Refusal } from "@/lib/core/refusal";
import { askExport, dropExport } from "@/lib/documents/export.write";

// A form may only lead back to a page of exports.
const pages = /^\/(practice\/export|practice\/clients\/[\w-]{36}\/export|family\/record)(\?|$)/;
const backOf = (form: FormData): string => {
  const back = text(form, "back");
  return pages.test(back) ? back : "/";
};
const actorOf = async (form: FormData) => {
  const actor = await actorIn(backOf(form).startsWith("/family") ? "family" : "practice");
  if (!actor) throw new Refusal("unauthenticated");
  return actor;
};
const said = (path: string, what: string) =>
  `${path}${path.includes("?") ? "&" : "?"}saved=${what}`;

// The browser's own session is part of the input, so no form's key may store a digest of it (app/_server/attempt.ts).
export async function askExportAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip }) => {
    const clientId = text(form, "clientId") || undefined;
    const locale = (await getLocale()) === "en-US" ? "en-US" : "en-GB";
    const forWhom = text(form, "forWhom") || undefined;
    const input: Parameters<typeof askExport>[1] = {
      locale,
      cookie: await ownCookie(),
      ...(clientId && { clientId }),
      ...(forWhom && { forWhom }),
    };
    await askExport(await actorOf(form), input, { ip });
    return said(backOf(form), "asked");
  });
}

export async function dropExportAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    await dropExport(await actorOf(form), { exportId: text(form, "exportId") });
    return said(backOf(form), "dropped");
  });
}

/** A fresh sign-in in this browser, before a whole record is carried away. */
export async function freshExportAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip }) => {
    const person = await currentPerson();
    if (!person) throw new Refusal("unauthenticated");
    const { browser } = await askSignIn(
      { kind: "visitor" },
      { email: person.email, next: backOf(form) },
      { ip },
    );
    await rememberAsking(browser);
    return "/sign-in/code";
  });
}
