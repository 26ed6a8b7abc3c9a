import type { Tx } from "@/db/client";
import { bookables, openingsOfMany } from "@/lib/availability/read";
import type { Minute, Zone } from "@/lib/core/time";
import { nextDays } from "@/lib/directory/rules";
import { hoursAfter } from "./rules";
import { type OfferedTime, offerValue } from "./schema";

const WITHIN_DAYS = 28;
const SERVICES = 3;
const DAYS = 4;

type Whose = { practiceId: string; practitionerId: string };
export type Offerable = {
  serviceId: string;
  name: string;
  zone: Zone;
  days: { day: string; times: Minute[] }[];
};

async function free(tx: Tx, whose: Whose, now: Date) {
  const services = await bookables(tx, [whose]);
  const to = hoursAfter(now, WITHIN_DAYS * 24);
  return { services, slots: await openingsOfMany(tx, services, { from: now, to, now }) };
}

/** What a practitioner may suggest to a family: the first free times of the services that anybody may book. */
export async function offerable(tx: Tx, whose: Whose, now: Date): Promise<Offerable[]> {
  const { services, slots } = await free(tx, whose, now);
  return services
    .map(({ serviceId, name, zone }) => ({
      ...{ serviceId, name, zone },
      days: nextDays(slots.get(serviceId) ?? [], zone, DAYS, 1),
    }))
    .filter(({ days }) => days.length > 0)
    .slice(0, SERVICES);
}

/** The ticked times with their zones, earliest first; null when one of them is not free any more, or never was. */
export async function offeredOf(
  tx: Tx,
  whose: Whose,
  now: Date,
  ticked: readonly string[],
): Promise<OfferedTime[] | null> {
  if (ticked.length === 0) return [];
  const { services, slots } = await free(tx, whose, now);
  const known = services.flatMap(({ serviceId, zone }) =>
    (slots.get(serviceId) ?? []).map((start) => ({ serviceId, start, zone })),
  );
  const found = known.filter((one) => ticked.includes(offerValue(one)));
  return found.length === ticked.length ? found.sort((a, b) => a.start - b.start) : null;
}
