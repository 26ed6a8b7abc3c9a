import { and, desc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { refusalOf, seatRows } from "@/db/testing/lessons";
import { referralWorld, visitor } from "@/db/testing/referrals";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { linkSecret } from "@/lib/accounts/links";
import { slots } from "@/lib/availability/read";
import type { Actor, Parent } from "@/lib/core/actor";
import { find } from "@/lib/directory/read";
import { referralDetail } from "@/lib/referrals/read";
import { acceptReferral } from "@/lib/referrals/write";
import { openPass } from "./pass";
import { knownFamilyHere, lessonTimes } from "./read";
import { declineRequest } from "./requests.write";
import { makeServiceLink, serviceLinks } from "./service-link.write";
import { bookLesson, holdTime } from "./write";

// Of a practitioner who takes no new families: who is new, and who is not.

const db = testDatabase();
let at: TestPractice;
const { sendConfirmed } = referralWorld(db, () => at);
beforeEach(async () => {
  at = await makePractice(db.owner);
});
const pause = () =>
  db.owner
    .update(t.practitioners)
    .set({ accepting: "paused" })
    .where(eq(t.practitioners.practiceId, at.practiceId));

type Brought = { serviceLink?: string; referral?: string };
const shows = async (actor: Actor, brought: Brought = {}) => {
  const { slug, serviceId } = at;
  const { welcome } = await lessonTimes(visitor, { slug, serviceId, ...brought });
  const { practiceId } = at;
  return welcome || (actor.kind === "parent" && knownFamilyHere(actor, { practiceId }));
};
/** Holds the time and books it, as the pages do. */
async function books(actor: Actor, brought: Brought = {}, form: object = {}, time = "10:00") {
  const { guest, babies, ...wanted } = asking(at, coming(at.zone, 2, time));
  const held = await holdTime(actor, { ...wanted, ...brought });
  const { practiceId } = at;
  const hold = { practiceId, id: held.holdId, secret: openPass(held.pass) };
  const who = brought.referral ? {} : { babies, ...(actor.kind === "visitor" && { guest }) };
  return bookLesson(actor, { ...wanted, ...who, hold, ...brought, ...form });
}
const refused = async (doing: Promise<unknown>) => (await refusalOf(doing)).say.key;
/** The guest of a booking as somebody who has an account. */
async function signedIn(bookingId: string): Promise<Parent> {
  const { booking } = await seatRows(db.owner, bookingId);
  const [guardian] = await db.owner
    .select()
    .from(t.guardians)
    .where(eq(t.guardians.clientId, booking.clientId));
  const email = guardian?.email ?? "";
  const userId = await makeUser(db.owner, email);
  await db.owner
    .update(t.guardians)
    .set({ userId })
    .where(eq(t.guardians.clientId, booking.clientId));
  return { kind: "parent", userId, email };
}

describe("a new family", () => {
  test("sees no time anywhere, keeps none and books none", async () => {
    await pause();
    const start = coming(at.zone, 2, "10:00");
    expect(await shows(visitor)).toBe(false);
    expect(await refused(books(visitor))).toBe("booking:errors.paused");
    expect(await refused(bookLesson(visitor, asking(at, start)))).toBe("booking:errors.paused");
    expect((await refusalOf(slots(visitor, { service: at.serviceId }))).code).toBe("not_found");
    const { cards } = await find(visitor, {});
    expect(cards.find(({ slug }) => slug === at.slug)).toMatchObject({
      accepting: false,
      times: [],
    });
  });

  test("is one that another practice knows, and one whose request was declined", async () => {
    const elsewhere = await makePractice(db.owner);
    const other = await makeFamily(db.owner, elsewhere.practiceId);
    await setTerms(db.owner, at, { approval: true });
    const { bookingId } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    const parent = await signedIn(bookingId);
    await declineRequest(at.staff(), {
      ...{ bookingId, reason: "full" },
      ...(await seen(db.owner, bookingId)),
    });
    await pause();
    for (const actor of [other.parent, parent]) {
      expect(await shows(actor)).toBe(false);
      expect(await refused(books(actor))).toBe("booking:errors.paused");
    }
  });
});

test("a family that the practice knows sees the times and books, once it is signed in", async () => {
  const family = await makeFamily(db.owner, at.practiceId);
  const { bookingId } = await guestBooking(at, coming(at.zone, 1, "10:00"));
  const guest = await signedIn(bookingId);
  await pause();
  expect([await shows(family.parent), await shows(guest)]).toEqual([true, true]);
  await books(family.parent, {}, { babyIds: [family.babyId], babies: [] });
  await books(guest, {}, {}, "12:00");
});

test("a family that was accepted from its doctor books, also a time that was suggested meanwhile", async () => {
  const elsewhere = await makePractice(db.owner);
  const referralId = await sendConfirmed();
  await pause();
  const { offerable } = await referralDetail(at.staff(), { referralId });
  expect(offerable[0]?.days.length).toBeGreaterThan(0);
  await acceptReferral(at.staff(), { referralId });
  const [link] = await db.owner
    .select()
    .from(t.links)
    .where(and(eq(t.links.subjectId, referralId), eq(t.links.kind, "family")))
    .orderBy(desc(t.links.createdAt));
  const referral = linkSecret(link!);
  expect(await shows(visitor, { referral })).toBe(true);
  expect(await shows(visitor, { referral: "x".repeat(43) })).toBe(false);
  await db.owner.update(t.practitioners).set({ accepting: "paused" });
  const { slug, serviceId } = elsewhere;
  expect((await lessonTimes(visitor, { slug, serviceId, referral })).welcome).toBe(false);
  await books(visitor, { referral });
  expect(await shows(visitor, { referral })).toBe(false);
});

test("a family that was given a link books with it: one lesson, of five at once", async () => {
  await pause();
  const { pass } = await makeServiceLink(at.staff(), { serviceId: at.serviceId, days: 14 });
  const serviceLink = openPass(pass);
  expect(await shows(visitor, { serviceLink })).toBe(true);
  const hours = ["09:00", "10:00", "11:00", "12:00", "13:00"];
  const results = await Promise.allSettled(
    hours.map((hour) =>
      bookLesson(visitor, { ...asking(at, coming(at.zone, 2, hour)), serviceLink }),
    ),
  );
  const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(lost.map((error) => error.say.key)).toEqual(Array(4).fill("booking:errors.linkEnded"));
  expect((await serviceLinks(at.staff(), {})).links.map(({ state }) => state)).toEqual(["used"]);
  expect(await shows(visitor, { serviceLink })).toBe(false);
  expect(await refused(books(visitor, { serviceLink }))).toBe("booking:errors.paused");
});
