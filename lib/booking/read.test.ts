import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { linkHolder } from "@/lib/accounts/links";
import type { Actor, LinkHolder, Parent } from "@/lib/core/actor";
import { newToken } from "@/lib/core/id";
import { addDays, instantOf, today, wallOf } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { openPass } from "./pass";
import {
  addressOfBooking,
  bookingByLink,
  heldLesson,
  knownBabies,
  lessonTimes,
  ownLessons,
} from "./read";
import { bookLesson, holdTime } from "./write";

const db = testDatabase();
const visitor: Actor = { kind: "visitor" };
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});
const times = (more: object = {}) =>
  lessonTimes(visitor, { slug: at.slug, serviceId: at.serviceId, ...more });
const holdAt = async (start: Date) => {
  const { practiceId, serviceId } = at;
  const held = await holdTime(visitor, { practiceId, serviceId, start: start.toISOString() });
  return { practiceId, id: held.holdId, secret: openPass(held.pass) };
};

describe("the time picker", () => {
  test("five weeks from this Monday, and what each day says", async () => {
    const monday = comingDay(at.zone, 1);
    await db.owner.insert(t.dateOverrides).values({
      practiceId: at.practiceId,
      practitionerId: at.practitionerId,
      id: at.placeId,
      day: monday,
      startsAt: "10:00",
      endsAt: "11:00",
    });
    const shown = await times();
    expect(shown.days).toHaveLength(35);
    expect(shown.earlier).toBeNull();
    const on = (day: string) => shown.days.find((one) => one.day === day);
    expect(on(monday)).toMatchObject({ state: "free" });
    expect(on(monday)?.times.map((time) => wallOf(instantOf(time), at.zone).time)).toEqual([
      "10:00",
    ]);
    expect(on(addDays(monday, 5))?.state).toBe("closed");
    await bookLesson(visitor, asking(at, coming(at.zone, 1, "10:00")));
    expect((await times()).days.find((one) => one.day === monday)?.state).toBe("full");
    expect(shown.days.filter((one) => one.day < shown.today).map((one) => one.state)).toEqual(
      shown.days.filter((one) => one.day < shown.today).map(() => "past"),
    );
  });

  test("later weeks are reached while there is something in them", async () => {
    const first = await times();
    expect(first.later).toBe(addDays(first.first, 35));
    const second = await times({ from: first.later });
    expect(second.earlier).toBe(first.first);
    expect(second.later).toBeNull();
    expect(second.days.some((one) => one.times.length > 0)).toBe(true);
  });

  test("an empty page names the next free day", async () => {
    await db.owner.update(t.services).set({ minNoticeMinutes: 40 * 24 * 60 });
    const now = today(new Date(), at.zone);
    const empty = await times({ from: now });
    expect(empty.days.every((one) => one.times.length === 0)).toBe(true);
    expect(empty.nextDay && empty.nextDay > addDays(now, 35)).toBe(true);
    // Nobody asked for those weeks: then the page begins where something is free.
    expect((await times()).days.slice(0, 7).some((one) => one.times.length > 0)).toBe(true);
  });

  test("somebody's own hold is still theirs to choose, for others it is gone", async () => {
    const start = coming(at.zone, 2, "10:00");
    const hold = await holdAt(start);
    const listed = (shown: Awaited<ReturnType<typeof times>>) =>
      shown.days.flatMap((day) => day.times.map((time) => instantOf(time).getTime()));
    expect(listed(await times())).not.toContain(start.getTime());
    expect(listed(await times({ hold }))).toContain(start.getTime());
    const wrong = { ...hold, secret: newToken() };
    expect(listed(await times({ hold: wrong }))).not.toContain(start.getTime());
    // The same hour of somebody else's calendar, which is booked there.
    const other = await makePractice(db.owner);
    await bookLesson(visitor, asking(other, start));
    const there = { slug: other.slug, serviceId: other.serviceId, hold };
    expect(listed(await lessonTimes(visitor, there))).not.toContain(start.getTime());
  });

  test("every time that is shown can be had", async () => {
    const shown = await times();
    const all = shown.days.flatMap((day) => day.times);
    for (const time of [all[0], all[7], all[40], all.at(-1)])
      await expect(bookLesson(visitor, asking(at, instantOf(time ?? 0)))).resolves.toBeTruthy();
  });
});

describe("a hold's page", () => {
  test("opens with its secret alone", async () => {
    const start = coming(at.zone, 2, "10:00");
    const hold = await holdAt(start);
    const page = await heldLesson(visitor, hold);
    expect(page).toMatchObject({ startsAt: start, booked: false, offer: { name: "First lesson" } });
    expect(page.secondsLeft).toBeGreaterThan(590);
    await expect(heldLesson(visitor, { ...hold, secret: newToken() })).rejects.toThrow("not_found");
    await bookLesson(visitor, { ...asking(at, start), hold });
    expect(await heldLesson(visitor, hold)).toMatchObject({ booked: true, secondsLeft: 0 });
  });
});

