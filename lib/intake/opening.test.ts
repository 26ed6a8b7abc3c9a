import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import {
  at,
  book,
  bookingId,
  db,
  family,
  intakeWorld,
  none,
  now,
  open,
  plan,
  refusalOf,
  save,
} from "@/db/testing/intake";
import { fillForm } from "./fill.read";
import { confirmSection, handIn } from "./fill.write";
import { OPEN_FOR_MS, opensAt, tellsOfTheDay } from "./rules";
import { clientForms } from "./staff.read";
import { askForm } from "./staff.write";

intakeWorld();

const checks = async () =>
  (await clientForms(at.staff(), { clientId: family.clientId }))
    .filter(({ builtin }) => builtin === "health_check")
    .toSorted((a, b) => Number(a.dueAt) - Number(b.dueAt));
const well = { red_flags: none, ill: none, body: none, vaccinated: "no", you_well: "yes" };
async function answer(assignmentId: string): Promise<void> {
  await save(assignmentId, "today", well);
  await save(assignmentId, "since", { changes: none });
  await handIn(family.parent, { assignmentId });
}
const startOf = async (id: string): Promise<Date> => {
  const [row] = await db.owner
    .select({ startsAt: t.lessons.startsAt })
    .from(t.lessons)
    .innerJoin(t.bookings, eq(t.bookings.lessonId, t.lessons.id))
    .where(eq(t.bookings.id, id));
  if (!row) throw new Error("no lesson");
  return row.startsAt;
};
/** The lesson of a booking some hours later, as its job finds it after a move. */
async function move(hours: number): Promise<void> {
  await db.owner.execute(sql`update lessons set
    starts_at = starts_at + ${`${hours} hours`}::interval, ends_at = ends_at + ${`${hours} hours`}::interval,
    blocked_from = blocked_from + ${`${hours} hours`}::interval, blocked_until = blocked_until + ${`${hours} hours`}::interval
    where id = (select lesson_id from bookings where id = ${bookingId})`);
  await plan();
}

test("of five lessons booked together only the next one's check is to do; the others say when they open", async () => {
  const later = [];
  for (const days of [5, 12, 19, 26]) later.push(await book(days));
  for (const id of [bookingId, ...later]) await plan(id);
  expect((await open("health_check")).map((one) => one.dueAt)).toEqual([await startOf(bookingId)]);
  const all = await checks();
  const starts = await Promise.all(later.map(startOf));
  expect(all.map((one) => one.opensAt)).toEqual([
    null,
    ...starts.map((start) => new Date(start.getTime() - OPEN_FOR_MS)),
  ]);
  const early = all[1]?.id ?? "";
  const form = await fillForm(family.parent, { assignmentId: early });
  expect(form.opensAt).toEqual(all[1]?.opensAt);
  for (const attempt of [
    () => save(early, "today", well),
    () => confirmSection(family.parent, { assignmentId: early, section: "known" }),
    () => handIn(family.parent, { assignmentId: early }),
  ])
    expect((await refusalOf(attempt())).say.key).toBe("intake:errors.notYet");
});

test("a check answered in time is asked once; after a move to a later day it is asked again for that day", async () => {
  await plan();
  const [first] = await open("health_check");
  await answer(first?.id ?? "");
  expect((await plan()).made).toBe(0);
  await move(5);
  expect(await open("health_check")).toEqual([]);
  await move(72);
  expect((await checks()).map((one) => [one.status, one.opensAt !== null])).toEqual([
    ["done", false],
    ["open", true],
  ]);
  expect(await open("health_check")).toEqual([]);
  expect((await plan()).made).toBe(0);
});

test("what was begun for a day that was moved is not gone on with", async () => {
  await plan();
  const [begun] = await open("health_check");
  await save(begun?.id ?? "", "today", { ...well, ill: ["fever"] });
  await move(72);
  expect((await refusalOf(save(begun?.id ?? "", "since", { changes: none }))).say.key).toBe(
    "intake:errors.cancelled",
  );
  const [anew] = await checks();
  expect([anew?.startedAt, anew?.id === begun?.id]).toEqual([null, false]);
  await move(-72);
  const form = await fillForm(family.parent, { assignmentId: anew?.id ?? "" });
  expect([form.opensAt, form.values]).toEqual([null, {}]);
});

test("asked by hand long before the lesson it is about today, and about the lesson when that is near", async () => {
  const ask = () =>
    askForm(at.staff("practitioner"), { clientId: family.clientId, form: "health_check" });
  await move(96);
  await ask();
  expect((await open("health_check")).map((one) => one.dueAt)).toHaveLength(1);
  expect((await refusalOf(ask())).say.key).toBe("intake:errors.askedAlready");
  const [today] = await open("health_check");
  await answer(today?.id ?? "");
  await ask();
  expect(await open("health_check")).toHaveLength(1);
});

test("a check that nobody answered is to do until the day after its lesson, and then is gone", async () => {
  await plan();
  const [check] = await open("health_check");
  const began = async (hours: number) => {
    const dueAt = new Date(now.getTime() - hours * 3_600_000);
    await db.owner.update(t.formAssignments).set({ dueAt });
    return (await open("health_check")).length;
  };
  expect(await began(23)).toBe(1);
  expect(await began(25)).toBe(0);
  expect((await open("intake")).length).toBe(2);
  expect((await fillForm(family.parent, { assignmentId: check?.id ?? "" })).gone).toBe(true);
  const late = await refusalOf(save(check?.id ?? "", "today", well));
  expect(late.say.key).toBe("intake:errors.lessonOver");
  expect((await checks()).map((one) => one.gone)).toEqual([true]);
});

test("the rule: from two days before, to the minute, for what is asked before each lesson", () => {
  const dueAt = new Date("2026-03-29T09:00:00Z");
  const of = { sendWhen: "each_lesson", bookingId: "b", dueAt } as const;
  expect(opensAt(of)?.toISOString()).toBe("2026-03-27T09:00:00.000Z");
  for (const other of [{ sendWhen: "first_visit" as const }, { bookingId: null }, { dueAt: null }])
    expect(opensAt({ ...of, ...other })).toBeNull();
  const before = (ms: number) => new Date(dueAt.getTime() - ms);
  expect(tellsOfTheDay(before(OPEN_FOR_MS), dueAt)).toBe(true);
  expect(tellsOfTheDay(before(OPEN_FOR_MS + 1), dueAt)).toBe(false);
});
