import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makeLesson, refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { openPass } from "@/lib/booking/pass";
import { bookLesson, holdTime } from "@/lib/booking/write";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { profile } from "@/lib/directory/read";
import { publishProfile } from "@/lib/practices/write";
import { team } from "./read";
import { changeRole, deactivateMember, reactivateMember } from "./team.write";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
let at: TestPractice;
/** The one who runs the practice and teaches nobody; the practitioner of the world is a member like others. */
let owner: Staff;
let memberId: string;
beforeEach(async () => {
  at = await makePractice(db.owner);
  const userId = await makeUser(db.owner, `runs-${at.slug}@example.com`);
  await db.owner
    .insert(t.practiceMembers)
    .values({ practiceId: at.practiceId, id: newId(), userId, role: "owner" });
  owner = { ...at.staff(), userId, practitionerId: null };
  const [own] = await db.owner
    .update(t.practiceMembers)
    .set({ role: "practitioner" })
    .where(
      and(eq(t.practiceMembers.practiceId, at.practiceId), eq(t.practiceMembers.userId, at.userId)),
    )
    .returning();
  memberId = own?.id ?? "";
});

const answers = { coursesOfStudy: "A", certification: "B", experience: "C", doctorReferrals: "D" };
const publish = () =>
  publishProfile(owner, { practitionerId: at.practitionerId, published: "true" });
const trail = async (operation: string) => {
  const [event] = await db.owner
    .select()
    .from(t.auditEvents)
    .where(
      and(eq(t.auditEvents.practiceId, at.practiceId), eq(t.auditEvents.operation, operation)),
    );
  return event?.detail;
};
const hold = (time: string) =>
  holdTime(visitor, {
    practiceId: at.practiceId,
    serviceId: at.serviceId,
    start: coming(at.zone, 2, time).toISOString(),
  });

const ways = [
  ["accounts.deactivate_member", () => deactivateMember(owner, { memberId })],
  ["accounts.change_role", () => changeRole(owner, { memberId, role: "front_desk" })],
] as const;

describe.each(ways)("whoever teaches no more (%s)", (operation, leave) => {
  test("is no longer public, cannot be booked, and what was held with them is free", async () => {
    const held = await hold("10:00");
    await leave();
    expect((await refusalOf(profile(visitor, { slug: at.slug }))).code).toBe("not_found");
    const again = bookLesson(visitor, asking(at, coming(at.zone, 2, "11:00")));
    expect((await refusalOf(again)).code).toBe("not_found");
    const withHold = bookLesson(visitor, {
      ...asking(at, coming(at.zone, 2, "10:00")),
      hold: { practiceId: at.practiceId, id: held.holdId, secret: openPass(held.pass) },
    });
    expect((await refusalOf(withHold)).code).toBe("not_found");
    const [lesson] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, held.holdId));
    expect(lesson).toMatchObject({ status: "expired", holdExpiresAt: null });
    expect(await trail(operation)).toMatchObject({ unpublished: 1, released: 1 });
  });

  test("keeps the lessons that are booked, which the owner is told of before", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const first = await makeLesson(db.owner, at, family, coming(at.zone, 2, "10:00"));
    await makeLesson(db.owner, at, family, coming(at.zone, 3, "10:00"));
    await makeLesson(db.owner, at, family, new Date("2026-01-05T10:00:00Z"));
    const told = async () =>
      (await team(owner, {})).members.find((one) => one.id === memberId)?.teaches;
    const lessons = { practitionerId: at.practitionerId, lessons: 2, next: first.startsAt };
    expect(await told()).toMatchObject({ ...lessons, published: true });
    await leave();
    expect(await told()).toMatchObject({ ...lessons, published: false });
    const [kept] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, first.lessonId));
    expect(kept?.status).toBe("confirmed");
  });

  test("is not published again until they teach again, and then by somebody's own act", async () => {
    await db.owner
      .update(t.practitioners)
      .set(answers)
      .where(eq(t.practitioners.id, at.practitionerId));
    await leave();
    expect((await refusalOf(publish())).say.key).toBe("practice:errors.left");
    await reactivateMember(owner, { memberId });
    await changeRole(owner, { memberId, role: "practitioner" });
    expect((await refusalOf(profile(visitor, { slug: at.slug }))).code).toBe("not_found");
    await publish();
    expect((await profile(visitor, { slug: at.slug })).slug).toBe(at.slug);
  });

  test("is not left public by somebody who publishes at the same moment", async () => {
    await db.owner
      .update(t.practitioners)
      .set({ ...answers, publishedAt: null })
      .where(eq(t.practitioners.id, at.practitionerId));
    await Promise.allSettled([publish(), leave()]);
    const [page] = await db.owner
      .select()
      .from(t.practitioners)
      .where(eq(t.practitioners.id, at.practitionerId));
    expect(page?.publishedAt).toBeNull();
  });
});

test("another role than the front desk's changes nothing about the page", async () => {
  await changeRole(owner, { memberId, role: "owner" });
  expect((await profile(visitor, { slug: at.slug })).slug).toBe(at.slug);
});
