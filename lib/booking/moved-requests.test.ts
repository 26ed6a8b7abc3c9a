import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming, comingDay } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, refusalOf, seatRows } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { LinkHolder } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { wallOf } from "@/lib/core/time";
import { queueRequest } from "@/lib/jobs/request-mail.write";
import { openMail } from "@/lib/messaging/outbox";
import { moveOwn } from "./own.write";
import { bookingByLink } from "./read";
import { approveRequest } from "./requests.write";
import { moveByStaff } from "./staff-time.write";
import { bookingTrail } from "./trail.read";
import { headlineOf } from "./trail.rules";

const db = testDatabase();
const HOUR = 3_600_000;
let at: TestPractice;
let asked: { bookingId: string; link: LinkHolder };
const start = () => coming(at.zone, 2, "16:00");
beforeEach(async () => {
  at = await makePractice(db.owner);
  await setTerms(db.owner, at, { approval: true });
  // So long that only the lesson itself bounds the time to answer.
  await db.owner
    .update(t.practices)
    .set({ requestHours: 336 })
    .where(eq(t.practices.practiceId, at.practiceId));
  asked = await guestBooking(at, start());
});

const now = () => seatRows(db.owner, asked.bookingId);
const move = async (time: string, more: object = {}) => {
  const { lesson } = await now();
  const where = { lessonId: lesson.id, version: lesson.version, day: comingDay(at.zone, 2), time };
  return moveByStaff(at.staff(), { ...where, ...more });
};
const undo = { outside: "undo" };
const moveItself = async (time: string) =>
  moveOwn(asked.link, {
    ...(await seen(db.owner, asked.bookingId)),
    ...{ start: coming(at.zone, 2, time).toISOString(), feeMinor: 0, ill: undefined },
  });
const earlier = (when: Date) => new Date(when.getTime() - 2 * HOUR);

describe("the time to answer a request", () => {
  test("is what it was once staff took a move back, and shorter only where it lies earlier", async () => {
    expect((await now()).lesson.answerBy).toEqual(earlier(start()));
    await move("09:00");
    expect((await now()).lesson.answerBy).toEqual(earlier(coming(at.zone, 2, "09:00")));
    await move("16:00", undo);
    expect((await now()).lesson.answerBy).toEqual(earlier(start()));
  });

  test("comes back when staff move it back by hand, and is no longer than when it was asked for", async () => {
    await move("09:00");
    await move("16:00");
    expect((await now()).lesson.answerBy).toEqual(earlier(start()));
    await db.owner
      .update(t.practices)
      .set({ requestHours: 24 })
      .where(eq(t.practices.practiceId, at.practiceId));
    await db.owner
      .update(t.lessons)
      .set({ answerBy: new Date(Date.now() + 24 * HOUR) })
      .where(eq(t.lessons.id, (await now()).lesson.id));
    await db.owner
      .update(t.bookings)
      .set({ createdAt: hoursAgo(12) })
      .where(eq(t.bookings.id, asked.bookingId));
    const { answerBy } = (await now()).lesson;
    await move("15:00");
    expect((await now()).lesson.answerBy).toEqual(answerBy);
  });

  test("an hour is left to whoever moves it in the last minute", async () => {
    await db.owner
      .update(t.lessons)
      .set({ answerBy: new Date(Date.now() + 1000) })
      .where(eq(t.lessons.id, (await now()).lesson.id));
    await db.owner
      .update(t.bookings)
      .set({ createdAt: hoursAgo(336) })
      .where(eq(t.bookings.id, asked.bookingId));
    await move("15:00");
    const left = ((await now()).lesson.answerBy?.getTime() ?? 0) - Date.now();
    expect(left / HOUR).toBeGreaterThan(0.9);
    expect(left / HOUR).toBeLessThanOrEqual(1);
  });

  test("begins again with every time that the family itself asks for", async () => {
    await moveItself("09:00");
    expect((await now()).lesson.answerBy).toEqual(earlier(coming(at.zone, 2, "09:00")));
    await moveItself("15:00");
    expect((await now()).lesson.answerBy).toEqual(earlier(coming(at.zone, 2, "15:00")));
  });
});

test("a request is not moved into the past", async () => {
  const gone = wallOf(hoursAgo(3), at.zone);
  const refused = await refusalOf(move(gone.time, { day: gone.day, outside: "other" }));
  expect(refused).toMatchObject({ code: "invalid" });
  expect(refused.facts).not.toHaveProperty("outside");
  expect((await now()).lesson.startsAt).toEqual(start());
});

