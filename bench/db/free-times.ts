import { findOffer, type Offer } from "@/lib/booking/offer";
import type { Visitor } from "@/lib/core/actor";
import { addDays, startOfDay } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import type { World } from "./world";

export type FreeTime = { offer: Offer; start: Date };

const visitor: Visitor = { kind: "visitor" };
const HOUR_MS = 3_600_000;
const DAYS_SEEDED = 70;
const A_DAY = 3;

/** What is offered by the small practices: neighbours in the list belong to different ones. */
export async function offersOf({ owner }: World): Promise<Offer[]> {
  const rows = await owner<{ practice_id: string; service_id: string }[]>`
    select practice_id, service_id from bench.practitioners where practice > 1 order by n % 2, practice`;
  const found = await inContext(
    visitor,
    async (tx) => Promise.all(rows.map((row) => findOffer(tx, row.practice_id, row.service_id))),
    "read only",
  );
  return found.flatMap((offer) => offer ?? []);
}

/** Times that nobody has, each given once, beyond the seeded weeks; callers side by side do not wait for each other. */
export function freeTimes(offers: readonly Offer[], { monday }: World): () => FreeTime {
  let given = 0;
  return () => {
    const offer = offers[given % offers.length];
    if (!offer) throw new Error("nothing is offered");
    const round = Math.floor(given / offers.length);
    given += 1;
    const day = Math.floor(round / A_DAY);
    const weekday = addDays(monday, DAYS_SEEDED + 7 * Math.floor(day / 5) + (day % 5));
    const hour = 9 + 2 * (round % A_DAY);
    return { offer, start: new Date(startOfDay(weekday, "UTC").getTime() + hour * HOUR_MS) };
  };
}
