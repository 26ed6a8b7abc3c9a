import { cookies } from "next/headers";
import type { FormState } from "@/components/ui/form-state";
import { signOut } from "@/lib/accounts/account.write";
import { type Area, actAs, asSelf, findPerson, homeOf } from "@/lib/accounts/person";
import { codeMinutes, safeNext } from "@/lib/accounts/rules";
import type { NewSession } from "@/lib/accounts/sessions";
import type { SignIn } from "@/lib/accounts/sign-in.write";
import { isSecure, publicUrl } from "@/lib/core/env";
import { httpStatus } from "@/lib/core/refusal";
import { tellStatus } from "./action";
import { currentPerson } from "./actor";
import { say } from "./say";
import { sessionCookie } from "./session";

// Not a longer form of the session's name: next-auth would take it for a part of the session.
const askCookie = () => (isSecure() ? "__Host-asked" : "asked");
const browserOnly = () =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

/** What binds a code to the browser that asked for it. */
export const askedBy = async (): Promise<string | undefined> =>
  (await cookies()).get(askCookie())?.value;
export async function rememberAsking(browser: string): Promise<void> {
  (await cookies()).set(askCookie(), browser, { ...browserOnly(), maxAge: codeMinutes * 60 });
}

/** This browser's session, as the cookie has it. */
export const ownCookie = async (): Promise<string | undefined> =>
  (await cookies()).get(sessionCookie().name)?.value;
export async function keepSession({ cookie, expires }: NewSession): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, cookie, { ...options, expires });
}
export async function dropSession(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** Where somebody goes after signing in: where they wanted to, if that page is theirs, else their own first page. */
export async function afterSignIn(userId: string, next?: string | null): Promise<string> {
  const wished = safeNext(next, publicUrl());
  const [, area] = areas.exec(wished ?? "") ?? [];
  // Asked for on the way in: sending somebody round in a circle helps nobody.
  if (wished && !area && !/^\/sign-(in|out)\b/.test(wished)) return wished;
  const person = await findPerson({ id: userId, email: "", name: null });
  if (!person) return "/";
  return wished && area && actAs(person, area as Area) ? wished : homeOf(person);
}
const areas = /^\/(family|practice|doctor|admin)(?![^/?#])/;

/** A successful proof becomes a cookie and a way on; a failed one becomes words. */
export async function letIn(result: SignIn): Promise<string | FormState> {
  if ("refused" in result) {
    await tellStatus(httpStatus.unauthenticated);
    return { message: await say({ key: `accounts:refused.${result.refused}` }) };
  }
  const [before, old] = [await currentPerson(), await ownCookie()];
  if (before && old) await signOut(asSelf(before), { cookie: old });
  await keepSession(result.session);
  (await cookies()).set(askCookie(), "", { ...browserOnly(), maxAge: 0 });
  return afterSignIn(result.userId, result.next);
}
