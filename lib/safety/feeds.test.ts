import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { babies, feeds, guardians } from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import {
  makeFamily,
  makePractice,
  makeUser,
  type TestFamily,
  type TestPractice,
} from "@/db/testing/world";
import { mergeClients } from "@/lib/clients/merge.write";
import { undoMerge } from "@/lib/clients/unmerge.write";
import type { Actor, Parent } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { feedClock } from "./read";
import { feedEnded } from "./write";

const db = testDatabase();
let family: TestFamily;
let other: TestFamily;
let staff: Actor;
let at: TestPractice;
beforeAll(async () => {
  at = await makePractice(db.owner);
  staff = at.staff();
  family = await makeFamily(db.owner, at.practiceId);
  other = await makeFamily(db.owner, at.practiceId);
});

const minutesAgo = (at: string | Date | null) =>
  at === null ? null : Math.round((Date.now() - new Date(at).getTime()) / 60_000);
const clock = async (who: Actor, babyId = family.babyId) =>
  minutesAgo((await feedClock(who, { babyId })).endedAt);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

describe("one clock for all who care for a baby", () => {
  test("one tap starts it, and another carer sees it", async () => {
    expect(await clock(family.parent)).toBeNull();
    await feedEnded(family.parent, { babyId: family.babyId, minutesAgo: 0 });
    const userId = await makeUser(db.owner, `second-${newId()}@example.com`);
    const { practiceId, clientId } = family;
    await db.owner
      .insert(guardians)
      .values({ practiceId, id: newId(), clientId, userId, name: "Second", maySee: "yes" });
    const second: Parent = { kind: "parent", userId, email: "second@example.com" };
    expect(await clock(second)).toBe(0);
  });

  test("the latest feed counts, in whatever order they are written down", async () => {
    const baby = { babyId: other.babyId };
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await feedEnded(other.parent, { ...baby, minutesAgo: 30 });
    const late = await feedEnded(other.parent, { ...baby, endedAt: at(90) });
    expect(minutesAgo(late.endedAt)).toBe(30);
    await feedEnded(other.parent, { ...baby, endedAt: at(10) });
    expect(await clock(other.parent, other.babyId)).toBe(10);
    expect(await db.owner.$count(feeds, eq(feeds.babyId, other.babyId))).toBe(3);
  });

  test("each twin has its own", async () => {
    const twin = newId<"baby">();
    const { practiceId, clientId } = other;
    await db.owner.insert(babies).values({
      practiceId,
      id: twin,
      clientId,
      firstName: "Twin",
      bornOn: "2026-08-24",
    });
    expect(await clock(other.parent, twin)).toBeNull();
    await feedEnded(other.parent, { babyId: twin, minutesAgo: 5 });
    expect(await clock(other.parent, twin)).toBe(5);
    expect(await clock(other.parent, other.babyId)).toBe(10);
  });

  test("a child that two records are kept of has one, whoever of both families writes it down", async () => {
    const [one, again] = [
      await makeFamily(db.owner, at.practiceId),
      await makeFamily(db.owner, at.practiceId),
    ];
    await feedEnded(one.parent, { babyId: one.babyId, minutesAgo: 50 });
    await feedEnded(again.parent, { babyId: again.babyId, minutesAgo: 20 });
    const both = async (who: Actor) => [
      await clock(who, one.babyId),
      await clock(who, again.babyId),
    ];
    expect([await clock(one.parent, one.babyId), await clock(again.parent, again.babyId)]).toEqual([
      50, 20,
    ]);
    const { mergeId } = await mergeClients(at.staff("owner"), {
      ...{ intoId: one.clientId, fromId: again.clientId },
      same: { [again.babyId]: one.babyId },
    } as never);
    for (const who of [one.parent, again.parent]) expect(await both(who)).toEqual([20, 20]);
    await feedEnded(one.parent, { babyId: one.babyId, minutesAgo: 5 });
    for (const who of [one.parent, again.parent]) expect(await both(who)).toEqual([5, 5]);
    await undoMerge(at.staff("owner"), { mergeId } as never);
    expect([await clock(one.parent, one.babyId), await clock(again.parent, again.babyId)]).toEqual([
      5, 20,
    ]);
  });

  test("a feed that has not come yet or was long ago is refused in words; a fast phone is not", async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    const { babyId } = family;
    const say = async (endedAt: Date) =>
      feedEnded(family.parent, { babyId, endedAt }).then(
        () => "done",
        (error: unknown) => (error instanceof Refusal ? error.fields.endedAt?.[0]?.key : "?"),
      );
    expect(await say(at(3))).toBe("safety:feed.in_future");
    expect(await say(at(-24 * 60 - 1))).toBe("safety:feed.too_old");
    expect(await say(at(1))).toBe("done");
    const { endedAt } = await feedClock(family.parent, { babyId });
    expect(endedAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test("another family, staff and doctors neither write nor read it", async () => {
    const baby = { babyId: family.babyId };
    const doctor: Actor = { kind: "doctor", userId: other.userId, email: "d@example.com" };
    const visitor: Actor = { kind: "visitor" };
    for (const who of [other.parent, staff, doctor, visitor]) {
      expect(await codeOf(feedClock(who, baby))).toMatch(/not_found|forbidden|unauthenticated/);
      expect(await codeOf(feedEnded(who, { ...baby, minutesAgo: 0 }))).toMatch(
        /not_found|forbidden|unauthenticated/,
      );
    }
  });
});