describe("of a request that staff move", () => {
  const tell = async (by?: "practice") => {
    const { sequence } = (await now()).lesson;
    const { bookingId } = asked;
    const about = { practiceId: at.practiceId, bookingId, event: "asked", sequence } as const;
    await queueRequest(at.system, { ...about, ...(by && { by }) });
  };
  const mails = async () => {
    const rows = await db.owner
      .select()
      .from(t.emails)
      .where(eq(t.emails.practiceId, at.practiceId))
      .orderBy(t.emails.id);
    return rows.map((row) => ({
      template: row.template,
      subject: row.rendered ? openMail(row, row.rendered).subject : "",
    }));
  };
  const news = async () => (await mails()).slice(2).map(({ subject }) => subject);
  beforeEach(async () => {
    await tell();
    expect((await mails()).map(({ template }) => template).sort()).toEqual([
      "booking_asked",
      "booking_please",
    ]);
  });

  test("nobody hears when it was moved back, by hand or by taking it back", async () => {
    await move("10:00");
    await move("16:00", undo);
    await tell("practice");
    await move("10:00");
    await move("11:00", { minutes: 90 });
    await move("16:00", { minutes: 60 });
    await tell("practice");
    expect(await mails()).toHaveLength(2);
  });

  test("the family hears that it was moved, not that it asked for that time; nobody is asked to answer", async () => {
    await move("10:00");
    await tell("practice");
    expect(await news()).toEqual([
      expect.stringContaining("Another time for the lesson you asked for"),
    ]);
    // Again, or back where it was: that is news by now.
    await tell("practice");
    await move("16:00");
    await tell("practice");
    expect(await news()).toHaveLength(2);
    // What the family asks for itself is told to both sides, as ever.
    await moveItself("12:00");
    await tell();
    expect((await news()).slice(2)).toEqual([
      expect.stringContaining("You asked for a lesson"),
      expect.stringContaining("Please answer"),
    ]);
  });

  test("a colleague to whom it went is asked to answer it", async () => {
    const [practitionerId, id] = [newId<"practitioner">(), newId<"service">()];
    const { practiceId } = at;
    await db.owner.insert(t.practitioners).values({
      ...{ practiceId, id: practitionerId, displayName: "Bea" },
      slug: `c-${practitionerId.slice(-12)}`,
    });
    const [own] = await db.owner.select().from(t.services).where(eq(t.services.id, at.serviceId));
    if (!own) throw new Error("no service");
    await db.owner.insert(t.services).values({ ...own, id, practitionerId });
    await move("16:00", { practitionerId, outside: "family_asked" });
    await tell("practice");
    expect(await news()).toEqual([
      expect.stringContaining("Another time for the lesson"),
      expect.stringContaining("Please answer"),
    ]);
  });
});

describe("the link of a booking", () => {
  const open = async ({ bookingId } = asked) => {
    const { lesson } = await seatRows(db.owner, bookingId);
    const [link] = await db.owner
      .select()
      .from(t.links)
      .where(and(eq(t.links.kind, "booking"), eq(t.links.subjectId, bookingId)));
    return ((link?.expiresAt.getTime() ?? 0) - lesson.endsAt.getTime()) / (24 * HOUR);
  };

  test("opens for three months after the lesson, however often that moves", async () => {
    expect(await open()).toBe(90);
    const week = (n: number) =>
      new Date(Date.parse(comingDay(at.zone, 2)) + n * 7 * 24 * HOUR).toISOString().slice(0, 10);
    for (const n of [4, 8, 12]) {
      await move("10:00", { day: week(n) });
      expect(await open()).toBe(90);
    }
    await moveItself("12:00");
    expect(await open()).toBeGreaterThan(90);
    // The link that the family has, and no other beside it.
    expect(await db.owner.$count(t.links, eq(t.links.subjectId, asked.bookingId))).toBe(1);
  });

  test("opens as long after a lesson that its holder moved to later", async () => {
    const days = [1, 2, 3, 4, 5].map((weekday) => coming(at.zone, weekday, "10:00"));
    const [first = start(), last = first] = days.toSorted((a, b) => +a - +b).toSpliced(1, 3);
    const one = await guestBooking(at, first);
    await moveOwn(one.link, {
      ...(await seen(db.owner, one.bookingId)),
      ...{ start: last.toISOString(), feeMinor: 0, ill: undefined },
    });
    expect(await open(one)).toBe(90);
  });
});

test("a yes is a yes on its page, however the request had moved", async () => {
  await moveItself("12:00");
  await approveRequest(at.staff(), {
    bookingId: asked.bookingId,
    ...(await seen(db.owner, asked.bookingId)),
  });
  const page = await bookingByLink(asked.link, {});
  const says = headlineOf(await bookingTrail(asked.link, {}), page.known);
  // Its mail waits until the yes can no longer be taken back.
  expect(says).toEqual({ moved: false, mailed: false });
});
