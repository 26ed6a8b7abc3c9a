import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import type { Parent, Staff, StaffRole } from "@/lib/core/actor";
import { newId, newToken } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { noticeChoice } from "@/lib/messaging/schema";
import { inContext } from "@/lib/work/context";
import { acceptInvitation } from "./joining.write";
import { findPerson } from "./person";
import { readInvitation, team } from "./read";
import { startSession } from "./sessions";
import {
  changeRole,
  deactivateMember,
  invite,
  reactivateMember,
  revokeInvitation,
} from "./team.write";
import { invitationSecret } from "./tokens";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
const said = (error: unknown) => (error instanceof Refusal ? error.say.key : error);
let count = 0;

async function person(): Promise<Parent> {
  const email = `person-${++count}@example.com`;
  return { kind: "parent", userId: await makeUser(db.owner, email), email };
}
async function member(practice: TestPractice, role: StaffRole) {
  const self = await person();
  const id = newId<"member">();
  await db.owner
    .insert(t.practiceMembers)
    .values({ practiceId: practice.practiceId, id, userId: self.userId, role });
  const staff: Staff = {
    kind: "staff",
    userId: self.userId,
    practiceId: practice.practiceId,
    role,
    practitionerId: null,
  };
  return { self, id, staff };
}
async function secretOf(practiceId: string, invitationId: string): Promise<string> {
  const [row] = await db.owner
    .select()
    .from(t.invitations)
    .where(and(eq(t.invitations.practiceId, practiceId), eq(t.invitations.id, invitationId)));
  if (!row?.secret) throw new Error("no secret");
  return invitationSecret({ ...row, secret: row.secret });
}
async function invited(practice: TestPractice, role: StaffRole, email?: string) {
  const self = email ? null : await person();
  const to = email ?? self?.email ?? "";
  const { invitationId } = await invite(practice.staff(), { email: to, role });
  const token = await secretOf(practice.practiceId, invitationId);
  return { self: self ?? (await person()), invitationId, token };
}
const ownId = async (practice: TestPractice) => {
  const { members } = await team(practice.staff(), {});
  return members.find((row) => row.self)?.id ?? "";
};

beforeEach(async () => {
  await db.owner.execute(sql`delete from rate_hits`);
});

