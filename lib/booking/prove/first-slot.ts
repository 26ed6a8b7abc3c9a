import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import * as t from "@/db/schema";
import { makeFamily, type TestFamily } from "@/db/testing/world";
import { slots } from "@/lib/availability/read";
import { decodeSlots } from "@/lib/availability/wire";
import type { LinkHolder, Parent, Visitor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { instantOf, type Minute, minuteOf, wallOf } from "@/lib/core/time";
import { find, profile } from "@/lib/directory/read";
import { referralTargets } from "@/lib/referrals/read";
import { ownTimes } from "../own.read";
import { moveOwn } from "../own.write";
import { knownFamilyHere, lessonTimes } from "../read";
import { bookByStaff } from "../staff-book.write";
import { staffBooking, staffFreeTimes } from "../staff-one.read";
import { moveByStaff } from "../staff-time.write";
import { bookLesson } from "../write";
import { type RandomWorld, randomWorld } from "./random-world";

/**
 * The first time that is shown anywhere is a time that can be had: shown by each page's own query, booked by the command,
 * or a lesson moved to it.
 */
const visitor: Visitor = { kind: "visitor" };
type Shown = { serviceId: string; start: Minute } | null;
/** Takes the first time that a page shows; false where it shows none. */
type Page = { page: string; first: () => Promise<boolean> };
type Looked = { page: string; look: () => Promise<Shown> };
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

function publicPages(world: RandomWorld): Looked[] {
  const { area, slug, services, country } = world;
  const card: Looked = {
    page: "directory card",
    look: async () => {
      const { cards } = await find(visitor, { near: area });
      return cards.find((one) => one.slug === slug)?.times[0] ?? null;
    },
  };
  const page: Looked = {
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
  const referral: Looked = {
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
  const each = services.flatMap(({ id: serviceId }): Looked[] => [
    {
      page: "slot API",
      look: async () => {
        const sent = await slots(visitor, { service: serviceId }).catch(unlessMissing);
        const start = sent && decodeSlots(sent.slots)[0];
        return start ? { serviceId, start } : null;
      },
    },
    { page: "time picker", look: () => picked(visitor, slug, serviceId) },
  ]);
  return [card, page, referral, ...each];
}

/** Of somebody who takes no new families there are no times for everybody. */
function unlessMissing(error: unknown): null {
  if (error instanceof Refusal && error.code === "not_found") return null;
  throw error;
}

async function picked(actor: Visitor | Parent, slug: string, serviceId: string): Promise<Shown> {
  const { welcome, offer, days } = await lessonTimes(visitor, { slug, serviceId });
  const { practiceId } = offer;
  if (!welcome && !(actor.kind === "parent" && (await knownFamilyHere(actor, { practiceId }))))
    return null;
  const start = days.find((day) => day.times.length > 0)?.times[0];
  return start === undefined ? null : { serviceId, start };
}

/** All pages that show free times, in the order in which their times are taken: what is booked first is moved last. */
function pages(world: RandomWorld, family: TestFamily, mark: string): Page[] {
  const { practiceId, services } = world;
  const booked: string[] = [];
  const looked = publicPages(world);
  const byGuest = looked.map(({ page, look }): Page => {
    const first = async () => {
      const shown = await look();
      if (shown) booked.push(await asGuest(world, shown, mark));
      return shown !== null;
    };
    return { page, first };
  });
  const inAccount: Page = {
    page: "move page of the account",
    first: async () => {
      const last = services.at(-1);
      const shown = last ? await picked(family.parent, world.slug, last.id) : null;
      return shown ? movesFirst(family.parent, await asParent(world, shown, family)) : false;
    },
  };
  const byLink: Page = {
    page: "move page of a link",
    first: async () => {
      const subjectId = booked.at(-1);
      return subjectId === undefined
        ? false
        : movesFirst({ kind: "link", link: "booking", practiceId, subjectId });
    },
  };
  const byStaff = services.map(
    ({ id }): Page => ({
      page: "booking page of staff",
      first: () => staffBook(world, id, family),
    }),
  );
  const movedByStaff: Page = {
    page: "move page of staff",
    first: async () => (booked[0] === undefined ? false : staffMove(world, booked[0])),
  };
  return [...byGuest, byLink, inAccount, ...byStaff, movedByStaff];
}

/** One world: what every page shows first is taken, one after another. Says what could not be had. */
export async function firstSlotsOf(
  owner: Database,
  { seed, country, tally }: { seed: string; country: string; tally: FirstSlots },
): Promise<string[]> {
  const world = await randomWorld(owner, { seed, country });
  const family = await makeFamily(owner, world.practiceId);
  const wrong: string[] = [];
  let any = false;
  for (const { page, first } of pages(world, family, seed.replace(/\W/g, "-"))) {
    let found = await outcomeOf(first);
    // A minute may end between looking and booking, and with it the notice.
    if (found instanceof Refusal && found.code === "too_late") found = await outcomeOf(first);
    if (found === false) continue;
    any = true;
    tally.shown += 1;
    tally.byPage.set(page, (tally.byPage.get(page) ?? 0) + 1);
    if (found === true) tally.booked += 1;
    else wrong.push(`${page}: ${found.message} [world ${seed}]`);
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

const outcomeOf = (first: Page["first"]): Promise<boolean | Error> =>
  first().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

let made = 0;
const wanted = ({ practiceId }: RandomWorld, { serviceId, start }: NonNullable<Shown>) => ({
  practiceId,
  serviceId,
  start: instantOf(start).toISOString(),
  visitAddress: "1 Street",
});

async function asGuest(world: RandomWorld, shown: NonNullable<Shown>, mark: string) {
  const { bookingId } = await bookLesson(visitor, {
    ...wanted(world, shown),
    guest: { name: "Ana", email: `first-${++made}-${mark}@example.com` },
    babies: [
      {
        firstName: "Mila",
        bornOn: { day: "24", month: "8", year: "2026" },
        born: { early: "no" },
      },
    ],
  });
  return bookingId;
}

async function asParent(world: RandomWorld, shown: NonNullable<Shown>, family: TestFamily) {
  const babyIds = [family.babyId];
  const { bookingId } = await bookLesson(family.parent, { ...wanted(world, shown), babyIds });
  return bookingId;
}

/** The family moves its lesson to the first time that its own page shows, at the fee that the page names. */
async function movesFirst(family: LinkHolder | Parent, bookingId?: string): Promise<boolean> {
  const { days, version, terms } = await ownTimes(family, { bookingId });
  const start = days.find(({ times }) => times.length > 0)?.times[0];
  if (start === undefined) return false;
  const to = { start: instantOf(start).toISOString(), feeMinor: terms.feeMinor, ill: undefined };
  await moveOwn(family, { bookingId, version, ...to });
  return true;
}

/** The first time of a staff page, as its form sends it: a day and a time where the practice is. */
async function staffFirst(world: RandomWorld, asked: Parameters<typeof staffFreeTimes>[1]) {
  const { days, zone } = await staffFreeTimes(world.staff(), asked);
  const start = days.find(({ times }) => times.length > 0)?.times[0];
  if (start === undefined) return null;
  const { day, time } = wallOf(instantOf(start), zone);
  return { day, time };
}

async function staffBook(
  world: RandomWorld,
  serviceId: string,
  { clientId, babyId }: TestFamily,
): Promise<boolean> {
  const at = await staffFirst(world, { serviceId });
  if (!at) return false;
  const who = { clientId, babyIds: [babyId], visitAddress: "1 Street" };
  await bookByStaff(world.staff(), { serviceId, ...at, ...who });
  return true;
}

async function staffMove(world: RandomWorld, bookingId: string): Promise<boolean> {
  const booking = await staffBooking(world.staff(), { bookingId });
  const { lessonId, version, service, startsAt, practiceZone: zone } = booking;
  const from = wallOf(startsAt, zone).day;
  const at = service && (await staffFirst(world, { serviceId: service.id, from, lessonId }));
  if (!at) return false;
  await moveByStaff(world.staff(), { lessonId, version, ...at });
  return true;
}
