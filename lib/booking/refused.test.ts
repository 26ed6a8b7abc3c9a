import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, countRows } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { addDays, today } from "@/lib/core/time";
import { bookLesson, holdTime } from "./write";

const db = testDatabase();
const visitor: Actor = { kind: "visitor" };
let at: TestPractice;
let elsewhere: TestPractice;
let unpublished: TestPractice;
let start: Date;
beforeAll(async () => {
  at = await makePractice(db.owner);
  elsewhere = await makePractice(db.owner);
  unpublished = await makePractice(db.owner);
  await db.owner
    .update(t.practitioners)
    .set({ publishedAt: null })
    .where(eq(t.practitioners.practiceId, unpublished.practiceId));
  start = coming(at.zone, 2, "10:00");
});

type Asked = ReturnType<typeof asking> & Record<string, unknown>;
const baby = (asked: Asked, more: object) => ({
  ...asked,
  babies: [{ ...asked.babies[0], ...more }],
});
const dayParts = (day: string) => {
  const [year = "", month = "", date = ""] = day.split("-");
  return { day: date, month, year };
};
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000).toISOString();

const wrong: [what: string, change: (asked: Asked) => unknown, code: string, field?: string][] = [
  ["a service of another practice", (a) => ({ ...a, serviceId: elsewhere.serviceId }), "not_found"],
  [
    "a practice nobody can see",
    (a) => ({ ...a, practiceId: unpublished.practiceId, serviceId: unpublished.serviceId }),
    "not_found",
  ],
  ["an unknown service", (a) => ({ ...a, serviceId: newId() }), "not_found"],
  ["no id at all", (a) => ({ ...a, serviceId: "first-lesson" }), "invalid", "serviceId"],
  ["a time in the past", (a) => ({ ...a, start: "2026-01-05T10:00:00.000Z" }), "invalid"],
  ["a time long ago", (a) => ({ ...a, start: "0001-01-01T10:00:00.000Z" }), "invalid"],
  ["a time between the grid", (a) => ({ ...a, start: later(7) }), "invalid"],
  ["a second between minutes", (a) => ({ ...a, start: later(0.5) }), "invalid"],
  ["a time outside the hours", (a) => ({ ...a, start: later(10 * 60) }), "invalid"],
  ["a lesson that would end after hours", (a) => ({ ...a, start: later(6.5 * 60) }), "invalid"],
  ["a time beyond the horizon", (a) => ({ ...a, start: later(7 * 1440 * 20) }), "invalid"],
  ["a time in the year 9999", (a) => ({ ...a, start: "9999-12-31T23:59:00.000Z" }), "invalid"],
  [
    "a wall time without a zone",
    (a) => ({ ...a, start: "2027-01-11T10:00:00" }),
    "invalid",
    "start",
  ],
  ["an unknown zone", (a) => ({ ...a, zone: "Mars/Olympus" }), "invalid", "form"],
  ["no baby", (a) => ({ ...a, babies: [] }), "invalid", "babies.0.firstName"],
  ["five babies", (a) => ({ ...a, babies: Array(5).fill(a.babies[0]) }), "invalid", "babies"],
  ["a baby without a name", (a) => baby(a, { firstName: "  " }), "invalid", "babies.0.firstName"],
  [
    "a birth in the future",
    (a) => baby(a, { bornOn: dayParts(addDays(today(new Date(), "Europe/London"), 1)) }),
    "invalid",
    "babies.0.bornOn",
  ],
  ["30 February", (a) => baby(a, { bornOn: dayParts("2026-02-30") }), "invalid", "babies.0.bornOn"],
  [
    "a birth year of two digits",
    (a) => baby(a, { bornOn: dayParts("26-02-03") }),
    "invalid",
    "babies.0.bornOn",
  ],
  ["a grown-up", (a) => baby(a, { bornOn: dayParts("1996-08-24") }), "invalid", "babies.0.bornOn"],
  [
    "45 weeks at birth",
    (a) => baby(a, { born: { early: "yes", weeks: "45", days: "0" } }),
    "invalid",
    "babies.0.born.weeks",
  ],
  [
    "eight days in a week",
    (a) => baby(a, { born: { early: "yes", weeks: "33", days: "8" } }),
    "invalid",
    "babies.0.born.days",
  ],
  ["no word on being early", (a) => baby(a, { born: {} }), "invalid", "babies.0.born.early"],
  ["nobody", ({ guest: _, ...a }) => a, "invalid", "guest.name"],
  [
    "an address that is none",
    (a) => ({ ...a, guest: { ...a.guest, email: "ana@" } }),
    "invalid",
    "guest.email",
  ],
  [
    "a telephone number of letters",
    (a) => ({ ...a, guest: { ...a.guest, phone: "call me" } }),
    "invalid",
    "guest.phone",
  ],
  ["NUL bytes", (a) => ({ ...a, guest: { ...a.guest, name: "Ana\0" } }), "invalid", "guest.name"],
  ["NUL bytes in prose", (a) => ({ ...a, note: "a\0b" }), "invalid", "note"],
  ["half a surrogate pair", (a) => ({ ...a, note: "\ud800" }), "invalid", "note"],
  ["10,000 characters", (a) => ({ ...a, note: "x".repeat(10_000) }), "invalid", "note"],
  [
    "a name of 10,000 characters",
    (a) => ({ ...a, guest: { ...a.guest, name: "x".repeat(10_000) } }),
    "invalid",
    "guest.name",
  ],
  ["another price than the one asked", (a) => ({ ...a, priceMinor: 1 }), "conflict"],
  ["a field nobody asked for", (a) => ({ ...a, status: "completed" }), "invalid", "form"],
  ["a stranger's baby", (a) => ({ ...a, babyIds: [randomUUID()] }), "not_found"],
  ["nothing", () => ({}), "invalid"],
  ["null", () => null, "invalid"],
];

