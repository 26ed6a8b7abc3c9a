import { headers } from "next/headers";
import { refused, text } from "@/app/_server/action";
import { visitor } from "@/app/_server/actor";
import { callerAddress } from "@/app/_server/caller";
import { askedBy, rememberAsking } from "@/app/_server/entry";
import type { FormState } from "@/components/ui/form-state";
import { keptValues } from "@/components/ui/form-state";
import { getTranslations } from "@/i18n/words";
import { askSignIn, proveAddress } from "@/lib/accounts/sign-in.write";
import { env } from "@/lib/core/env";

// A practice may ask a stranger to show that the address is theirs (feature c26): a code goes to it, and the same form
// is sent again with the code. The time is held meanwhile, and what was typed stays.

/** Sends a code, and shows the form again with a field for it. */
export async function askForCode(
  state: FormState,
  form: FormData,
  locale: string,
): Promise<FormState> {
  const email = text(form, "guest.email");
  try {
    const ask = { email, next: "/book/details", locale, browser: await askedBy() };
    const { browser } = await askSignIn(visitor, ask, { ip: callerAddress(await headers()) });
    await rememberAsking(browser);
  } catch (error) {
    return refused(error, form);
  }
  const t = await getTranslations("change.prove");
  const kept = env().SMTP_URL ? "" : ` ${t("kept")}`;
  // A step on the way, and no mistake of anybody's.
  return {
    notice: `${t("sent", { email })}${kept}`,
    values: state.values ?? {},
    facts: { prove: true },
  };
}

/** Null when the code is right; else what the form says. */
export async function typedCode(form: FormData): Promise<FormState | null> {
  const t = await getTranslations("change.prove");
  try {
    const input = { code: text(form, "code"), browser: await askedBy() };
    const said = await proveAddress(visitor, input, { ip: callerAddress(await headers()) });
    if (said.proved) return null;
    return {
      fields: { code: [t(said.refused === "code" ? "wrong" : "gone")] },
      values: keptValues(form),
      facts: { prove: true },
    };
  } catch (error) {
    return { ...(await refused(error, form)), facts: { prove: true } };
  }
}
