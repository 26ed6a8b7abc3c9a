import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { bookLesson } from "@/lib/booking/write";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, instantOf, today } from "@/lib/core/time";
import { find, indexablePages, languagesTaught, profile } from "./read";

const db = testDatabase();
const visitor: Actor = { kind: "visitor" };
type Person = Partial<typeof t.practitioners.$inferInsert>;
async function person(
  values: Person,
  kind: "studio" | "home" | "online" = "studio",
  zone?: string,
) {
  const at = await makePractice(db.owner, zone);
  await db.owner
    .update(t.practitioners)
    .set(values)
    .where(eq(t.practitioners.practiceId, at.practiceId));
  await db.owner.update(t.places).set({ kind }).where(eq(t.places.id, at.placeId));
  return at;
}
const credential = (at: TestPractice, values: Partial<typeof t.credentials.$inferInsert>) =>
  db.owner.insert(t.credentials).values({
    practiceId: at.practiceId,
    id: newId(),
    practitionerId: at.practitionerId,
    kind: "certificate",
    issuer: "Issuer",
    title: "Certified instructor",
    number: "17-20418",
    ...values,
  });

let rosa: TestPractice;
let nisha: TestPractice;
let tom: TestPractice;
let hidden: TestPractice;
let elena: TestPractice;
beforeAll(async () => {
  rosa = await person({ displayName: "Rosa", area: "Redland, Bristol", postcode: "BS6" }, "home");
  nisha = await person({
    displayName: "Nisha",
    area: "Bishopston, Bristol",
    postcode: "BS7",
    languages: ["English", "Gujarati"],
  });
  tom = await person(
    { displayName: "Tom", area: "Leeds", postcode: "LS1", pretermExperience: true },
    "online",
  );
  hidden = await person({ displayName: "Hidden", area: "Bristol", publishedAt: null });
  elena = await person(
    { displayName: "Elena", area: "Brooklyn", postcode: "11215" },
    "studio",
    "America/New_York",
  );
  await db.owner
    .update(t.services)
    .set({ minNoticeMinutes: 14 * 24 * 60 })
    .where(eq(t.services.id, rosa.serviceId));
});
const names = async (input: object) => (await find(visitor, input)).cards.map((card) => card.name);

