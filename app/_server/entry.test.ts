import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, makeUser } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { afterSignIn } from "./entry";

const db = testDatabase();
const people: Record<string, string> = {};
beforeAll(async () => {
  const at = await makePractice(db.owner);
  const { practiceId } = at;
  const [parent, both] = [
    await makeFamily(db.owner, practiceId),
    await makeFamily(db.owner, practiceId),
  ];
  const member = { practiceId, id: newId(), userId: both.userId, role: "practitioner" } as const;
  await db.owner.insert(t.practiceMembers).values(member);
  Object.assign(people, { owner: at.userId, parent: parent.userId, both: both.userId });
  people.newcomer = await makeUser(db.owner, "new@example.com");
});

test.each([
  // The button for practitioners on the first page, pressed by a parent; an old link to follow a referral.
  ["parent", "/practice", "/family"],
  ["newcomer", "/doctor", "/family"],
  ["newcomer", "/practice/notes?page=2", "/family"],
  ["owner", "/practice/notes?page=2", "/practice/notes?page=2"],
  ["owner", "/family/lessons", "/practice"],
  ["owner", "/admin", "/practice"],
  ["both", "/family#forms", "/family#forms"],
  ["both", "/practice", "/practice"],
  ["parent", "/account#password", "/account#password"],
  ["parent", "/families", "/families"],
  ["parent", "/sign-in?next=/practice", "/family"],
  ["parent", "https://evil.example/practice", "/family"],
  ["parent", undefined, "/family"],
])("%s who wanted %s comes to %s", async (who, wished, lands) => {
  expect(await afterSignIn(people[who] ?? "", wished)).toBe(lands);
});
