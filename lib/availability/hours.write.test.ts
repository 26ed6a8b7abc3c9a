import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, dayOfWeek, instantOf, wallOf } from "@/lib/core/time";
import { hoursDetail } from "./hours.read";
import { removeOverride, saveHours, saveOverride } from "./hours.write";
import { slots } from "./read";
import { decodeSlots } from "./wire";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

const seen = async () => hoursDetail(at.staff(), { practitionerId: at.practitionerId });
const none = { start: "", end: "" };
const week = (
  windows: { start: string; end: string; placeId?: string }[],
  on = [1, 2, 3, 4, 5, 6, 7],
) => Array.from({ length: 7 }, (_, i) => (on.includes(i + 1) ? windows : [none]));
const offered = async (day: string) => {
  const found = await slots(visitor, { service: at.serviceId, from: day, days: 1 });
  return decodeSlots(found.slots).map((slot) => wallOf(instantOf(slot), found.zone).time);
};

describe("weekly hours", () => {
  const save = async (days: { start: string; end: string }[][], stamp?: string, more = {}) =>
    saveHours(at.staff(), {
      practitionerId: at.practitionerId,
      seen: stamp ?? (await seen()).seen,
      days,
      ...more,
    });

  test("are not all taken away by a form that was emptied, only by somebody who says so", async () => {
    const refused = await refusalOf(save(week([none])));
    expect(Object.keys(refused.fields)).toEqual(["closed"]);
    expect((await seen()).hours.length).toBeGreaterThan(0);
    await save(week([none]), undefined, { closed: "yes" });
    expect((await seen()).hours).toEqual([]);
    // There is nothing left to take away.
    await save(week([none]));
  });

  test("are what families are offered, at once", async () => {
    const monday = comingDay(at.zone, 1);
    await save(week([{ start: "09:00", end: "11:00" }, { start: "18:00", end: "20:00" }, none]));
    expect(await offered(monday)).toEqual(["09:00", "10:00", "18:00", "19:00"]);
    expect(await offered(addDays(monday, 6))).toHaveLength(4);
    await save(week([]), undefined, { closed: "yes" });
    expect(await offered(monday)).toEqual([]);
    expect((await seen()).hours).toEqual([]);
  });

  test("may end at midnight, which a time field writes as 00:00", async () => {
    await save(week([{ start: "22:00", end: "00:00" }]));
    expect(await offered(comingDay(at.zone, 1))).toEqual(["22:00", "23:00"]);
    expect((await seen()).hours[0]).toEqual({ weekday: 1, start: "22:00", end: "24:00" });
  });

  test("that overlap, end before they begin or are half filled in are refused where they stand", async () => {
    const fieldsOf = async (windows: { start: string; end: string }[]) =>
      Object.keys((await refusalOf(save(week(windows, [3])))).fields);
    expect(
      await fieldsOf([
        { start: "09:00", end: "12:00" },
        { start: "11:00", end: "13:00" },
      ]),
    ).toEqual(["days.2"]);
    expect(await fieldsOf([none, { start: "12:00", end: "09:00" }])).toEqual(["days.2.1.end"]);
    expect(await fieldsOf([{ start: "09:00", end: "" }])).toEqual(["days.2.0.end"]);
  });

  test("two people at once: the second is told", async () => {
    const { seen: stamp } = await seen();
    await save(week([{ start: "09:00", end: "11:00" }]), stamp);
    expect((await refusalOf(save(week([{ start: "10:00", end: "12:00" }]), stamp))).code).toBe(
      "conflict",
    );
  });

  test("are the practitioner's own and the owner's", async () => {
    const input = async () => ({
      practitionerId: at.practitionerId,
      seen: (await seen()).seen,
      days: week([]),
      closed: "yes" as const,
    });
    expect((await refusalOf(saveHours(at.staff("front_desk"), await input()))).code).toBe(
      "forbidden",
    );
    const elsewhere = await makePractice(db.owner);
    expect((await refusalOf(saveHours(elsewhere.staff(), await input()))).code).toBe("not_found");
    await expect(saveHours(at.staff("practitioner"), await input())).resolves.toBeNull();
  });
});

