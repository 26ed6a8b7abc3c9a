import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { placeDetail, profileDetail, serviceDetail, serviceList } from "./read";
import {
  archivePlace,
  archiveService,
  orderService,
  publishProfile,
  savePlace,
  saveProfile,
  saveService,
} from "./write";

const db = testDatabase();
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

const service = (more = {}) => ({
  practitionerId: at.practitionerId,
  placeId: at.placeId,
  name: "Twins lesson",
  description: "Two babies, one calm hour.",
  durationMinutes: "90",
  price: "62.50",
  stepMinutes: "",
  bufferBeforeMinutes: "0",
  bufferAfterMinutes: "15",
  minNoticeHours: "24",
  horizonDays: "60",
  cancelHours: "24",
  bookable: true,
  sameDay: true,
  illnessFree: true,
  ...more,
});

describe("services", () => {
  test("a new one comes last, in the practice's currency", async () => {
    const { serviceId } = await saveService(at.staff(), service());
    const list = await serviceList(at.staff(), {});
    expect(list.map((one) => one.id)).toEqual([at.serviceId, serviceId]);
    expect(list[1]).toMatchObject({
      priceMinor: 6250,
      currency: "GBP",
      stepMinutes: null,
      minNoticeMinutes: 1440,
      bufferAfterMinutes: 15,
    });
  });

  test("limits, rules and reminders are kept, and have calm beginnings", async () => {
    const { serviceId } = await saveService(at.staff(), service());
    expect(await serviceDetail(at.staff(), { serviceId })).toMatchObject({
      listing: "listed",
      approval: false,
      color: "brand",
      maxPerDay: null,
      opensOn: null,
      graceMinutes: 15,
      lateFeePercent: 0,
      reminderMinutes: [],
      followUpHours: null,
    });
    const changes = {
      listing: "by_link",
      approval: "yes",
      color: "plum",
      sameDay: undefined,
      opensOn: "2027-01-04",
      closesOn: "2027-03-26",
      maxPerDay: "3",
      maxPerWeek: "12",
      graceMinutes: "30",
      lateFeePercent: "50",
      illnessFree: undefined,
      reminderMinutes: ["180", "2880", "180"],
      followUpHours: "24",
    };
    await saveService(at.staff(), service({ serviceId, version: "1", ...changes }));
    expect(await serviceDetail(at.staff(), { serviceId })).toMatchObject({
      ...changes,
      approval: true,
      sameDay: false,
      maxPerDay: 3,
      maxPerWeek: 12,
      graceMinutes: 30,
      lateFeePercent: 50,
      illnessFree: false,
      reminderMinutes: [2880, 180],
      followUpHours: 24,
    });
    const wrong = async (more: object) =>
      Object.keys((await refusalOf(saveService(at.staff(), service(more)))).fields);
    expect(await wrong({ opensOn: "2027-03-01", closesOn: "2027-02-01" })).toEqual(["closesOn"]);
    expect(await wrong({ maxPerDay: "0" })).toEqual(["maxPerDay"]);
    expect(await wrong({ lateFeePercent: "101" })).toEqual(["lateFeePercent"]);
    expect(await wrong({ listing: "secret" })).toEqual(["listing"]);
    expect(await wrong({ reminderMinutes: ["5"] })).toEqual(["reminderMinutes.0"]);
    expect(await wrong({ reminderMinutes: ["20", "30", "40", "50", "60", "70"] })).toEqual([
      "reminderMinutes",
    ]);
  });

  test("two people change one: the second is told", async () => {
    const change = (name: string) =>
      saveService(at.staff(), service({ serviceId: at.serviceId, version: "1", name }));
    const results = await Promise.allSettled([change("One"), change("Two")]);
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(results.find((one) => one.status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
    expect((await serviceDetail(at.staff(), { serviceId: at.serviceId })).version).toBe(2);
  });

  test("a price or a place that cannot be is refused at its field", async () => {
    expect(
      Object.keys((await refusalOf(saveService(at.staff(), service({ price: "1,200" })))).fields),
    ).toEqual(["price"]);
    const foreign = await makePractice(db.owner);
    const elsewhere = await refusalOf(
      saveService(at.staff(), service({ placeId: foreign.placeId })),
    );
    expect(Object.keys(elsewhere.fields)).toEqual(["placeId"]);
    expect(
      (
        await refusalOf(
          saveService(at.staff(), service({ practitionerId: foreign.practitionerId })),
        )
      ).code,
    ).toBe("not_found");
    expect(
      (
        await refusalOf(
          saveService(at.staff(), service({ serviceId: foreign.serviceId, version: "1" })),
        )
      ).code,
    ).toBe("not_found");
  });

  test("a practitioner keeps her own, the front desk none", async () => {
    await expect(saveService(at.staff("practitioner"), service())).resolves.toBeDefined();
    const colleague = { ...at.staff("practitioner"), practitionerId: newId<"practitioner">() };
    expect((await refusalOf(saveService(colleague, service()))).code).toBe("not_found");
    expect((await refusalOf(saveService(at.staff("front_desk"), service()))).code).toBe(
      "forbidden",
    );
  });

  test("can be put in another order, and put away and fetched back", async () => {
    const { serviceId } = await saveService(at.staff(), service());
    await orderService(at.staff(), { serviceId, direction: "up" });
    const names = async () => (await serviceList(at.staff(), {})).map((one) => one.id);
    expect(await names()).toEqual([serviceId, at.serviceId]);
    await orderService(at.staff(), { serviceId, direction: "up" });
    expect(await names()).toEqual([serviceId, at.serviceId]);
    await archiveService(at.staff(), { serviceId, version: 1, archived: "true" });
    expect(await names()).toEqual([at.serviceId, serviceId]);
    expect(
      (await refusalOf(archiveService(at.staff(), { serviceId, version: 1, archived: "false" })))
        .code,
    ).toBe("conflict");
    await archiveService(at.staff(), { serviceId, version: 2, archived: "false" });
    expect((await serviceDetail(at.staff(), { serviceId })).archivedAt).toBeNull();
  });
});

describe("places", () => {
  const place = (more = {}) => ({
    kind: "studio" as const,
    name: "Garden Room",
    address: "9 Chandos Road",
    postcode: "BS6 6PG",
    radiusMiles: "",
    meetingUrl: "",
    timeZone: "Europe/London",
    ...more,
  });

  test("are added and changed from the look that was shown, never from an older one", async () => {
    const { placeId } = await savePlace(at.staff(), place());
    const { seen } = await placeDetail(at.staff(), { placeId });
    await savePlace(at.staff(), place({ placeId, seen, name: "Garden Studio" }));
    const late = await refusalOf(savePlace(at.staff(), place({ placeId, seen, name: "Late" })));
    expect(late.code).toBe("conflict");
    expect((await placeDetail(at.staff(), { placeId })).name).toBe("Garden Studio");
  });

  test("that move have no point on the map until somebody gives one", async () => {
    const { placeId } = await savePlace(at.staff(), place());
    const point = () =>
      db.owner
        .select({ latitude: t.places.latitude, longitude: t.places.longitude })
        .from(t.places)
        .where(eq(t.places.id, placeId));
    await db.owner
      .update(t.places)
      .set({ latitude: 51.47, longitude: -2.6 })
      .where(eq(t.places.id, placeId));
    const save = async (more: object) => {
      const { seen } = await placeDetail(at.staff(), { placeId });
      await savePlace(at.staff(), place({ placeId, seen, ...more }));
    };
    await save({ name: "Garden Studio" });
    expect(await point()).toEqual([{ latitude: 51.47, longitude: -2.6 }]);
    await save({ postcode: "BS7 8AA" });
    expect(await point()).toEqual([{ latitude: null, longitude: null }]);
    await save({ postcode: "BS7 8AA", mapPoint: "51.4821, -2.5866" });
    expect(await point()).toEqual([{ latitude: 51.4821, longitude: -2.5866 }]);
    await save({ postcode: "BS7 8AA", mapPoint: " " });
    expect(await point()).toEqual([{ latitude: null, longitude: null }]);
    for (const junk of ["north", "51.5", "95, 10", "51,5,2,6", "10, 190"])
      expect(Object.keys((await refusalOf(save({ mapPoint: junk }))).fields)).toEqual(["mapPoint"]);
  });

  test("one with services is not put away", async () => {
    const refused = await refusalOf(
      archivePlace(at.staff(), { placeId: at.placeId, archived: "true" }),
    );
    expect(refused.say.key).toBe("practice:errors.placeInUse");
  });

  test.each(["http://meet.example.com", "javascript:alert(1)", "https://a@evil.example"])(
    "a meeting link such as %s is refused",
    async (meetingUrl) => {
      const refused = await refusalOf(savePlace(at.staff(), place({ meetingUrl })));
      expect(Object.keys(refused.fields)).toEqual(["meetingUrl"]);
    },
  );
});

describe("the public page", () => {
  const profile = async (more = {}) => ({
    practitionerId: at.practitionerId,
    seen: (await profileDetail(at.staff(), { practitionerId: at.practitionerId })).seen,
    displayName: "Rosa Calder",
    headline: "Home visits",
    coursesOfStudy: "Four days in 2017",
    certification: "CIMI",
    experience: "Nine years",
    doctorReferrals: "None",
    languages: "English, Spanish, English",
    accepting: true,
    ...more,
  });

  test("is published only with an answer to each of the four questions", async () => {
    await db.owner
      .update(t.practitioners)
      .set({ publishedAt: null })
      .where(eq(t.practitioners.id, at.practitionerId));
    const ids = { practitionerId: at.practitionerId };
    const refused = await refusalOf(publishProfile(at.staff(), { ...ids, published: "true" }));
    expect(Object.keys(refused.fields).sort()).toEqual([
      "certification",
      "coursesOfStudy",
      "doctorReferrals",
      "experience",
    ]);
    await saveProfile(at.staff(), await profile());
    await publishProfile(at.staff(), { ...ids, published: "true" });
    const seen = await profileDetail(at.staff(), ids);
    expect(seen.publishedAt).not.toBeNull();
    expect(seen.profile.languages).toEqual(["English", "Spanish"]);
    // Once families read it, an answer may change but not go.
    const emptied = await refusalOf(saveProfile(at.staff(), await profile({ experience: " " })));
    expect(Object.keys(emptied.fields)).toEqual(["experience"]);
    await publishProfile(at.staff(), { ...ids, published: "false" });
    expect((await profileDetail(at.staff(), ids)).publishedAt).toBeNull();
  });

  test("two people write at once: the second is told, and the trail keeps names of fields only", async () => {
    const first = await profile({ headline: "One" });
    const second = await profile({ headline: "Two" });
    await saveProfile(at.staff(), first);
    expect((await refusalOf(saveProfile(at.staff(), second))).code).toBe("conflict");
    const rows = await db.owner
      .select()
      .from(t.auditEvents)
      .where(eq(t.auditEvents.practiceId, at.practiceId));
    expect(JSON.stringify(rows.map((row) => row.detail))).toContain("headline");
    expect(JSON.stringify(rows.map((row) => row.detail))).not.toContain("Nine years");
  });
});
