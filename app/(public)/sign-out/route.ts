import { headers } from "next/headers";
import { currentPerson } from "@/app/_server/actor";
import { dropSession, ownCookie } from "@/app/_server/entry";
import { assertSameOrigin } from "@/app/_server/origin";
import { answering } from "@/app/_server/route";
import { signOut } from "@/lib/accounts/account.write";
import { asSelf } from "@/lib/accounts/person";

/** The plain form `<form method="post" action="/sign-out">` of every menu; it needs no JavaScript. */
export async function POST(): Promise<Response> {
  return answering(async () => {
    assertSameOrigin(await headers());
    const person = await currentPerson();
    if (person) await signOut(asSelf(person), { cookie: await ownCookie() });
    await dropSession();
    return new Response(null, {
      status: 303,
      headers: {
        Location: "/sign-in?out=1",
        "Cache-Control": "private, no-store",
        // Nothing of a family stays behind on a shared computer; not "cookies", which would forget theme and language.
        "Clear-Site-Data": '"cache", "storage"',
      },
    });
  });
}
