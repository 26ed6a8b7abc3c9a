import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { mailJobs, makeLesson, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { addDays } from "@/lib/core/time";
import { waysBetween } from "./calendar.lanes";
import { daySheet, SHEET_ROWS } from "./day-sheet.read";
import { staffCalendar } from "./staff.read";
import { blockTime, moveByStaff } from "./staff-time.write";

const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
beforeEach(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
});
const lessonOf = (startsAt: Date) => makeLesson(db.owner, at, family, startsAt);

describe("another length", () => {
  const resize = (lessonId: string, version: number, minutes: number, more = {}) =>
    moveByStaff(at.staff(), {
      lessonId,
      version,
      day: comingDay(at.zone, 2),
      time: "10:00",
      minutes,
      ...more,
    });

  test("keeps the start and the buffers, tells the family, and is taken back like a move", async () => {
    const { lessonId, bookingId, startsAt } = await lessonOf(coming(at.zone, 2, "10:00"));
    const around = (minutes: number) => new Date(startsAt.getTime() + minutes * 60_000);
    await db.owner
      .update(t.lessons)
      .set({ blockedFrom: around(-15), blockedUntil: around(70) })
      .where(eq(t.lessons.id, lessonId));
    const longer = await resize(lessonId, 1, 90);
    expect(longer).toEqual({ lessonId, version: 2, bookingVersion: 2 });
    let { lesson } = await rowsOf(bookingId);
    expect(lesson).toMatchObject({
      startsAt,
      endsAt: around(90),
      blockedFrom: around(-15),
      blockedUntil: around(100),
      sequence: 1,
    });
    expect((await mailJobs(db.owner, bookingId)).map((job) => job.event)).toEqual(["moved"]);

    await resize(lessonId, 2, 60, { outside: "undo" });
    ({ lesson } = await rowsOf(bookingId));
    expect(lesson).toMatchObject({ endsAt: around(60), blockedUntil: around(70), sequence: 2 });
  });

  test("stops at the next lesson unless a reason is given for lying on it", async () => {
    const { lessonId, bookingId } = await lessonOf(coming(at.zone, 2, "10:00"));
    await lessonOf(coming(at.zone, 2, "11:00"));
    expect(await refusalOf(resize(lessonId, 1, 75))).toMatchObject({ code: "slot_taken" });
    expect((await rowsOf(bookingId)).lesson.endsAt).toEqual(coming(at.zone, 2, "11:00"));
    await resize(lessonId, 1, 75, { onTop: "short" });
    expect((await rowsOf(bookingId)).lesson).toMatchObject({
      endsAt: coming(at.zone, 2, "11:15"),
      onTop: true,
    });
  });

  test("reaches over the hours for a reason only; a block needs none", async () => {
    const { lessonId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const refused = await refusalOf(resize(lessonId, 1, 720));
    expect(refused.facts).toEqual({ outside: true });
    await expect(resize(lessonId, 1, 720, { outside: "urgent" })).resolves.toBeDefined();
    const block = await blockTime(at.staff(), {
      practitionerId: at.practitionerId,
      title: "Course",
      from: comingDay(at.zone, 3),
      fromTime: "10:00",
      untilTime: "11:00",
    });
    await moveByStaff(at.staff(), {
      lessonId: block.lessonId,
      version: 1,
      day: comingDay(at.zone, 3),
      time: "10:00",
      minutes: 800,
    });
  });

  test.each([0, 4, 1441, -60, 7.5, "long"])("of %s minutes is refused", async (minutes) => {
    const { lessonId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const refused = await refusalOf(resize(lessonId, 1, minutes as number));
    expect(refused.code).toBe("invalid");
  });

  test("over midnight is two parts of one lesson, with where it really begins", async () => {
    const { lessonId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const [day, next] = [comingDay(at.zone, 2), addDays(comingDay(at.zone, 2), 1)];
    const input = { lessonId, version: 1, day, time: "23:30", minutes: 90 };
    await moveByStaff(at.staff(), { ...input, outside: "other" });
    const seen = await staffCalendar(at.staff(), { from: day, days: 7 });
    const begins = { day, minute: 1410 };
    expect(seen.events).toMatchObject([
      { day, start: 1410, end: 1440, whole: false, begins, minutes: 90 },
      { day: next, start: 0, end: 60, whole: false, begins, minutes: 90 },
    ]);
  });
});

const rowsOf = (bookingId: string) => seatRows(db.owner, bookingId);

async function colleague(name: string): Promise<string> {
  const id = newId<"practitioner">();
  await db.owner.insert(t.practitioners).values({
    practiceId: at.practiceId,
    id,
    slug: `colleague-${id.slice(-12)}`,
    displayName: name,
    createdAt: new Date(Date.now() + 1000),
  });
  return id;
}

describe("the notes of lessons that took place", () => {
  test("stand on their events for whoever may know, a private one without how it stands", async () => {
    const day = comingDay(at.zone, 2);
    const taught = async (time: string, note?: "signed" | "draft", privacy = "clinicians") => {
      const { lessonId, bookingId, startsAt } = await lessonOf(coming(at.zone, 2, time));
      const of = { practiceId: at.practiceId, clientId: family.clientId, babyId: family.babyId };
      await db.owner
        .update(t.bookings)
        .set({ status: "completed", completedAt: startsAt })
        .where(eq(t.bookings.id, bookingId));
      const proof = {
        contentHash: randomBytes(32),
        salt: randomBytes(16),
        signature: randomBytes(64),
      };
      if (note)
        await db.owner.insert(t.medicalNotes).values({
          ...{ ...of, id: newId<"note">(), lessonId, authorUserId: at.userId, timeZone: at.zone },
          ...{ aboutStartsAt: startsAt, body: Buffer.from("sealed"), status: note },
          privacy: privacy === "author" ? "author" : "clinicians",
          ...(note === "signed" && { ...proof, signingKeyId: newId<"key">(), signedAt: startsAt }),
        });
      return { ...of, lessonId };
    };
    await taught("09:00", "signed");
    await taught("10:00", "draft");
    await taught("11:00");
    const { lessonId, ...of } = await taught("12:00");
    await db.owner
      .insert(t.notesNotNeeded)
      .values({ ...of, lessonId, byUserId: at.userId, reason: "talked_only" });
    await taught("13:00", "signed", "author");
    await lessonOf(coming(at.zone, 2, "14:00"));
    const { practitionerId } = at;
    const marks = async (actor = at.staff(), who: string = practitionerId) =>
      (await staffCalendar(actor, { from: day, days: 1, practitionerId: who })).events.map(
        ({ note }) => note,
      );
    const all = ["signed", "to_sign", "to_write", "signed", "signed", null];
    expect(await marks()).toEqual(all);
    // A colleague learns nothing of the private one, the front desk nothing at all.
    const other = { ...at.staff("practitioner"), userId: newId<"user">() };
    expect(await marks(other)).toEqual(all.with(4, null));
    expect(await marks(at.staff("front_desk"))).toEqual(Array(6).fill(null));
  });
});

describe("the calendar of everybody", () => {
  test("has each person's hours, and says who is away", async () => {
    const day = comingDay(at.zone, 2);
    const nisha = await colleague("Nisha Parekh");
    await db.owner.insert(t.weeklyHours).values({
      practiceId: at.practiceId,
      id: newId(),
      practitionerId: nisha,
      weekday: 2,
      startsAt: "12:00",
      endsAt: "15:00",
    });
    await db.owner.insert(t.dateOverrides).values({
      practiceId: at.practiceId,
      id: newId(),
      practitionerId: at.practitionerId,
      day,
    });
    const seen = await staffCalendar(at.staff("front_desk"), {
      from: day,
      days: 1,
      practitionerId: "all",
    });
    expect(seen.lanes.map((lane) => [lane.id, lane.days[0]?.open, lane.days[0]?.away])).toEqual([
      [at.practitionerId, [], true],
      [nisha, [{ start: 720, end: 900 }], false],
    ]);
    const own = await staffCalendar(at.staff(), {
      from: day,
      days: 42,
      practitionerId: at.practitionerId,
    });
    expect(own.lanes).toEqual([]);
    expect(own.days).toHaveLength(42);
    expect(own.days[0]).toMatchObject({ day, away: true, open: [] });
    expect(own.days[7]?.away).toBe(false);
  });

  test("busy times of other calendars take free time, and nothing of another practice is seen", async () => {
    const [day, calendarId] = [comingDay(at.zone, 2), newId()];
    const { practiceId, practitionerId } = at;
    await db.owner.insert(t.outsideCalendars).values({
      practiceId,
      id: calendarId,
      practitionerId,
      name: "Family",
      address: Buffer.from("sealed"),
      host: "calendar.example.com",
    });
    const range = { from: day, days: 1, practitionerId };
    const before = (await staffCalendar(at.staff(), range)).days[0]?.free ?? 0;
    await db.owner.insert(t.outsideBusy).values({
      practiceId,
      id: newId(),
      calendarId,
      practitionerId,
      startsAt: coming(at.zone, 2, "10:00"),
      endsAt: coming(at.zone, 2, "11:30"),
    });
    const seen = await staffCalendar(at.staff(), range);
    expect(seen.elsewhere).toEqual([{ day, practitionerId, start: 600, end: 690 }]);
    expect(seen.days[0]?.free).toBe(before - 90);
    const other = await makePractice(db.owner);
    const theirs = await staffCalendar(other.staff(), { from: day, practitionerId: "all" });
    expect([theirs.elsewhere, theirs.events, theirs.lanes.length]).toEqual([[], [], 1]);
  });
});

describe("the way between lessons", () => {
  const stop = (time: string, latitude: number | null, practitionerId = "p") => {
    const startsAt = new Date(`2026-11-24T${time}:00Z`);
    const endsAt = new Date(startsAt.getTime() + 3_600_000);
    const point = latitude === null ? null : { latitude, longitude: -2.6 };
    return { practitionerId, startsAt, endsAt, point };
  };
  const speeds = new Map([["p", 26]]);
  const ways = (stops: ReturnType<typeof stop>[], kmh = speeds) =>
    waysBetween(stops, kmh, "Europe/London").map(({ start, end }) => [start, end]);

  test("is the last minutes before the later one, where both places and a speed are known", () => {
    // A tenth of a degree is 11.1 km, 14.5 on the road: 34 minutes at 26 km/h.
    expect(ways([stop("14:00", 51.5), stop("10:00", 51.4)])).toEqual([[806, 840]]);
    expect(ways([stop("10:00", 51.4), stop("14:00", null)])).toEqual([]);
    expect(ways([stop("10:00", 51.4), stop("14:00", 51.4)])).toEqual([]);
    expect(ways([stop("10:00", 51.4), stop("14:00", 51.5)], new Map())).toEqual([]);
    expect(ways([stop("10:00", 51.4), stop("14:00", 51.5, "q")])).toEqual([]);
  });
});

describe("the day sheet", () => {
  test("says who comes when, with telephone numbers and ages of that day", async () => {
    const { bookingId } = await lessonOf(coming(at.zone, 2, "10:00"));
    await lessonOf(coming(at.zone, 3, "10:00"));
    const sheet = await daySheet(at.staff(), { day: comingDay(at.zone, 2) });
    expect(sheet).toMatchObject({ total: 1, pages: 1, on: comingDay(at.zone, 2) });
    expect(sheet.rows).toHaveLength(1);
    expect(sheet.rows[0]?.seat?.id).toBe(bookingId);
    expect(sheet.rows[0]?.people.length).toBeGreaterThan(0);
    const today = await daySheet(at.staff(), {});
    const later = sheet.rows[0]?.seat?.babies[0]?.ages.days ?? 0;
    expect(later).toBeGreaterThan(0);
    expect(today.total).toBe(0);
  });

  test("tells the front desk nothing clinical", async () => {
    const { bookingId } = await lessonOf(coming(at.zone, 2, "10:00"));
    const sheet = await daySheet(at.staff("front_desk"), { day: comingDay(at.zone, 2) });
    expect(sheet.rows[0]?.seat?.id).toBe(bookingId);
    expect(sheet.rows[0]?.seat?.familyNote).toBeNull();
    for (const baby of sheet.rows[0]?.seat?.babies ?? []) expect(baby.alerts.facts).toBeNull();
  });

  test("turns the page when a day has more than fits", async () => {
    const day = comingDay(at.zone, 2);
    for (let i = 0; i < SHEET_ROWS + 1; i++)
      await blockTime(at.staff(), {
        practitionerId: at.practitionerId,
        title: `Call ${i}`,
        from: day,
        fromTime: `${String(6 + Math.floor(i / 4)).padStart(2, "0")}:${["00", "15", "30", "45"][i % 4]}`,
        untilTime: `${String(6 + Math.floor((i + 1) / 4)).padStart(2, "0")}:${["00", "15", "30", "45"][(i + 1) % 4]}`,
      });
    const first = await daySheet(at.staff(), { day });
    const second = await daySheet(at.staff(), { day, page: 2 });
    expect([first.rows.length, second.rows.length, second.pages]).toEqual([SHEET_ROWS, 1, 2]);
    expect(second.rows[0]?.title).toBe(`Call ${SHEET_ROWS}`);
  });
});
