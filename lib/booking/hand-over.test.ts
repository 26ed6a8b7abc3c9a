import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { awayTimes } from "@/lib/availability/away.read";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays } from "@/lib/core/time";
import { blocksAhead } from "./staff-one.read";
import { blockTime } from "./staff-time.write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
let nisha: string;
beforeEach(async () => {
  at = await makePractice(db.owner);
  nisha = newId<"practitioner">();
  await db.owner.insert(t.practitioners).values({
    practiceId: at.practiceId,
    id: nisha,
    slug: `nisha-${nisha.slice(-12)}`,
    displayName: "Nisha Parekh",
    publishedAt: new Date(0),
  });
});

const away = (from: string, days = 1) => awayTimes(visitor, { slug: at.slug, from, days });
const block = (from: string, until: string, handOverTo: string) =>
  blockTime(at.staff(), {
    practitionerId: at.practitionerId,
    title: "Operation",
    from,
    until,
    allDay: true,
    handOverTo,
  });

test("families learn until when somebody is away and who teaches meanwhile, and not what for", async () => {
  const monday = addDays(comingDay(at.zone, 1), 7);
  const friday = addDays(monday, 4);
  await block(monday, friday, nisha);
  const colleague = { name: "Nisha Parekh", slug: `nisha-${nisha.slice(-12)}` };
  const said = await away(addDays(monday, 2));
  expect(said.absences).toEqual([{ from: monday, until: friday, colleague }]);
  expect(JSON.stringify(said)).not.toContain("Operation");
  expect((await away(addDays(friday, 1))).absences).toEqual([]);
  expect((await away(addDays(monday, -1))).absences).toEqual([]);
  expect((await away(addDays(monday, -30), 35)).absences).toHaveLength(1);
  const [kept] = await blocksAhead(at.staff(), { practitionerId: at.practitionerId });
  expect(kept?.handOverTo).toBe(nisha);
});

test("a colleague who takes no families is not named; time off without one is nobody's business", async () => {
  const monday = addDays(comingDay(at.zone, 1), 7);
  await block(monday, monday, "");
  expect((await away(monday)).absences).toEqual([]);
  await block(addDays(monday, 1), addDays(monday, 1), nisha);
  await db.owner.update(t.practitioners).set({ accepting: "paused" });
  expect((await away(addDays(monday, 1))).absences[0]?.colleague).toBeNull();
});

test("nobody hands over to herself or to another practice", async () => {
  const monday = addDays(comingDay(at.zone, 1), 7);
  const foreign = await makePractice(db.owner);
  for (const to of [at.practitionerId, foreign.practitionerId]) {
    const refused = await refusalOf(block(monday, monday, to));
    expect(Object.keys(refused.fields)).toEqual(["handOverTo"]);
  }
});
