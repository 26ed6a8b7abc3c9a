import { cookies, headers } from "next/headers";
import { readForm } from "@/app/_server/body";
import { assertSameOrigin } from "@/app/_server/origin";
import { answering } from "@/app/_server/route";
import { isLocale, localeCookie } from "@/i18n/locale";
import { isSecure, publicUrl } from "@/lib/core/env";
import { invalidField } from "@/lib/core/refusal";
import { backTo } from "./back";

const year = 365 * 86_400;

/** The plain form of the language switch; it needs no JavaScript. */
export async function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const head = await headers();
    assertSameOrigin(head);
    const locale = (await readForm(request)).get("locale");
    if (!isLocale(locale)) throw invalidField("locale", "errors:choose");
    const options = { sameSite: "lax", path: "/", maxAge: year, secure: isSecure() } as const;
    (await cookies()).set(localeCookie, locale, options);
    return new Response(null, {
      status: 303,
      headers: {
        Location: backTo(head.get("referer"), publicUrl()),
        "Cache-Control": "private, no-store",
      },
    });
  });
}
