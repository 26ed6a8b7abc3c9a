import { beforeEach, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { refusalOf } from "@/db/testing/lessons";
import { noteHealth } from "@/db/testing/routines";
import { makeFamily } from "@/db/testing/world";
import { inContext } from "@/lib/work/context";
import { keepHealth, mergeHealth, openHealth } from "./health";
import { EMPTY_HEALTH } from "./health.rules";
import { mergeClients } from "./merge.write";
import { clientDetail } from "./read";
import { partFamilies, undoMerge } from "./unmerge.write";

const db = testDatabase();
let all: Everything;
beforeEach(async () => {
  all = await makeEverything(db.owner);
});
const two = async () => {
  const later = await makeFamily(db.owner, all.practiceId);
  const same = { [all.family.babyId]: later.babyId };
  return { later, ask: { intoId: later.clientId, fromId: all.family.clientId, same } };
};

test("what became known since is sorted by a clinician before they are parted", async () => {
  const { later, ask } = await two();
  await noteHealth(db.owner, all.family, { allergies: ["Milk"], findings: ["reflux"] });
  const { mergeId } = await mergeClients(all.staff(), ask);
  const known = async (babyId: string) =>
    inContext(
      all.staff(),
      async (tx) => (await openHealth(tx, { practiceId: all.practiceId, babyId })).health,
      "read only",
    );
  const baby = { practiceId: all.practiceId, babyId: later.babyId };
  await inContext(
    all.staff(),
    async (tx) => {
      await mergeHealth(tx, baby, { conditions: ["Clicky hip"], findings: ["hernia"] }, "practice");
      const now = await openHealth(tx, baby);
      // A clinician ends the reflux of the first child with a day.
      const reports = [{ id: "reflux", by: "practice", until: "2026-11-01" } as const];
      await keepHealth(tx, baby, now, { ...(now.health ?? EMPTY_HEALTH), reports });
    },
    "read write",
  );
  const asked = await undoMerge(all.staff(), { mergeId });
  expect(asked.toSort).toBeGreaterThan(0);
  const still = await clientDetail(all.staff(), { clientId: later.clientId });
  expect(still.ids).toHaveLength(2);
  const { children, seen } = await partFamilies(all.staff(), { mergeId });
  const changes = children.flatMap((child) => child.changes);
  const sides = Object.fromEntries(
    changes.map(({ key, fact }) => {
      const id = fact.field === "finding" ? fact.value.id : fact.field;
      return [key, id === "reflux" ? "from" : "into"] as const;
    }),
  );
  const half = await refusalOf(undoMerge(all.staff(), { mergeId, sides: {}, seen }));
  expect(Object.keys(half.fields)).toEqual(changes.map(({ key }) => `side.${key}`));
  expect((await refusalOf(undoMerge(all.staff(), { mergeId, sides, seen: "old" }))).code).toBe(
    "conflict",
  );
  await undoMerge(all.staff(), { mergeId, sides, seen });
  expect(await known(later.babyId)).toMatchObject({
    ...{ conditions: ["Clicky hip"], findings: ["hernia"], allergies: [] },
  });
  expect(await known(all.family.babyId)).toMatchObject({
    ...{ allergies: ["Milk"], findings: ["reflux"], conditions: [] },
    reports: [{ id: "reflux", until: "2026-11-01" }],
  });
});

test("rows joined before own accounts were kept are sorted one by one", async () => {
  const { later, ask } = await two();
  await noteHealth(db.owner, all.family, { findings: ["reflux"] });
  await noteHealth(db.owner, later, { findings: ["hernia"] });
  const { mergeId } = await mergeClients(all.staff(), ask);
  await db.owner.delete(schema.joinedChildren);
  const { children } = await partFamilies(all.staff(), { mergeId });
  expect(children.flatMap((child) => child.changes.map(({ is }) => is))).toEqual([
    ...["added", "added"],
  ]);
});
