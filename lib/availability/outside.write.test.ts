import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makePractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { addDays, startOfDay, systemNow, today } from "@/lib/core/time";
import { outsideList, outsideToRead } from "./outside.read";
import { addOutside, noteOutside, readOutsideNow, removeOutside } from "./outside.write";
import { slots } from "./read";
import { decodeSlots } from "./wire";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
const address = "https://calendar.example.com/private-3f9a/basic.ics";
const jobs = () =>
  db.owner.execute<{ payload: { calendarId: string } }>(
    sql`select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id where k.identifier = 'outside.read'`,
  );

async function world() {
  const at = await makePractice(db.owner);
  const owner = at.staff("owner");
  const { practitionerId } = at;
  const { calendarId } = await addOutside(owner, { practitionerId, name: "Home", address });
  return { at, owner, practitionerId, calendarId };
}

test("is read at once by a job; its address is sealed and told to nobody", async () => {
  const { at, owner, practitionerId, calendarId } = await world();
  expect((await jobs()).map((job) => job.payload.calendarId)).toContain(calendarId);
  const [row] = await db.owner
    .select()
    .from(t.outsideCalendars)
    .where(eq(t.outsideCalendars.id, calendarId));
  expect(row?.address.includes("private-3f9a")).toBe(false);
  const list = await outsideList(owner, { practitionerId });
  expect(list).toMatchObject([{ name: "Home", host: "calendar.example.com", lastReadAt: null }]);
  expect(JSON.stringify(list)).not.toContain("private");
  expect(await outsideToRead(at.system, { calendarId })).toMatchObject({ address });
});

test("its busy times close openings, tell nothing else, and go when it goes", async () => {
  const { at, owner, practitionerId, calendarId } = await world();
  const day = addDays(today(systemNow(), at.zone), 14);
  const free = async () => {
    const found = await slots(visitor, { service: at.serviceId, from: day, days: 1 });
    return decodeSlots(found.slots).length;
  };
  const before = await free();
  const start = startOfDay(day, at.zone).toISOString();
  const end = startOfDay(addDays(day, 1), at.zone).toISOString();
  await noteOutside(at.system, {
    calendarId,
    outcome: { is: "read", etag: '"7"', busy: [{ start, end }] },
  });
  expect(await free()).toBe(0);
  expect(await outsideList(owner, { practitionerId })).toMatchObject([{ busy: 1, problem: null }]);

  // A server that is down frees nothing, and its tag goes along with the next question.
  await noteOutside(at.system, { calendarId, outcome: { is: "problem", problem: "unreachable" } });
  expect(await free()).toBe(0);
  expect(await outsideList(owner, { practitionerId })).toMatchObject([{ problem: "unreachable" }]);
  expect(await outsideToRead(at.system, { calendarId })).toMatchObject({ etag: '"7"' });
  await noteOutside(at.system, { calendarId, outcome: { is: "unchanged" } });
  expect(await outsideList(owner, { practitionerId })).toMatchObject([{ problem: null, busy: 1 }]);

  await removeOutside(owner, { calendarId });
  expect(await free()).toBe(before);
  await noteOutside(at.system, { calendarId, outcome: { is: "unchanged" } });
});

test("is the practitioner's own: not another's, not the front desk's, not another practice's", async () => {
  const { at, practitionerId, calendarId } = await world();
  const other = (await makePractice(db.owner)).staff("owner");
  for (const actor of [other, { ...at.staff("practitioner"), practitionerId: null }]) {
    await expect(addOutside(actor, { practitionerId, name: "x", address })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(removeOutside(actor, { calendarId })).rejects.toMatchObject({ code: "not_found" });
    await expect(readOutsideNow(actor, { calendarId })).rejects.toMatchObject({
      code: "not_found",
    });
  }
  await expect(
    addOutside(at.staff("front_desk"), { practitionerId, name: "x", address }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("a private or odd address is refused at the field; five are enough, also when sent at once", async () => {
  const { at, owner, practitionerId } = await world();
  for (const bad of [
    "https://127.0.0.1/a.ics",
    "http://calendar.example.com/",
    "https://intranet/",
  ])
    await expect(
      addOutside(owner, { practitionerId, name: "x", address: bad }),
    ).rejects.toMatchObject({ code: "invalid", fields: { address: [{}] } });
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) =>
      addOutside(owner, { practitionerId, name: `Calendar ${i}`, address }),
    ),
  );
  expect(all.filter((one) => one.status === "fulfilled").length).toBe(4);
  expect((await outsideList(at.staff("owner"), { practitionerId })).length).toBe(5);
});
