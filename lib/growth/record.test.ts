import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice } from "@/db/testing/world";
import { babyHead } from "@/lib/clients/baby.read";
import { mergeClients } from "@/lib/clients/merge.write";
import { ownBabyFacts, ownFamily } from "@/lib/clients/own.read";
import { undoMerge } from "@/lib/clients/unmerge.write";
import { newId } from "@/lib/core/id";
import { addDays, today } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { seal } from "@/lib/work/vault";
import { babyGrowth, ownGrowth } from "./read";
import { openGrowth } from "./record";
import { sealedValue } from "./schema";

const db = testDatabase();

const day = today(new Date(), "Europe/London");
const bornOn = addDays(day, -900);

/** A girl with so many weights, one a day from her birth, of which the last were entered wrongly. */
async function weighed(count: number, wrong = 0) {
  const at = await makePractice(db.owner);
  const family = await makeFamily(db.owner, at.practiceId);
  const { practiceId } = at;
  const { clientId, babyId } = family;
  await db.owner
    .update(t.babies)
    .set({ bornOn, sex: "girl", gestationDays: 240 })
    .where(eq(t.babies.id, babyId));
  await db.owner.insert(t.measurements).values(
    Array.from({ length: count }, (_, n) => {
      const id = newId<"measurement">();
      const measured = JSON.stringify({ amount: 2500 + n * 15, unit: "kg" });
      const voided = { voidedAt: new Date(), voidedBy: at.userId, voidReason: "other" as const };
      return {
        ...{ practiceId, id, clientId, babyId, kind: "weight" as const, source: "clinic" as const },
        measuredOn: addDays(bornOn, n),
        value: seal(family.dataKey, sealedValue(id), measured),
        ...{ enteredBy: at.userId, enteredAs: "staff" as const, confirmedBy: at.userId },
        confirmedAt: new Date(),
        ...(n >= count - wrong && voided),
      };
    }),
  );
  return { at, family, babyId };
}

test("of more than there is room for what counts is shown, and of that the latest", async () => {
  const { at, babyId } = await weighed(650, 30);
  const { measurements, voided } = await babyGrowth(at.staff("owner"), { babyId });
  expect(measurements).toHaveLength(600);
  expect(measurements.at(-1)?.on).toBe(addDays(bornOn, 619));
  expect(measurements[0]?.on).toBe(addDays(bornOn, 20));
  expect(voided).toEqual([]);
});

test("two rows that are one child have one birth on every page of it", async () => {
  const at = await makePractice(db.owner);
  const first = await makeFamily(db.owner, at.practiceId);
  const second = await makeFamily(db.owner, at.practiceId);
  const born = addDays(day, -91);
  const say = (babyId: string, set: Partial<typeof t.babies.$inferInsert>) =>
    db.owner.update(t.babies).set(set).where(eq(t.babies.id, babyId));
  await say(first.babyId, { bornOn: born, gestationDays: 235, sex: "girl" });
  await say(second.babyId, { bornOn: addDays(born, 1), gestationDays: null, sex: "unsaid" });
  await say(second.babyId, { gestationUnknown: true });
  const rosa = at.staff("owner");
  const births = async () => {
    const found: unknown[] = [];
    for (const { babyId, parent } of [first, second]) {
      for (const growth of [
        await babyGrowth(rosa, { babyId }),
        await ownGrowth(parent, { babyId }),
      ])
        found.push([
          ...[growth.child.bornOn, growth.child.gestationDays, growth.child.sex],
          growth.baby.weeksUnknown,
        ]);
      for (const baby of [await babyHead(rosa, { babyId }), await ownBabyFacts(parent, { babyId })])
        found.push([
          ...[baby.bornOn, baby.gestationDays, baby.sex, baby.alerts.weeksUnknown],
          ...(baby.ages.correctedDays === null ? ["by birth"] : []),
        ]);
    }
    return found;
  };
  const apart = [
    ...Array(4).fill([born, 235, "girl", false]),
    ...Array(2).fill([addDays(born, 1), null, "unsaid", true]),
    ...Array(2).fill([addDays(born, 1), null, "unsaid", true, "by birth"]),
  ];
  expect(await births()).toEqual(apart);
  const { mergeId } = await mergeClients(rosa, {
    ...{ intoId: second.clientId, fromId: first.clientId },
    same: { [first.babyId]: second.babyId },
  } as never);
  // The day is the one of the row that goes on; what it does not know the other says.
  expect(await births()).toEqual(Array(8).fill([addDays(born, 1), 235, "girl", false]));
  expect((await ownFamily(first.parent, {})).babies).toMatchObject([
    { id: second.babyId, gestationDays: 235, sex: "girl" },
  ]);
  await say(second.babyId, { gestationUnknown: false, gestationDays: 250, sex: "boy" });
  expect(await births()).toEqual(Array(8).fill([addDays(born, 1), 250, "boy", false]));
  await undoMerge(rosa, { mergeId } as never);
  expect((await babyGrowth(rosa, { babyId: first.babyId })).child).toMatchObject({
    ...{ bornOn: born, gestationDays: 235, sex: "girl" },
  });
});

test("200 measurements of a baby are read with two statements", async () => {
  const { at, babyId } = await weighed(200);
  const staff = at.staff("practitioner");
  let statements = 0;
  await inContext(
    staff,
    async (tx) => {
      // What Drizzle runs, made there and then or once a process.
      const { session } = tx._;
      const run = session.prepareQuery.bind(session);
      Object.assign(session, {
        prepareQuery: (...args: Parameters<typeof run>) => {
          statements += 1;
          return run(...args);
        },
      });
      expect((await openGrowth(tx, babyId, new Date())).measurements).toHaveLength(200);
    },
    "read only",
  );
  expect(statements).toBe(2);
});