describe("search", () => {
  test("by place: the named one and its neighbours, then who teaches online", async () => {
    expect(await names({ near: "BS6" })).toEqual(["Nisha", "Rosa", "Tom"]);
    expect(await names({ near: "Bristol" })).toEqual(["Nisha", "Rosa", "Tom"]);
    expect(await names({ near: "11217" })).toEqual(["Elena", "Tom"]);
    expect(await names({ near: "Aberdeen" })).toEqual(["Tom"]);
    expect(await names({ near: "%" })).toHaveLength(4);
  });

  test("by kind of place, language and experience with babies born early", async () => {
    expect(await names({ kind: "home" })).toEqual(["Rosa"]);
    expect(await names({ language: "gujarati" })).toEqual(["Nisha"]);
    expect(await names({ preterm: "on" })).toEqual(["Tom"]);
    expect(await names({ near: "BS6", kind: "studio" })).toEqual(["Nisha"]);
    expect(await names({ language: "Klingon" })).toEqual([]);
    expect(await languagesTaught(visitor, {})).toEqual(["English", "Gujarati"]);
  });

  test("by days: only who is free then, with times of those days", async () => {
    const day = comingDay("Europe/London", 1);
    const { cards } = await find(visitor, { from: day, to: day });
    expect(cards.map((card) => card.name).sort()).toEqual(["Elena", "Nisha", "Tom"]);
    for (const card of cards)
      for (const time of card.times) expect(today(instantOf(time.start), time.zone)).toBe(day);
    const sunday = comingDay("Europe/London", 7);
    expect(await names({ from: sunday, to: sunday })).toEqual([]);
    await expect(find(visitor, { from: day, to: addDays(day, -1) })).rejects.toThrow("invalid");
  });

  test("the next opening decides the order, and nobody unpublished is in it", async () => {
    const all = await find(visitor, {});
    expect(all.total).toBe(4);
    expect(all.cards.map((card) => card.name).at(-1)).toBe("Rosa");
    const starts = all.cards.map((card) => card.times[0]?.start ?? 0);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  test("24: every time on every card can be booked", async () => {
    const { cards } = await find(visitor, {});
    for (const card of cards) {
      expect(card.times).toHaveLength(3);
      const at = [rosa, nisha, tom, elena].find((one) => one.slug === card.slug);
      if (!at) throw new Error(card.slug);
      for (const { start } of card.times)
        await expect(
          bookLesson(visitor, { ...asking(at, instantOf(start)), visitAddress: "1 Street" }),
        ).resolves.toBeTruthy();
    }
  });
});

describe("a public page", () => {
  test("has services with price, place and next times", async () => {
    const page = await profile(visitor, { slug: nisha.slug });
    expect(page).toMatchObject({
      name: "Nisha",
      accepting: true,
      from: { minor: 4800, currency: "GBP" },
      services: [{ name: "First lesson", minutes: 60, cancelHours: 24 }],
    });
    expect(page.services[0]?.days).toHaveLength(3);
    expect(page.services[0]?.days.every((day) => day.times.length <= 2)).toBe(true);
    expect(JSON.stringify(page)).not.toContain(nisha.practiceId);
  });

  test("says of each credential how far it is known", async () => {
    const at = await person({ displayName: "Checked" });
    const [yesterday, tomorrow] = [
      addDays(today(new Date(), at.zone), -1),
      addDays(today(new Date(), at.zone), 1),
    ];
    const checked = { state: "checked", checkedAt: new Date("2026-09-03T10:00:00Z") } as const;
    await credential(at, { ...checked, issuedOn: "2017-01-01", expiresOn: tomorrow });
    await credential(at, { ...checked, issuedOn: "2018-01-01", expiresOn: yesterday });
    await credential(at, { issuedOn: "2019-01-01", kind: "insurance", number: "POL-77" });
    await credential(at, {
      issuedOn: "2020-01-01",
      state: "revoked",
      checkedAt: new Date(),
      revokedAt: new Date(),
    });
    const page = await profile(visitor, { slug: at.slug });
    expect(page.credentials.map((one) => [one.state, one.number])).toEqual([
      ["checked", "17-20418"],
      ["expired", "17-20418"],
      ["claimed", null],
      ["revoked", "17-20418"],
    ]);
    expect(page.credentials[0]?.checkedOn).toBe("2026-09-03");
    expect(JSON.stringify(page)).not.toContain("POL-77");
    expect((await find(visitor, {})).cards.find((card) => card.slug === at.slug)?.checked).toBe(
      true,
    );
  });

  test("is not found when it is not published, and listed only when it may be", async () => {
    await expect(profile(visitor, { slug: hidden.slug })).rejects.toThrow("not_found");
    await expect(profile(visitor, { slug: "nobody" })).rejects.toThrow("not_found");
    await expect(profile(visitor, { slug: "NO; drop" })).rejects.toThrow("invalid");
    const shy = await person({ displayName: "Shy", indexable: false });
    const listed = await indexablePages(visitor, {});
    expect(listed).toContain(nisha.slug);
    expect(listed).not.toContain(shy.slug);
    expect(listed).not.toContain(hidden.slug);
    expect((await profile(visitor, { slug: shy.slug })).indexable).toBe(false);
  });

  test("of somebody who takes nobody new names the lessons, for those who know her, and no time", async () => {
    const paused = await person({ displayName: "Paused", accepting: "paused" });
    expect(await profile(visitor, { slug: paused.slug })).toMatchObject({
      accepting: false,
      services: [{ days: [] }],
    });
  });
});

test("an address is told of the places where somebody's listed lessons are, and of no other", async () => {
  const mia = await person({ displayName: "Mia", area: "Frome" });
  const placeId = newId<"place">();
  const [studio] = await db.owner.select().from(t.places).where(eq(t.places.id, mia.placeId));
  await db.owner
    .insert(t.places)
    .values({ ...studio!, id: placeId, name: "Mia's own flat", address: "7 Quiet Lane" });
  const [listed] = await db.owner.select().from(t.services).where(eq(t.services.id, mia.serviceId));
  const hers = { ...listed!, id: newId<"service">(), placeId, listing: "by_link" as const };
  await db.owner.insert(t.services).values(hers);
  const told = async () => {
    const [page] = await db.owner
      .select()
      .from(t.practitioners)
      .where(eq(t.practitioners.practiceId, mia.practiceId));
    return JSON.stringify(await profile(visitor, { slug: page?.slug ?? "" }));
  };
  expect(await told()).toContain(studio?.name);
  expect(await told()).not.toMatch(/Quiet Lane|own flat/);
  expect(await names({ near: "Quiet Lane" })).toEqual(["Tom"]);
  // Nor while she takes nobody new, when there is no time to offer at all.
  await db.owner
    .update(t.practitioners)
    .set({ accepting: "paused" })
    .where(eq(t.practitioners.practiceId, mia.practiceId));
  expect(await told()).toContain(studio?.name);
  expect(await told()).not.toMatch(/Quiet Lane|own flat/);
  await db.owner.update(t.services).set({ listing: "listed" }).where(eq(t.services.id, hers.id));
  expect(await told()).toContain("7 Quiet Lane");
});
