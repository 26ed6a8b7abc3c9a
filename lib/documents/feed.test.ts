import { eq } from "drizzle-orm";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeEverything } from "@/db/testing/everything";
import { makeLesson } from "@/db/testing/lessons";
import { makeFamily, makePractice } from "@/db/testing/world";
import { openPass } from "@/lib/booking/pass";
import { newId } from "@/lib/core/id";
import { feedHolder, feedLessons, ownFeed } from "./feed.read";
import { feedSummary, initialsOf } from "./feed.rules";
import { changeFeed, makeFeed, type Reader, revokeFeed } from "./feed.write";
import { feedCalendar } from "./ics";

const db = testDatabase();
const secretOf = async (actor: Reader) => openPass((await makeFeed(actor, {})).pass);

test("an address opens its owner's lessons, and nobody else's", async () => {
  const [here, there] = [await makeEverything(db.owner), await makeEverything(db.owner)];
  const secret = await secretOf(here.staff("owner"));
  const holder = await feedHolder(secret);
  expect(holder).toMatchObject({ detail: "busy", actor: { practiceId: here.practiceId } });
  const lessons = await feedLessons(holder?.actor ?? here.staff("owner"), {});
  expect(lessons.map((one) => one.lessonId)).toEqual([here.lessonId]);
  expect(lessons.map((one) => one.lessonId)).not.toContain(there.lessonId);

  const parents = await feedHolder(await secretOf(here.family.parent));
  expect(parents?.actor).toMatchObject({ kind: "parent" });
  const own = await feedLessons(here.family.parent, {});
  expect(own).toMatchObject([{ lessonId: here.lessonId, family: null }]);
  // The two feeds of one practice do not end each other.
  expect(await feedHolder(secret)).not.toBeNull();
});

test("a new address ends the old one at once; a withdrawn one and a made-up one open nothing", async () => {
  const actor = (await makeEverything(db.owner)).staff("owner");
  const [first, second] = [await secretOf(actor), await secretOf(actor)];
  expect(await feedHolder(first)).toBeNull();
  const holder = await feedHolder(second);
  await revokeFeed(actor, { feedId: holder?.feedId ?? "" });
  for (const secret of [second, "x".repeat(43), "", "../../etc"])
    expect(await feedHolder(secret)).toBeNull();
  expect((await ownFeed(actor, {})).feed).toBeNull();
});

test("made ten times at once, one address is left", async () => {
  const actor = (await makeEverything(db.owner)).staff("owner");
  const secrets = await Promise.all(Array.from({ length: 10 }, () => secretOf(actor)));
  const open = await Promise.all(secrets.map((secret) => feedHolder(secret)));
  expect(open.filter((holder) => holder !== null).length).toBe(1);
});

test("staff who left the practice read nothing more", async () => {
  const at = await makeEverything(db.owner);
  const secret = await secretOf(at.staff("owner"));
  await db.owner
    .update(t.practiceMembers)
    .set({ deactivatedAt: new Date() })
    .where(eq(t.practiceMembers.practiceId, at.practiceId));
  expect(await feedHolder(secret)).toBeNull();
});

test("the secret is not kept, and another person's feed is not found", async () => {
  const [here, there] = [await makeEverything(db.owner), await makeEverything(db.owner)];
  const secret = await secretOf(here.staff("owner"));
  const rows = await db.owner.select().from(t.calendarFeeds);
  expect(JSON.stringify(rows)).not.toContain(secret);
  const { feedId } = (await feedHolder(secret)) ?? { feedId: "" };
  await expect(changeFeed(there.staff("owner"), { feedId, detail: "names" })).rejects.toMatchObject(
    { code: "not_found" },
  );
  await expect(revokeFeed(here.family.parent, { feedId })).rejects.toMatchObject({
    code: "not_found",
  });
});

const words = {
  busy: "Busy",
  lesson: ({ name }: { name: string }) => `Lesson ${name}`,
  named: ({ name, service }: { name: string; service: string }) => `${name}, ${service}`,
};

test("an event says what its owner chose, and never a baby's name", () => {
  const lesson = {
    block: false,
    family: "Ana Okoye",
    practitioner: "Rosa Calder",
    service: "First",
  };
  expect(feedSummary(lesson, "busy", words)).toBe("Busy");
  expect(feedSummary(lesson, "initials", words)).toBe("Lesson A. O.");
  expect(feedSummary(lesson, "names", words)).toBe("Ana Okoye, First");
  expect(feedSummary({ ...lesson, family: null }, "initials", words)).toBe("Lesson R. C.");
  expect(feedSummary({ ...lesson, block: true }, "names", words)).toBe("Busy");
  expect(initialsOf("Okoye family")).toBe("O.");
  expect(initialsOf("østergård-de la cruz smith")).toBe("Ø. D. L.");
});

test("another library reads the calendar back; the same lessons are the same bytes", async () => {
  const at = await makeEverything(db.owner);
  const lessons = await feedLessons(at.staff("owner"), {});
  const make = () =>
    feedCalendar(
      "Lessons",
      lessons.map((one) => ({
        ...one,
        stamp: one.createdAt,
        summary: feedSummary(one, "busy", words),
      })),
    );
  const file = make();
  expect(make()).toBe(file);
  const calendar = new ICAL.Component(ICAL.parse(file));
  const [event] = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH");
  expect(event?.summary).toBe("Busy");
  expect(event?.startDate.toJSDate()).toEqual(lessons[0]?.startsAt);
  expect(file).toContain("TZID=Europe/London");
  expect(file).not.toMatch(/Mila|Parent/);
});

test("an unanswered request is tentative, and a long time off is there until it is over", async () => {
  const at = await makePractice(db.owner);
  const family = await makeFamily(db.owner, at.practiceId);
  const actor = at.staff("owner");
  const day = 86_400_000;
  const from = (days: number) => new Date(Math.ceil(Date.now() / 60_000) * 60_000 + days * day);
  const { lessonId: asked } = await makeLesson(db.owner, at, family, from(2));
  await db.owner
    .update(t.lessons)
    .set({ status: "requested", answerBy: from(1) })
    .where(eq(t.lessons.id, asked));
  await makeLesson(db.owner, at, family, from(3));
  const off = (begins: number, ends: number) => {
    const [startsAt, endsAt] = [from(begins), from(ends)];
    return db.owner.insert(t.lessons).values({
      ...{ practiceId: at.practiceId, id: newId<"lesson">(), practitionerId: at.practitionerId },
      ...{ kind: "block", title: "Leave", status: "confirmed", timeZone: "UTC", startsAt, endsAt },
      ...{ blockedFrom: startsAt, blockedUntil: endsAt },
      localStart: startsAt.toISOString().slice(0, 19),
    });
  };
  await off(-200, 1);
  await off(-400, -300);
  const lessons = await feedLessons(actor, {});
  expect(lessons.map(({ block, tentative }) => [block, tentative])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ]);
  const file = feedCalendar(
    "Lessons",
    lessons.map((one) => ({ ...one, stamp: one.createdAt, summary: "Busy" })),
  );
  const states = new ICAL.Component(ICAL.parse(file))
    .getAllSubcomponents("vevent")
    .map((one) => one.getFirstPropertyValue("status"));
  expect(states).toEqual(["CONFIRMED", "TENTATIVE", "CONFIRMED"]);
});
