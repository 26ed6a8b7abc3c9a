"use server";

import { getLocale } from "next-intl/server";
import { text } from "@/app/_server/action";
import { visitor } from "@/app/_server/actor";
import { attempt } from "@/app/_server/attempt";
import { askedBy, letIn, rememberAsking } from "@/app/_server/entry";
import type { FormState } from "@/components/ui/form-state";
import { readAsked } from "@/lib/accounts/read";
import { deviceOf } from "@/lib/accounts/rules";
import {
  askSignIn,
  signInByCode,
  signInByLink,
  signInByPassword,
} from "@/lib/accounts/sign-in.write";
import { notFound } from "@/lib/core/refusal";

/** The answer is the same for every address: on to the page that takes the code. */
export async function askAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip }) => {
    const input = {
      email: text(form, "email"),
      next: text(form, "next"),
      locale: await getLocale(),
      browser: await askedBy(),
    };
    const { browser } = await askSignIn(visitor, input, { ip });
    await rememberAsking(browser);
    return "/sign-in/code";
  });
}

/** Once more to the address that this browser asked for; the page never has to carry it. */
export async function askAgainAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip }) => {
    const token = await askedBy();
    const asked = token ? await readAsked(visitor, { token }) : null;
    if (!asked || !token) return "/sign-in";
    const { email, next } = asked;
    const input = { email, next: next ?? undefined, locale: await getLocale(), browser: token };
    const { browser } = await askSignIn(visitor, input, { ip });
    await rememberAsking(browser);
    return "/sign-in/code?again=1";
  });
}

export async function codeAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip, head }) => {
    const device = deviceOf(head.get("user-agent"));
    const input = { code: text(form, "code"), browser: await askedBy(), device };
    return letIn(await signInByCode(visitor, input, { ip }));
  });
}

export async function linkAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip, head }) => {
    const token = text(form, "link");
    if (!token) throw notFound();
    const device = deviceOf(head.get("user-agent"));
    return letIn(await signInByLink(visitor, { token, device }, { ip }));
  });
}

export async function passwordAction(_state: FormState, form: FormData): Promise<FormState> {
  return attempt(form, async ({ ip, head }) => {
    const input = {
      email: text(form, "email"),
      password: text(form, "password"),
      next: text(form, "next"),
      device: deviceOf(head.get("user-agent")),
    };
    return letIn(await signInByPassword(visitor, input, { ip }));
  });
}