describe("refused in words, and nothing is written:", () => {
  test.each(wrong)("%s", async (_what, change, code, field) => {
    const before = await Promise.all(
      [at, elsewhere, unpublished].map((one) => countRows(db.owner, one.practiceId)),
    );
    const input = change(asking(at, start)) as Parameters<typeof bookLesson>[1];
    const refused = await bookLesson(visitor, input).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    if (!(refused instanceof Refusal)) return;
    expect(refused.code).toBe(code);
    if (field) expect(Object.keys(refused.fields)).toContain(field);
    const after = await Promise.all(
      [at, elsewhere, unpublished].map((one) => countRows(db.owner, one.practiceId)),
    );
    expect(after).toEqual(before);
  });

  test("all that is wrong is said at once", async () => {
    const asked = asking(at, start);
    const input = { ...asked, guest: { name: "", email: "" }, babies: [{ bornOn: {}, born: {} }] };
    const refused = await bookLesson(visitor, input as never).catch((error: unknown) => error);
    expect(Object.keys((refused as Refusal).fields).sort()).toEqual([
      "babies.0.born.early",
      "babies.0.bornOn",
      "babies.0.firstName",
      "guest.email",
      "guest.name",
    ]);
  });
});

test("staff, doctors and administrators do not book as families do", async () => {
  const others: Actor[] = [
    at.staff(),
    { kind: "doctor", userId: at.userId, email: "dr@example.com" },
    { kind: "admin", userId: at.userId },
    at.system,
  ];
  for (const actor of others) {
    const refused = await bookLesson(actor, asking(at, start)).catch((error: unknown) => error);
    expect((refused as Refusal).code).toBe("forbidden");
  }
});

describe("what is not offered is not held either:", () => {
  const ask = async (when: string) => {
    const refused = await holdTime(visitor, {
      practiceId: at.practiceId,
      serviceId: at.serviceId,
      start: when,
    }).catch((error: unknown) => error);
    return (refused as Refusal).say.key;
  };
  test("off the grid, outside hours, and too soon", async () => {
    expect(await ask(later(7))).toBe("booking:errors.not_offered");
    expect(await ask(later(10 * 60))).toBe("booking:errors.not_offered");
    const serviceId = at.serviceId;
    await db.owner
      .update(t.services)
      .set({ minNoticeMinutes: 60 * 24 * 30 })
      .where(eq(t.services.id, serviceId));
    expect(await ask(start.toISOString())).toBe("booking:errors.too_soon");
    await db.owner
      .update(t.services)
      .set({ minNoticeMinutes: 0 })
      .where(eq(t.services.id, serviceId));
  });

  test("a paused practitioner and a withdrawn service take nobody", async () => {
    const paused = await makePractice(db.owner);
    await db.owner
      .update(t.practitioners)
      .set({ accepting: "paused" })
      .where(eq(t.practitioners.practiceId, paused.practiceId));
    const refused = await bookLesson(visitor, asking(paused, start)).catch((error) => error);
    expect((refused as Refusal).say.key).toBe("booking:errors.paused");
    const closed = await makePractice(db.owner);
    await db.owner
      .update(t.services)
      .set({ bookable: false })
      .where(eq(t.services.practiceId, closed.practiceId));
    const gone = await bookLesson(visitor, asking(closed, start)).catch((error) => error);
    expect((gone as Refusal).code).toBe("not_found");
  });
});