describe("hours at one place", () => {
  test("are kept with it, and a place of another practice is none", async () => {
    const placeId = at.placeId;
    const stamp = (await seen()).seen;
    await saveHours(at.staff(), {
      practitionerId: at.practitionerId,
      seen: stamp,
      days: week(
        [
          { start: "09:00", end: "11:00", placeId },
          { start: "18:00", end: "20:00" },
        ],
        [1],
      ),
    });
    expect((await seen()).hours).toEqual([
      { weekday: 1, start: "09:00", end: "11:00", placeId },
      { weekday: 1, start: "18:00", end: "20:00" },
    ]);
    expect((await seen()).places).toEqual([{ id: placeId, name: "Studio", archived: false }]);
    const foreign = (await makePractice(db.owner)).placeId;
    const refused = await refusalOf(
      saveHours(at.staff(), {
        practitionerId: at.practitionerId,
        seen: (await seen()).seen,
        days: week([{ start: "09:00", end: "11:00", placeId: foreign }], [3]),
      }),
    );
    expect(Object.keys(refused.fields)).toEqual(["days.2"]);
    const other = await refusalOf(
      saveOverride(at.staff(), {
        practitionerId: at.practitionerId,
        from: comingDay(at.zone, 2),
        until: "",
        kind: "hours",
        hours: [{ start: "09:00", end: "11:00", placeId: foreign }],
      }),
    );
    expect(Object.keys(other.fields)).toEqual(["hours"]);
  });

  test("close the day at the others", async () => {
    const day = comingDay(at.zone, 2);
    const placeId = newId<"place">();
    await db.owner.insert(t.places).values({
      practiceId: at.practiceId,
      id: placeId,
      kind: "studio",
      name: "Clinic",
      timeZone: at.zone,
    });
    await saveOverride(at.staff(), {
      practitionerId: at.practitionerId,
      from: day,
      until: "",
      kind: "hours",
      hours: [{ start: "09:00", end: "12:00", placeId }],
    });
    expect(await offered(day)).toEqual([]);
    expect((await seen()).overrides).toEqual([
      { day, hours: [{ start: "09:00", end: "12:00", placeId }] },
    ]);
  });
});

describe("days that differ", () => {
  const override = (more = {}) =>
    saveOverride(at.staff(), {
      practitionerId: at.practitionerId,
      from: comingDay(at.zone, 2),
      until: "",
      kind: "closed",
      ...more,
    });

  test("a closed day, other hours, and the week again", async () => {
    const tuesday = comingDay(at.zone, 2);
    expect(await offered(tuesday)).toHaveLength(8);
    await override();
    expect(await offered(tuesday)).toEqual([]);
    await override({ kind: "hours", hours: [{ start: "07:00", end: "09:00" }] });
    expect(await offered(tuesday)).toEqual(["07:00", "08:00"]);
    expect((await seen()).overrides).toEqual([
      { day: tuesday, hours: [{ start: "07:00", end: "09:00" }] },
    ]);
    await removeOverride(at.staff(), { practitionerId: at.practitionerId, day: tuesday });
    expect(await offered(tuesday)).toHaveLength(8);
  });

  test("a holiday closes each of its days and no other", async () => {
    const from = comingDay(at.zone, 1);
    await override({ from, until: addDays(from, 11) });
    for (let i = 0; i < 14; i++) {
      const day = addDays(from, i);
      const open = i > 11 && dayOfWeek(day) < 6;
      expect([day, (await offered(day)).length]).toEqual([day, open ? 8 : 0]);
    }
  });

  test("in the past, without hours or for half a year are refused", async () => {
    expect(Object.keys((await refusalOf(override({ from: "2020-01-01" }))).fields)).toEqual([
      "from",
    ]);
    expect(
      Object.keys((await refusalOf(override({ kind: "hours", hours: [none] }))).fields),
    ).toEqual(["hours"]);
    const from = comingDay(at.zone, 2);
    expect(
      Object.keys((await refusalOf(override({ from, until: addDays(from, 180) }))).fields),
    ).toEqual(["until"]);
    expect(
      Object.keys((await refusalOf(override({ from, until: addDays(from, -1) }))).fields),
    ).toEqual(["until"]);
  });
});
