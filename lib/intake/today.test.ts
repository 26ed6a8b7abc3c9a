import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { at, book, db, family, intakeWorld, plan } from "@/db/testing/intake";
import { newId } from "@/lib/core/id";
import { formsToday } from "./staff.read";

intakeWorld();

test("twins who come one after the other: the forms of both are said, each with its name", async () => {
  const { practiceId } = at;
  const { clientId } = family;
  const twin = newId<"baby">();
  await db.owner
    .insert(t.babies)
    .values({ practiceId, id: twin, clientId, firstName: "Twin", bornOn: "2026-08-24" });
  const [first, second] = [await book(0), await book(0)];
  await db.owner
    .update(t.bookingBabies)
    .set({ babyId: twin })
    .where(eq(t.bookingBabies.bookingId, second));
  await plan(first);
  await plan(second);
  const waiting = async () =>
    (await formsToday(at.staff("practitioner"), {})).unfinished.filter(
      (one) => one.clientId === clientId,
    );
  expect((await waiting()).map((one) => [one.bookingId, one.babies])).toEqual([
    [first, [expect.stringMatching(/^Baby /)]],
    [second, ["Twin"]],
  ]);
  await db.owner
    .update(t.formAssignments)
    .set({ status: "done", doneAt: new Date() })
    .where(eq(t.formAssignments.bookingId, first));
  expect((await waiting()).map((one) => one.bookingId)).toEqual([second]);
});