describe("inviting", () => {
  test("the invited address joins with its role, once", async () => {
    const practice = await makePractice(db.owner);
    const { self, token } = await invited(practice, "practitioner");
    expect(await readInvitation(visitor, { token })).toMatchObject({
      email: self.email,
      role: "practitioner",
    });
    const joined = await acceptInvitation(self, { token, name: "Nisha Parekh" });
    expect(joined).toEqual({ practiceId: practice.practiceId });
    const found = await findPerson({ id: self.userId, email: self.email, name: null });
    expect(found?.memberships).toMatchObject([
      { practiceId: practice.practiceId, role: "practitioner" },
    ]);
    expect(found?.memberships[0]?.practitionerId).toBeTruthy();
    expect(await acceptInvitation(self, { token, name: "Nisha" }).catch(said)).toBe(
      "accounts:errors.invitationGone",
    );
    expect(await readInvitation(visitor, { token })).toBeNull();
    const [page] = await db.owner
      .select()
      .from(t.practitioners)
      .where(eq(t.practitioners.userId, self.userId));
    expect(page).toMatchObject({ displayName: "Nisha Parekh", publishedAt: null });
    expect(page?.slug).toMatch(/^nisha-parekh/);
  });

  test("whoever teaches is told of every lesson until they choose otherwise; the front desk asks first", async () => {
    const practice = await makePractice(db.owner);
    const hears = async (userId: string) => {
      const [row] = await db.owner
        .select()
        .from(t.practiceMembers)
        .where(eq(t.practiceMembers.userId, userId));
      return [row?.noticeBookedHours, row?.noticeMovedHours, row?.noticeCancelledHours].map(
        (hours) => hours !== undefined && noticeChoice(hours),
      );
    };
    const joined = async (role: StaffRole) => {
      const { self, token } = await invited(practice, role);
      await acceptInvitation(self, { token, name: "Jo" });
      return self.userId;
    };
    const teacher = await joined("practitioner");
    expect(await hears(teacher)).toEqual(["all", "all", "all"]);
    const desk = await joined("front_desk");
    expect(await hears(desk)).toEqual(["none", "none", "none"]);
    // What somebody chose before stays when they begin to teach.
    await db.owner
      .update(t.practiceMembers)
      .set({ noticeMovedHours: 24 })
      .where(eq(t.practiceMembers.userId, desk));
    const { members } = await team(practice.staff(), {});
    const memberId = members.find((row) => row.userId === desk)?.id ?? "";
    await changeRole(practice.staff(), { memberId, role: "practitioner" });
    expect(await hears(desk)).toEqual(["all", "24", "all"]);
  });

  test("two people of one name get two addresses", async () => {
    const slugs = [];
    for (let i = 0; i < 2; i++) {
      const practice = await makePractice(db.owner);
      const { self, token } = await invited(practice, "practitioner");
      await acceptInvitation(self, { token, name: "Ida Berg" });
      const [page] = await db.owner
        .select()
        .from(t.practitioners)
        .where(eq(t.practitioners.userId, self.userId));
      slugs.push(page?.slug);
    }
    expect(slugs).toEqual(["ida-berg", "ida-berg-2"]);
  });

  test("nobody else can use it, and a try does not use it up", async () => {
    const practice = await makePractice(db.owner);
    const { self, token } = await invited(practice, "owner");
    const stranger = await person();
    expect(await acceptInvitation(stranger, { token, name: "Eve" }).catch(said)).toBe(
      "accounts:errors.invitationOther",
    );
    expect(await findPerson({ id: stranger.userId, email: "", name: null })).toMatchObject({
      memberships: [],
    });
    await acceptInvitation(self, { token, name: "Ada" });
    expect(await acceptInvitation(visitor, { token, name: "Eve" }).catch(said)).toBe(
      "errors:unauthenticated",
    );
  });

  test("withdrawn, replaced, too old or made up: it opens nothing", async () => {
    const practice = await makePractice(db.owner);
    const one = await invited(practice, "front_desk");
    await revokeInvitation(practice.staff(), { invitationId: one.invitationId });
    const two = await invited(practice, "front_desk", one.self.email);
    const three = await invited(practice, "front_desk", one.self.email);
    await db.owner
      .update(t.invitations)
      .set({ expiresAt: sql`clock_timestamp()` })
      .where(eq(t.invitations.id, three.invitationId));
    for (const token of [one.token, two.token, three.token, newToken()]) {
      expect(await readInvitation(visitor, { token })).toBeNull();
      expect(await acceptInvitation(one.self, { token, name: "Ada" }).catch(said)).toBe(
        "accounts:errors.invitationGone",
      );
    }
    expect((await team(practice.staff(), {})).invited).toEqual([]);
  });

  test("pressed twice at once, one membership", async () => {
    const practice = await makePractice(db.owner);
    const { self, token } = await invited(practice, "front_desk");
    const both = await Promise.allSettled(
      [1, 2, 3].map(() => acceptInvitation(self, { token, name: "Ada" })),
    );
    expect(both.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  test("changes nothing for somebody who is a member already", async () => {
    const practice = await makePractice(db.owner);
    const desk = await member(practice, "front_desk");
    expect(
      await invite(practice.staff(), { email: desk.self.email, role: "owner" }).catch(said),
    ).toBe("team:errors.alreadyMember");
  });

  test("shortens the sessions that began as a parent's", async () => {
    const practice = await makePractice(db.owner);
    const { self, token } = await invited(practice, "front_desk");
    await inContext(visitor, (tx) => startSession(tx, self.userId, null), "read write");
    await acceptInvitation(self, { token, name: "Ada" });
    const [session] = await db.owner
      .select()
      .from(t.sessions)
      .where(eq(t.sessions.userId, self.userId));
    expect((session?.expires.getTime() ?? 0) - Date.now()).toBeLessThan(12.1 * 3_600_000);
  });

  test("thirty an hour for one practice, and only by its owner", async () => {
    const practice = await makePractice(db.owner);
    for (const role of ["practitioner", "front_desk"] as const)
      expect(await invite(practice.staff(role), { email: "x@example.com", role }).catch(said)).toBe(
        "errors:forbidden",
      );
    for (let i = 0; i < 30; i++)
      await invite(practice.staff(), { email: `many-${i}@example.com`, role: "front_desk" });
    expect(
      await invite(practice.staff(), { email: "more@example.com", role: "front_desk" }).catch(said),
    ).toBe("errors:rate_limited");
    const other = await makePractice(db.owner);
    await invite(other.staff(), { email: "more@example.com", role: "front_desk" });
  });
});

describe("the last owner", () => {
  test("can be neither demoted nor deactivated", async () => {
    const practice = await makePractice(db.owner);
    const memberId = await ownId(practice);
    await member(practice, "practitioner");
    expect(await changeRole(practice.staff(), { memberId, role: "front_desk" }).catch(said)).toBe(
      "team:errors.lastOwner",
    );
    expect(await deactivateMember(practice.staff(), { memberId }).catch(said)).toBe(
      "team:errors.lastOwner",
    );
  });

  test("of two who demote each other at once, one stays", async () => {
    for (let round = 0; round < 8; round++) {
      const practice = await makePractice(db.owner);
      const second = await member(practice, "owner");
      const first = await ownId(practice);
      const results = await Promise.allSettled([
        round % 2 === 0
          ? changeRole(practice.staff(), { memberId: second.id, role: "practitioner" })
          : deactivateMember(practice.staff(), { memberId: second.id }),
        changeRole(second.staff, { memberId: first, role: "practitioner" }),
      ]);
      expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
      const owners = await db.owner
        .select()
        .from(t.practiceMembers)
        .where(
          and(
            eq(t.practiceMembers.practiceId, practice.practiceId),
            eq(t.practiceMembers.role, "owner"),
            sql`deactivated_at is null`,
          ),
        );
      expect(owners).toHaveLength(1);
    }
  });
});

describe("leaving", () => {
  test("is effective at once: no session, no part to act in", async () => {
    const practice = await makePractice(db.owner);
    const desk = await member(practice, "front_desk");
    await inContext(visitor, (tx) => startSession(tx, desk.self.userId, null), "read write");
    await deactivateMember(practice.staff(), { memberId: desk.id });
    expect(
      await db.owner.select().from(t.sessions).where(eq(t.sessions.userId, desk.self.userId)),
    ).toEqual([]);
    const user = { id: desk.self.userId, email: desk.self.email, name: null };
    expect(await findPerson(user)).toMatchObject({ memberships: [] });
    await reactivateMember(practice.staff(), { memberId: desk.id });
    expect(await findPerson(user)).toMatchObject({ memberships: [{ role: "front_desk" }] });
  });

  test("a member of another practice is not found", async () => {
    const [one, two] = [await makePractice(db.owner), await makePractice(db.owner)];
    const desk = await member(two, "front_desk");
    const { invitationId } = await invite(two.staff(), { email: "x@example.com", role: "owner" });
    const all = [
      changeRole(one.staff(), { memberId: desk.id, role: "owner" }),
      deactivateMember(one.staff(), { memberId: desk.id }),
      reactivateMember(one.staff(), { memberId: desk.id }),
      revokeInvitation(one.staff(), { invitationId }),
    ];
    expect(await Promise.all(all.map((call) => call.catch(said)))).toEqual(
      Array(4).fill("errors:not_found"),
    );
  });

  test("somebody who was demoted a moment ago changes nothing more", async () => {
    const practice = await makePractice(db.owner);
    const second = await member(practice, "owner");
    const desk = await member(practice, "front_desk");
    await changeRole(practice.staff(), { memberId: second.id, role: "practitioner" });
    expect(await changeRole(second.staff, { memberId: desk.id, role: "owner" }).catch(said)).toBe(
      "errors:forbidden",
    );
  });
});
