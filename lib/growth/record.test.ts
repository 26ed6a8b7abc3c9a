import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { addDays, today } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { seal } from "@/lib/work/vault";
import { openGrowth } from "./record";
import { sealedValue } from "./schema";

const db = testDatabase();

test("200 measurements of a baby are read with two statements", async () => {
  const at = await makePractice(db.owner);
  const family = await makeFamily(db.owner, at.practiceId);
  const { practiceId } = at;
  const { clientId, babyId } = family;
  const day = today(new Date(), at.zone);
  const bornOn = addDays(day, -400);
  await db.owner
    .update(t.babies)
    .set({ bornOn, sex: "girl", gestationDays: 240 })
    .where(eq(t.babies.id, babyId));
  await db.owner.insert(t.measurements).values(
    Array.from({ length: 200 }, (_, n) => {
      const id = newId<"measurement">();
      const measured = JSON.stringify({ amount: 2500 + n * 35, unit: "kg" });
      return {
        ...{ practiceId, id, clientId, babyId, kind: "weight" as const, source: "clinic" as const },
        measuredOn: addDays(bornOn, n * 2),
        value: seal(family.dataKey, sealedValue(id), measured),
        ...{ enteredBy: at.userId, enteredAs: "staff" as const, confirmedBy: at.userId },
        confirmedAt: new Date(),
      };
    }),
  );
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
