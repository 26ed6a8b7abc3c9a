import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { type Sent, sending, text } from "@/app/_server/action";
import { parentOrVisitor, visitor } from "@/app/_server/actor";
import { askedBy } from "@/app/_server/entry";
import { heldHere } from "@/app/(public)/book/hold-cookie";
import { referredHere } from "@/app/(public)/book/referral-cookie";
import { invitedHere } from "@/app/(public)/book/service-link-cookie";
import type { FormState } from "@/components/ui/form-state";
import { formatDay, formatTime } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import { openPass } from "@/lib/booking/pass";
import { bookLesson } from "@/lib/booking/write";
import { isZone } from "@/lib/core/time";
import { FAMILY_COOKIE } from "@/lib/referrals/rules";
import { bookingOf } from "./fields";
import { askForCode, typedCode } from "./prove";

/** Books what the details page describes, and leads to the page behind the booking's own link. */
export async function book(form: FormData): Promise<Sent> {
  const [hold, jar, locale] = [await heldHere(), await cookies(), await getLocale()];
  const serviceLink = await invitedHere();
  // The code was typed: what it shows is kept with this browser's own asking.
  const wrong = text(form, "code") ? await typedCode(form) : null;
  if (wrong) return wrong;
  // The page says whether it greeted a referred family: the cookie alone may belong to another practice's lesson.
  const referral = text(form, "referred") ? await referredHere() : undefined;
  const proof = await askedBy();
  const send = sending(bookLesson, {
    as: referral === undefined ? parentOrVisitor : async () => visitor,
    input: () => bookingOf(form, { hold, referral, serviceLink, proof, locale }),
    then: async ({ slug, pass }) => {
      if (referral !== undefined) jar.delete(FAMILY_COOKIE);
      revalidatePath(`/p/${slug}`);
      return `/booking/${openPass(pass)}`;
    },
  });
  const sent = await send(form);
  if (typeof sent === "string") return sent;
  if (sent.facts?.prove === true) return askForCode(sent, form, locale);
  return withNearest(sent, form, locale);
}

/** Puts the nearest free times into words: the page shows each as a button that books it. */
async function withNearest(state: FormState, form: FormData, locale: string): Promise<FormState> {
  const nearest = state.facts?.nearest;
  const zone = text(form, "zone");
  if (!Array.isArray(nearest) || !isZone(zone)) return state;
  const t = await getTranslations("booking.time");
  const where = { locale, zone };
  const words = (start: string) =>
    t("book", { day: formatDay(start, where), time: formatTime(start, where) });
  const lost = text(form, "other") || text(form, "start");
  return {
    ...state,
    message: t(nearest.length > 0 ? "lost" : "lostNone", { time: words(lost) }),
    facts: {
      nearest: nearest.map((start: string) => ({ value: start, label: words(start) })),
    },
  };
}
