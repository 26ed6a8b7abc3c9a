import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { inContext } from "@/lib/work/context";
import { babyTimeline, type TimelineItem, timelineOf } from "./timeline.read";
import { cursorText, GROUPS, groupsFor, KINDS, kindsFor, readCursor } from "./timeline.rules";

const db = testDatabase();
let at: Everything;
let babyId: string;
const now = new Date("2027-06-01T12:00:00Z");

beforeAll(async () => {
  at = await makeEverything(db.owner);
  babyId = at.family.babyId;
  await db.owner
    .update(t.referrals)
    .set({ babyId, clientId: at.family.clientId, status: "accepted" })
    .where(eq(t.referrals.id, at.referralId));
  await db.owner
    .update(t.bookings)
    .set({
      status: "cancelled",
      cancelledAt: new Date("2027-01-09T09:00:00Z"),
      cancelledBy: "family",
    })
    .where(eq(t.bookings.id, at.bookingId));
  await db.owner.update(t.emails).set({ state: "sent", sentAt: new Date("2027-01-05T09:00:00Z") });
});

const read = (
  role: "owner" | "practitioner" | "front_desk",
  limit: number,
  show?: (typeof GROUPS)[number],
) =>
  inContext(
    at.staff(role),
    async (tx) => {
      const all: TimelineItem[] = [];
      for (let before: string | null = null; ; ) {
        const page: Awaited<ReturnType<typeof timelineOf>> = await timelineOf(
          tx,
          at.staff(role),
          { babyId, show, before: before ? readCursor(before) : null, limit },
          now,
        );
        all.push(...page.items);
        const last = page.items.at(-1);
        if (!page.more || !last) return all;
        before = cursorText(last);
      }
    },
    "read only",
  );

describe("the timeline of a baby", () => {
  test("has what happened from every table, newest first", async () => {
    const items = await read("practitioner", 200);
    const kinds = new Set(items.map(({ kind }) => kind));
    for (const kind of [
      "lesson_booked",
      "lesson_cancelled",
      "routine_assigned",
      "practised",
      "referral",
      "message",
      "measured",
    ] as const)
      expect([kind, kinds.has(kind)]).toEqual([kind, true]);
    const times = items.map((item) => item.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(items.find(({ kind }) => kind === "measured")?.facts.amount).toBeGreaterThan(0);
  });

  test("is the same whatever the length of its pages, many things of one moment included", async () => {
    const moment = new Date("2027-01-20T10:00:00.123Z");
    const [log] = await db.owner
      .select()
      .from(t.practiceLogs)
      .where(eq(t.practiceLogs.babyId, babyId));
    await db.owner.insert(t.practiceLogs).values(
      Array.from({ length: 9 }, () => ({
        ...log!,
        id: crypto.randomUUID(),
        keyHash: null,
        startedAt: moment,
      })),
    );
    const whole = await read("practitioner", 200);
    expect(whole.length).toBeGreaterThan(14);
    for (const size of [1, 2, 3, 7])
      expect((await read("practitioner", size)).map(cursorText)).toEqual(whole.map(cursorText));
  });

  test("under a filter has what belongs to it and nothing else", async () => {
    const all = await read("practitioner", 200);
    for (const group of GROUPS) {
      const some = await read("practitioner", 200, group);
      expect(some.map(cursorText)).toEqual(
        all.filter(({ kind }) => KINDS[kind] === group).map(cursorText),
      );
    }
  });

  test("tells the front desk nothing clinical", async () => {
    const seen = new Set((await read("front_desk", 200)).map(({ kind }) => KINDS[kind]));
    expect([...seen].filter((group) => !groupsFor(false).includes(group))).toEqual([]);
    expect(kindsFor("notes", false)).toEqual([]);
    expect(await read("front_desk", 200, "notes")).toEqual([]);
  });

  test("is not there for another practice, and each reading is in the trail", async () => {
    const other = await makeEverything(db.owner);
    await expect(babyTimeline(other.staff("owner"), { babyId })).rejects.toMatchObject({
      code: "not_found",
    });
    await babyTimeline(at.staff("practitioner"), { babyId, show: "growth" });
    const [last] = await db.owner
      .select()
      .from(t.auditEvents)
      .where(and(eq(t.auditEvents.practiceId, at.practiceId), eq(t.auditEvents.subjectId, babyId)))
      .orderBy(desc(t.auditEvents.seq))
      .limit(1);
    expect(last).toMatchObject({
      ...{ operation: "audit.timeline", subjectType: "baby", actorId: at.userId },
      detail: { part: "timeline", show: "growth" },
    });
  });

  test.each(["", "x", "1~measured", "1~nothing~0", "9~measured~zz", "1~measured~'; drop"])(
    "takes the cursor %j for none",
    (text) => expect(readCursor(text)).toBeNull(),
  );
});
