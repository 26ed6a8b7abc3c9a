"use server";

import { cookies } from "next/headers";
import { text } from "@/app/_server/action";
import { currentPerson } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { dropSession, ownCookie, rememberAsking } from "@/app/_server/entry";
import type { FormState } from "@/components/ui/form-state";
import { localeCookie } from "@/i18n/locale";
import { getTranslations } from "@/i18n/words";
import {
  removePassword,
  revokeSession,
  saveProfile,
  setPassword,
  signOutEverywhere,
} from "@/lib/accounts/account.write";
import { asSelf } from "@/lib/accounts/person";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import type { Parent } from "@/lib/core/actor";
import { isSecure } from "@/lib/core/env";
import { Refusal } from "@/lib/core/refusal";

async function self(): Promise<Parent> {
  const person = await currentPerson();
  if (!person) throw new Refusal("unauthenticated");
  return asSelf(person);
}

export async function profileAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    const locale = text(form, "locale") === "en-US" ? "en-US" : "en-GB";
    await saveProfile(await self(), { name: text(form, "name"), locale });
    const year = 365 * 24 * 3600;
    const options = { sameSite: "lax", path: "/", maxAge: year, secure: isSecure() } as const;
    (await cookies()).set(localeCookie, locale, options);
    return "/account?saved=profile";
  });
}

export async function revokeAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    await revokeSession(await self(), { session: text(form, "session") });
    return "/account?saved=session#sessions";
  });
}

export async function everywhereAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    await signOutEverywhere(await self(), {});
    await dropSession();
    return "/sign-in?out=1";
  });
}

export async function passwordAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    const input = { password: text(form, "password"), cookie: await ownCookie() };
    await setPassword(await self(), input);
    return "/account?saved=password#password";
  });
}

export async function removePasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async () => {
    await removePassword(await self(), { cookie: await ownCookie() });
    const t = await getTranslations("accounts.account");
    return { notice: t("saved.removed") };
  });
}

/** A fresh sign-in in this browser, before something that needs one. */
export async function freshAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip }) => {
    const { email } = await self();
    const { browser } = await askSignIn(
      { kind: "visitor" },
      { email, next: "/account#password" },
      { ip },
    );
    await rememberAsking(browser);
    return "/sign-in/code";
  });
}