describe("the page behind a booking's link", () => {
  test("22: tells nothing about the family", async () => {
    await db.owner
      .update(t.places)
      .set({ kind: "home", name: "Home visits" })
      .where(eq(t.places.id, at.placeId));
    const input = {
      ...asking(at, coming(at.zone, 2, "10:00")),
      guest: { name: "Ana Okoye", email: "ana@example.com", phone: "07700 900142" },
      visitAddress: "14 Hill Street",
      note: "She likes to be held",
    };
    const booked = await bookLesson(visitor, input);
    const holder = await linkHolder(openPass(booked.pass), "booking");
    const page = await bookingByLink(holder!, {});
    expect(JSON.stringify(page)).not.toMatch(/Ana|Okoye|Mila|example\.com|07700|Hill|held/);
    const { startsAt, endsAt, lessonId, reference, slug, practitioner, ...known } = page;
    const { bookedAt, serviceId, terms, ...rest } = known;
    expect([bookedAt instanceof Date, serviceId, terms.rule]).toEqual([true, at.serviceId, "free"]);
    expect({ ...rest, keys: Object.keys(page).sort() }).toMatchSnapshot();
    expect(endsAt.getTime() - startsAt.getTime()).toBe(3_600_000);
    expect(await addressOfBooking(holder!, {})).toEqual({ email: "ana@example.com" });
  });

  test("is one booking's: another link sees nothing of it", async () => {
    await bookLesson(visitor, asking(at, coming(at.zone, 2, "10:00")));
    const family = await makeFamily(db.owner, at.practiceId);
    const stranger: LinkHolder = {
      kind: "link",
      link: "booking",
      practiceId: at.practiceId,
      subjectId: family.clientId,
    };
    await expect(bookingByLink(stranger, {})).rejects.toThrow("not_found");
    expect(await addressOfBooking(stranger, {})).toEqual({ email: null });
  });
});

const noLessons = { upcoming: [], past: [], page: 1, more: false };
test("after the address is proved the booking is the parent's, and nobody else's", async () => {
  const input = asking(at, coming(at.zone, 2, "10:00"));
  const booked = await bookLesson(visitor, input);
  const userId = await makeUser(db.owner, input.guest.email);
  const parent: Parent = { kind: "parent", userId, email: input.guest.email };
  expect(await ownLessons(parent, {})).toEqual(noLessons);
  await inContext(
    { kind: "system", practiceId: null },
    (tx) => tx.execute(sql`select claim_address(${userId}::uuid, ${input.guest.email})`),
    "read write",
  );
  const mine = await ownLessons(parent, {});
  expect(mine.upcoming).toMatchObject([
    { bookingId: booked.bookingId, service: "First lesson", babies: [input.babies[0]?.firstName] },
  ]);
  expect(await knownBabies(parent, { practiceId: at.practiceId })).toMatchObject({
    known: true,
    babies: [{ firstName: input.babies[0]?.firstName }],
  });
  // Booked again before she had the account: the same baby is one, another one is asked to be put together first.
  const again = asking(at, coming(at.zone, 4, "10:00"));
  const [baby] = input.babies;
  const sibling = { ...again.babies[0]!, firstName: "Tomas" };
  await bookLesson(visitor, { ...again, guest: input.guest, babies: [baby!, sibling] });
  await inContext(
    { kind: "system", practiceId: null },
    (tx) => tx.execute(sql`select claim_address(${userId}::uuid, ${input.guest.email})`),
    "read write",
  );
  const first = await db.owner
    .select()
    .from(t.bookingBabies)
    .where(eq(t.bookingBabies.bookingId, booked.bookingId));
  const known = (await knownBabies(parent, { practiceId: at.practiceId })).babies;
  expect(known.map(({ firstName }) => firstName).sort()).toEqual([baby!.firstName, "Tomas"].sort());
  const tomas = known.find(({ firstName }) => firstName === "Tomas");
  const both = bookLesson(parent, {
    ...{ practiceId: at.practiceId, serviceId: at.serviceId },
    start: coming(at.zone, 5, "10:00").toISOString(),
    babyIds: [first[0]!.babyId, tomas!.id],
  });
  await expect(both).rejects.toMatchObject({ say: { key: "booking:errors.twoRecords" } });
  const other = await makeFamily(db.owner, at.practiceId);
  expect(await ownLessons(other.parent, {})).toEqual(noLessons);
  const elsewhere = await makePractice(db.owner);
  expect(await knownBabies(parent, { practiceId: elsewhere.practiceId })).toEqual({
    known: false,
    babies: [],
  });
});
