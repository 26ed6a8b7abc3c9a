import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import type { Staff } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { messageSettings } from "@/lib/messaging/settings.read";
import { findPerson, homeOf } from "./person";
import { isSetUp } from "./read";
import { setUp } from "./setup.write";
import { signInByPassword } from "./sign-in.write";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
const password = "seven geese at dawn";
const answers = {
  name: "Rosa Calder",
  email: "rosa@example.com",
  practiceName: "Rosa Calder",
  phone: "0117 496 0142",
  country: "GB",
  timeZone: "Europe/London",
  password,
} as const;
const said = (error: unknown) => (error instanceof Refusal ? error.code : error);

test("a weak password or a strange zone leaves the installation empty", async () => {
  expect(await setUp(visitor, { ...answers, password: "rosa calder rosa" }).catch(said)).toBe(
    "invalid",
  );
  expect(await setUp(visitor, { ...answers, timeZone: "Mars/Base" }).catch(said)).toBe("invalid");
  expect(await isSetUp(visitor, {})).toBe(false);
});

test("of many first visitors at once one becomes the owner; then the door stays shut", async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, (_, i) =>
      setUp(visitor, { ...answers, email: `rosa${i}@example.com` }),
    ),
  );
  const [won] = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  expect(await isSetUp(visitor, {})).toBe(true);
  expect(await setUp(visitor, { ...answers, email: "late@example.com" }).catch(said)).toBe(
    "not_found",
  );

  const [user] = await db.owner.select().from(t.users);
  const person = await findPerson({ id: won?.userId ?? "", email: user?.email ?? "", name: null });
  expect(person).toMatchObject({ isAdmin: true, memberships: [{ role: "owner" }] });
  expect(person && homeOf(person)).toBe("/practice");
  const [page] = await db.owner
    .select()
    .from(t.practitioners)
    .where(eq(t.practitioners.userId, won?.userId ?? ""));
  expect(page).toMatchObject({ slug: "rosa-calder", publishedAt: null });
  // Whoever begins is told of every lesson: nobody guesses that this had to be asked for.
  const owner = { ...person?.memberships[0], kind: "staff", userId: won?.userId } as Staff;
  expect((await messageSettings(owner, {})).notices).toEqual({
    booked: "all",
    moved: "all",
    cancelled: "all",
  });
  expect(await signInByPassword(visitor, { email: user?.email ?? "", password })).toHaveProperty(
    "session",
  );
  expect(await db.owner.select().from(t.practices)).toMatchObject([{ phone: "0117 496 0142" }]);
  const [rows] = await db.owner.execute<{ n: number }>(sql`select count(*)::int n from practices`);
  expect(rows?.n).toBe(1);
});
