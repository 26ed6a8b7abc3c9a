import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import * as t from "@/db/schema";
import { slots } from "@/lib/availability/read";
import { decodeSlots } from "@/lib/availability/wire";
import type { Visitor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { instantOf, type Minute, minuteOf } from "@/lib/core/time";
import { find, profile } from "@/lib/directory/read";
import { referralTargets } from "@/lib/referrals/read";
import { lessonTimes } from "../read";
import { bookLesson } from "../write";
import { type RandomWorld, randomWorld } from "./random-world";

/** The first time that is shown anywhere is a time that can be had: shown by each page's own query, booked by the command. */
const visitor: Visitor = { kind: "visitor" };
type Shown = { serviceId: string; start: Minute } | null;
type Page = { page: string; look: () => Promise<Shown> };
export type FirstSlots = {
  worlds: number;
  shown: number;
  booked: number;
  empty: number;
  byPage: Map<string, number>;
};
export const noSlots = (): FirstSlots => ({
  worlds: 0,
  shown: 0,
  booked: 0,
  empty: 0,
  byPage: new Map(),
});

const earliest = (all: readonly Shown[]): Shown =>
  all.reduce((best, one) => (one && (!best || one.start < best.start) ? one : best), null);

function pages(world: RandomWorld): Page[] {
  const { area, slug, services, country } = world;
  const card: Page = {
    page: "directory card",
    look: async () => {
      const { cards } = await find(visitor, { near: area });
      return cards.find((one) => one.slug === slug)?.times[0] ?? null;
    },
  };
  const page: Page = {
    page: "public page",
    look: async () => {
      const shown = await profile(visitor, { slug });
      return earliest(
        shown.services.map(({ serviceId, days }) => {
          const start = days[0]?.times[0];
          return start === undefined ? null : { serviceId, start };
        }),
      );
    },
  };
  const referral: Page = {
    page: "referral page",
    look: async () => {
      const { first } = await referralTargets(visitor, { country });
      if (first?.slug !== slug || !first.opening) return null;
      const start = minuteOf(first.opening.at);
      // It names the practitioner and the time; which lesson it is, the family chooses.
      for (const { id: serviceId, listing } of services) {
        if (listing !== "listed") continue;
        const asked = await slots(visitor, { service: serviceId, days: 93 });
        if (decodeSlots(asked.slots)[0] === start) return { serviceId, start };
      }
      throw new Error(
        `the referral page shows ${first.opening.at.toISOString()}, which no service offers`,
      );
    },
  };
  const each = services.flatMap(({ id: serviceId }): Page[] => [
    {
      page: "slot API",
      look: async () => {
        const { slots: sent } = await slots(visitor, { service: serviceId });
        const start = decodeSlots(sent)[0];
        return start === undefined ? null : { serviceId, start };
      },
    },
    {
      page: "time picker",
      look: async () => {
        const { days } = await lessonTimes(visitor, { slug, serviceId });
        const start = days.find((day) => day.times.length > 0)?.times[0];
        return start === undefined ? null : { serviceId, start };
      },
    },
  ]);
  return [card, page, referral, ...each];
}

/** One world: what every page shows first is booked, one after another. Says what could not be booked. */
export async function firstSlotsOf(
  owner: Database,
  { seed, country, tally }: { seed: string; country: string; tally: FirstSlots },
): Promise<string[]> {
  const world = await randomWorld(owner, { seed, country });
  const wrong: string[] = [];
  let any = false;
  for (const { page, look } of pages(world)) {
    let problem = await bookFirst(world, look, seed);
    // A minute may end between looking and booking, and with it the notice.
    if (problem instanceof Refusal && problem.code === "too_late")
      problem = await bookFirst(world, look, seed);
    if (problem === null) continue;
    any = true;
    tally.shown += 1;
    tally.byPage.set(page, (tally.byPage.get(page) ?? 0) + 1);
    if (problem === "booked") tally.booked += 1;
    else
      wrong.push(
        `${page}: ${problem instanceof Refusal ? problem.message : String(problem)} [world ${seed}]`,
      );
  }
  tally.worlds += 1;
  if (!any) tally.empty += 1;
  // The next world's pages must not be about this one.
  await owner
    .update(t.practitioners)
    .set({ publishedAt: null })
    .where(eq(t.practitioners.id, world.practitionerId));
  return wrong;
}

let made = 0;
async function bookFirst(
  world: RandomWorld,
  look: Page["look"],
  seed: string,
): Promise<"booked" | Refusal | Error | null> {
  try {
    const shown = await look();
    if (!shown) return null;
    await bookLesson(visitor, {
      practiceId: world.practiceId,
      serviceId: shown.serviceId,
      start: instantOf(shown.start).toISOString(),
      guest: { name: "Ana", email: `first-${++made}-${seed.replace(/\W/g, "-")}@example.com` },
      babies: [
        {
          firstName: "Mila",
          bornOn: { day: "24", month: "8", year: "2026" },
          born: { early: "no" },
        },
      ],
      visitAddress: "1 Street",
    });
    return "booked";
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
