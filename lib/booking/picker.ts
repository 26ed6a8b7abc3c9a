import type { Tx } from "@/db/client";
import { emptied, groupByDay, openSlots } from "@/lib/availability/rules";
import { notFound } from "@/lib/core/refusal";
import { addDays, type Day, startOfDay, today } from "@/lib/core/time";
import { freeHours, lateFee } from "./change.rules";
import type { Offer } from "./offer";
import { dayStates, weeksFrom } from "./rules";
import { scheduleIn } from "./time";

/** What a page tells of a service before it is booked. */
export const shown = (offer: Offer) => ({
  practiceId: offer.practiceId,
  serviceId: offer.serviceId,
  name: offer.name,
  description: offer.description,
  minutes: offer.timing.durationMinutes,
  price: { minor: offer.priceMinor, currency: offer.currency },
  cancelHours: freeHours(offer, offer.priceMinor),
  lateFee: {
    minor: lateFee(offer.priceMinor, offer.lateFeePercent),
    currency: offer.currency,
  },
  listing: offer.listing,
  approval: offer.approval,
  zone: offer.zone,
  place: { kind: offer.placeKind, name: offer.placeName, radiusMiles: offer.radiusMiles },
  practitioner: {
    slug: offer.slug,
    name: offer.practitionerName,
    area: offer.area,
    postcode: offer.postcode,
  },
  locale: offer.locale,
  phone: offer.phone,
});
export type ShownOffer = ReturnType<typeof shown>;

type Asked = { now: Date; from?: Day | undefined; exceptId?: string | null | undefined };

/** Five weeks of one service, each day with its free times and why it has none; for booking and for moving alike. */
export async function weeksOf(tx: Tx, offer: Offer, { now, from, exceptId }: Asked) {
  const here = today(now, offer.zone);
  // To the end of the horizon, so that an empty page can name the next free day.
  const range = {
    from: startOfDay(here, offer.zone),
    to: startOfDay(addDays(here, offer.timing.horizonDays + 1), offer.zone),
  };
  const found = await scheduleIn(tx, offer, range, now, exceptId);
  if (!found) throw notFound();
  const free = groupByDay(openSlots({ ...found, ...range }), offer.zone);
  const open = groupByDay(openSlots({ ...emptied(found), ...range }), offer.zone);
  const freeDays = [...free.keys()];
  const { first, days } = weeksFrom(from ?? freeDays[0], here);
  const states = dayStates(days, here, free, open);
  const afterwards = freeDays.find((day) => day > (days.at(-1) ?? first));
  const before = freeDays.some((day) => day < first);
  return {
    offer: shown(offer),
    today: here,
    first,
    earlier: before ? addDays(first, -days.length) : null,
    later: afterwards === undefined ? null : addDays(first, days.length),
    /** The first free day after the weeks that are shown. */
    nextDay: afterwards ?? null,
    days: days.map((day) => ({
      day,
      state: states.get(day) ?? "closed",
      times: free.get(day) ?? [],
    })),
  };
}
