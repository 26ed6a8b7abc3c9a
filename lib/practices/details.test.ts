import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makeLesson, refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { practiceDetails } from "./details.read";
import { savePractice } from "./details.write";
import { serviceList } from "./read";

const db = testDatabase();
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});
const now = () => practiceDetails(at.staff(), {});
/** The form as it was filled in, with what somebody typed over it. */
const typed = async (more: object = {}) => {
  const { facts, seen } = await now();
  return { ...facts, phone: facts.phone ?? "", ...more, seen } as Parameters<
    typeof savePractice
  >[1];
};
const save = async (more: object = {}) => savePractice(at.staff(), await typed(more));
const audited = async () => {
  const [event] = await db.owner
    .select()
    .from(t.auditEvents)
    .where(
      and(
        eq(t.auditEvents.practiceId, at.practiceId),
        eq(t.auditEvents.operation, "practices.save_details"),
      ),
    );
  return event?.detail;
};

test("an owner changes what was set up, and the trail says which of it, not to what", async () => {
  const told = { name: "The Garden Room", phone: "0117 496 0142", country: "IE" };
  await save({ ...told, emergencyNumber: "112" });
  expect((await now()).facts).toMatchObject({ ...told, emergencyNumber: "112" });
  expect(await audited()).toEqual({ fields: ["country", "emergencyNumber", "name", "phone"] });
  await save({ phone: "" });
  expect((await now()).facts.phone).toBeNull();
});

test("another time zone plans what is sent anew and leaves the lessons where they are", async () => {
  const family = await makeFamily(db.owner, at.practiceId);
  const { lessonId, startsAt } = await makeLesson(
    db.owner,
    at,
    family,
    coming(at.zone, 2, "10:00"),
  );
  await save({ timeZone: "America/New_York" });
  const [lesson] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, lessonId));
  expect(lesson).toMatchObject({ startsAt, timeZone: "Europe/London" });
  const [job] = await db.owner.execute<{ n: number }>(
    sql`select count(*)::int as n from graphile_worker._private_jobs j
      join graphile_worker._private_tasks k on k.id = j.task_id
      where k.identifier = 'remind.plan' and j.payload->>'practiceId' = ${at.practiceId}`,
  );
  expect(job?.n).toBe(1);
});

test("the currency changes, with that of the services, until somebody was promised a price", async () => {
  await save({ currency: "EUR" });
  expect((await now()).money).toBe(false);
  expect(await serviceList(at.staff(), {})).toMatchObject([{ currency: "EUR", priceMinor: 4800 }]);
  const family = await makeFamily(db.owner, at.practiceId);
  const { bookingId } = await makeLesson(db.owner, at, family, coming(at.zone, 2, "10:00"));
  const refused = await refusalOf(save({ currency: "GBP" }));
  expect(refused.fields.currency).toEqual([
    { key: "practice_details:errors.currency", params: { currency: "EUR" } },
  ]);
  // A lesson that costs nothing promises nothing; money that was paid for it does.
  const one = eq(t.bookings.id, bookingId);
  await db.owner.update(t.bookings).set({ priceMinor: 0 }).where(one);
  await save({ currency: "GBP" });
  await db.owner.insert(t.payments).values({
    ...{ practiceId: at.practiceId, id: newId(), bookingId, clientId: family.clientId },
    ...{ kind: "payment", method: "cash", amountMinor: 500, currency: "GBP", paidAt: new Date() },
  });
  expect((await now()).money).toBe(true);
  expect(Object.keys((await refusalOf(save({ currency: "EUR" }))).fields)).toEqual(["currency"]);
  // The rest of the form is not held up by it.
  await save({ name: "Still here" });
});

test.each([
  ["name", { name: "  " }, "practice_details:errors.name"],
  ["phone", { phone: "call me" }, "errors:phone"],
  ["country", { country: "MARS" }, "errors:choose"],
  ["currency", { currency: "pounds" }, "errors:choose"],
  ["currency", { currency: "XAU" }, "errors:choose"],
  ["timeZone", { timeZone: "Mars/Base" }, "errors:zone"],
  ["emergencyNumber", { emergencyNumber: "help" }, "practice_details:errors.emergency"],
  ["emergencyNumber", { emergencyNumber: "9" }, "practice_details:errors.emergency"],
])("%s of %o is refused in words", async (field, more, key) => {
  const before = (await now()).seen;
  expect((await refusalOf(save(more))).fields[field]).toMatchObject([{ key }]);
  expect((await now()).seen).toBe(before);
});

test("of two tabs the second is told; nobody but the owner changes it", async () => {
  const tab = await typed();
  await savePractice(at.staff(), { ...tab, name: "One" });
  const late = savePractice(at.staff(), { ...tab, name: "Two" });
  expect((await refusalOf(late)).code).toBe("conflict");
  for (const role of ["practitioner", "front_desk"] as const) {
    expect((await refusalOf(savePractice(at.staff(role), tab))).code).toBe("forbidden");
    expect((await refusalOf(practiceDetails(at.staff(role), {}))).code).toBe("forbidden");
  }
});
