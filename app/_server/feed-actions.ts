import { revalidatePath } from "next/cache";
import { getTranslations } from "@/i18n/words";
import { openPass } from "@/lib/booking/pass";
import type { Actor } from "@/lib/core/actor";
import { publicUrl } from "@/lib/core/env";
import { changeFeed, makeFeed, revokeFeed } from "@/lib/documents/feed.write";
import { action, fieldsOf } from "./action";

/** The three actions of a calendar feed, for a person in one part of the product. */
export function feedActions(as: () => Promise<Actor | null>, page: string) {
  const notice = async (key: "ready" | "saved" | "removed") => {
    revalidatePath(page);
    return { notice: (await getTranslations("calendars.feed"))(key) };
  };
  return {
    make: action(makeFeed, {
      as,
      input: (form) => fieldsOf(form),
      then: async ({ pass }) => ({
        ...(await notice("ready")),
        facts: { address: `${publicUrl()}/api/calendar/${openPass(pass)}.ics` },
      }),
    }),
    change: action(changeFeed, {
      as,
      input: (form) => fieldsOf(form),
      then: () => notice("saved"),
    }),
    revoke: action(revokeFeed, {
      as,
      input: (form) => fieldsOf(form),
      then: () => notice("removed"),
    }),
  };
}
