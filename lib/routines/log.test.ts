import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { auditEvents, guardians, practiceLogs, routineAssignments } from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeTeaching, type Teaching } from "@/db/testing/routines";
import { makeFamily, makeUser } from "@/db/testing/world";
import type { Parent } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { logPractice, skipPractice, tellMore, tellSkipWhy } from "./log.write";
import { ownRoutine } from "./own.read";
import { assignmentDetail } from "./read";
import { assignRoutine, endAssignment } from "./write";

const db = testDatabase();
let here: Teaching;
let assignmentId: string;
beforeAll(async () => {
  here = await makeTeaching(db.owner);
  assignmentId = (await assignRoutine(here.clinician(), here.wish())).id;
  await db.owner
    .update(routineAssignments)
    .set({ createdAt: sql`now() - interval '20 days'` })
    .where(eq(routineAssignments.id, assignmentId));
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const log = (more: object = {}) => ({
  assignmentId,
  startKey: randomUUID(),
  startedAt: ago(300),
  seconds: 240,
  stepsDone: 4,
  outcome: "done" as const,
  ...more,
});
const send = (input: object, who = here.family.parent) => logPractice(who, input as never);
const rowOf = async (id: string) => {
  const [row] = await db.owner.select().from(practiceLogs).where(eq(practiceLogs.id, id));
  if (!row) throw new Error("no such log");
  return row;
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

describe("one start, one log", () => {
  test("ten phones' worth of retries at once make one", async () => {
    const input = log({ outcome: "stopped", stepsDone: 2, seconds: 70 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(input)));
    const ids = new Set(answers.map(({ id }) => id));
    expect(ids.size).toBe(1);
    const [id = ""] = ids;
    expect(await rowOf(id)).toMatchObject({ outcome: "stopped", seconds: 70, stepsDone: 2 });
    const written = await db.owner.$count(auditEvents, eq(auditEvents.subjectId, id));
    expect(written).toBe(10);
  });

  test("a fuller report completes it and a late one takes nothing away", async () => {
    const first = log({ outcome: "done", seconds: 200 });
    const { id } = await send(first);
    await send({
      ...first,
      seconds: 230,
      stepsDone: 5,
      outcome: "stopped",
      stopReason: "not_sure",
    });
    await send({ ...first, liked: "liked", reactions: ["gas"] });
    await send(first);
    expect(await rowOf(id)).toMatchObject({
      outcome: "stopped",
      stopReason: "not_sure",
      seconds: 230,
      stepsDone: 5,
      liked: "liked",
      reactions: ["gas"],
    });
  });

  test("two carers of one family see one log; each of their starts is its own", async () => {
    const userId = await makeUser(db.owner, `second-${newId()}@example.com`);
    const { practiceId, clientId } = here.family;
    await db.owner
      .insert(guardians)
      .values({ practiceId, id: newId(), clientId, userId, name: "Second", maySee: "yes" });
    const second: Parent = { kind: "parent", userId, email: "second@example.com" };
    const mine = log({ startedAt: ago(120), seconds: 60 });
    const { id } = await send(mine);
    const theirs = await send({ ...mine, startKey: randomUUID() }, second);
    expect(theirs.id).not.toBe(id);
    const marks = (who: Parent) => ownRoutine(who, { assignmentId }).then(({ summary }) => summary);
    expect(await marks(second)).toEqual(await marks(here.family.parent));
    expect(await codeOf(tellMore(second, { logId: id, liked: "liked" }))).toBe("not_found");
  });
});

describe("what happened is stored", () => {
  test("with a reason for skipping the timer, and a note that only the family and its practice can open", async () => {
    const { id } = await send(log({ gateSkipped: "small_feed", note: "Smiled at the feet" }));
    const row = await rowOf(id);
    expect(row.gateSkipped).toBe("small_feed");
    const [plain] = await db.owner.execute<{ text: string }>(
      sql`select t::text || encode(note, 'escape') as text from practice_logs t where id = ${id}`,
    );
    expect(plain?.text).not.toContain("Smiled");
    const seen = await assignmentDetail(here.clinician(), { assignmentId });
    expect(seen.logs.find((one) => one.id === id)).toMatchObject({
      note: "Smiled at the feet",
      gateSkipped: "small_feed",
    });
  });

  test("with a phone whose clock is wrong", async () => {
    const { id } = await send(log({ startedAt: new Date(Date.now() + 3_600_000).toISOString() }));
    const { startedAt, seconds } = await rowOf(id);
    expect(startedAt.getTime()).toBeLessThanOrEqual(Date.now() - 239_000);
    expect(seconds).toBe(240);
  });

  test("when the practitioner ended the routine meanwhile, but not days later", async () => {
    const { id: ended } = await assignRoutine(
      here.clinician(),
      here.wish({ routineId: here.idOf("standard") }),
    );
    const end = (when: ReturnType<typeof sql>) =>
      db.owner
        .update(routineAssignments)
        .set({ endedAt: when, createdAt: sql`now() - interval '9 days'` })
        .where(eq(routineAssignments.id, ended));
    await end(sql`now()`);
    expect(await codeOf(send(log({ assignmentId: ended })))).toBe("done");
    await end(sql`now() - interval '3 days'`);
    expect(await codeOf(send(log({ assignmentId: ended })))).toBe("conflict");
    expect(await codeOf(send(log({ assignmentId: ended, startedAt: ago(4 * 86_400) })))).toBe(
      "done",
    );
  });

  test("not by another family, nor by staff, nor against an assignment of others", async () => {
    const other = await makeFamily(db.owner, here.practiceId);
    expect(await codeOf(send(log(), other.parent))).toBe("not_found");
    expect(await codeOf(logPractice(here.clinician(), log()))).toBe("forbidden");
    expect(await codeOf(send(log({ assignmentId: newId() })))).toBe("not_found");
  });
});

describe("telling more", () => {
  test("the reason, how it was liked and what came of it", async () => {
    const { id } = await send(log({ outcome: "stopped", seconds: 20, stepsDone: 1 }));
    await tellMore(here.family.parent, { logId: id, stopReason: "turned_away" });
    await tellMore(here.family.parent, { logId: id, liked: "not_today", reactions: ["slept"] });
    await tellMore(here.family.parent, { logId: id, note: "After lunch" });
    expect(await rowOf(id)).toMatchObject({
      stopReason: "turned_away",
      liked: "not_today",
      reactions: ["slept"],
    });
    const detail = await assignmentDetail(here.clinician(), { assignmentId });
    expect(detail.logs.find((one) => one.id === id)?.note).toBe("After lunch");
    expect(detail.summary.stopReasons.turned_away).toBe(1);
  });

  test("a reason belongs to a stop, and a day later it is too late", async () => {
    const { id } = await send(log());
    const more = (input: object) => codeOf(tellMore(here.family.parent, { logId: id, ...input }));
    expect(await more({ stopReason: "not_sure" })).toBe("invalid");
    expect(await more({ liked: "liked" })).toBe("done");
    await db.owner
      .update(practiceLogs)
      .set({ createdAt: sql`now() - interval '25 hours'` })
      .where(eq(practiceLogs.id, id));
    expect(await more({ liked: "so_so" })).toBe("too_late");
  });
});

test("the practitioner sees fourteen days by what happened, stopping beside finishing", async () => {
  const there = await makeTeaching(db.owner);
  const made = await assignRoutine(there.clinician(), there.wish());
  await db.owner
    .update(routineAssignments)
    .set({ createdAt: sql`now() - interval '20 days'` })
    .where(eq(routineAssignments.id, made.id));
  const day = 86_400;
  const each = (startedAt: string, more: object = {}) =>
    logPractice(there.family.parent, log({ assignmentId: made.id, startedAt, ...more }));
  await each(ago(day * 2));
  await each(ago(day * 4), { outcome: "stopped", stopReason: "fell_asleep" });
  await each(ago(day * 15));
  const { summary, logs } = await assignmentDetail(there.clinician(), { assignmentId: made.id });
  expect(summary.marks.length).toBe(14);
  expect(summary.marks.map(({ mark }) => mark).filter((mark) => mark !== "none")).toEqual([
    "ended_early",
    "done",
    "today",
  ]);
  expect(summary).toMatchObject({
    daysDone: 1,
    daysEndedEarly: 1,
    stopReasons: { fell_asleep: 1 },
  });
  expect(logs.length).toBe(2);
});

describe("not today", () => {
  test("one tap, however often; why is told if one likes, sealed, and shown to the practitioner", async () => {
    const there = await makeTeaching(db.owner);
    const { parent } = there.family;
    const made = await assignRoutine(there.clinician(), there.wish());
    const tap = () => skipPractice(parent, { assignmentId: made.id });
    const taps = await Promise.all([tap(), tap(), tap()]);
    const [logId = "", ...others] = new Set(taps.map(({ id }) => id));
    expect(others).toEqual([]);
    const read = () => ownRoutine(parent, { assignmentId: made.id });
    expect((await read()).notToday).toEqual({ logId, reason: null, note: null });
    await tellSkipWhy(parent, { logId, skipReason: "ill", note: "A runny nose" });
    expect((await read()).notToday).toEqual({ logId, reason: "ill", note: "A runny nose" });
    expect((await rowOf(logId)).note?.toString("latin1")).not.toContain("runny");
    const detail = await assignmentDetail(there.clinician(), { assignmentId: made.id });
    expect(detail.logs).toMatchObject([{ outcome: "skipped", note: "A runny nose" }]);
    expect(detail.summary).toMatchObject({ daysSkipped: 1, minutes: 0, skipReasons: { ill: 1 } });
    await tellSkipWhy(parent, { logId, skipReason: "" });
    expect((await read()).notToday).toEqual({ logId, reason: null, note: null });
    await logPractice(parent, log({ assignmentId: made.id, startedAt: ago(60), seconds: 50 }));
    expect(await read()).toMatchObject({
      ...{ notToday: null, maySkip: false },
      summary: { daysDone: 1 },
    });
  });

  test("it is no practice, a practice is no day left out, and it is the family's own to say", async () => {
    const { id: logId } = await skipPractice(here.family.parent, { assignmentId });
    const at = { assignmentId };
    const stranger = await makeFamily(db.owner, here.practiceId);
    expect(await codeOf(skipPractice(stranger.parent, at))).toBe("not_found");
    for (const actor of [here.clinician(), here.clinician("front_desk")])
      expect(await codeOf(skipPractice(actor, at))).toBe("forbidden");
    expect(await codeOf(tellSkipWhy(stranger.parent, { logId }))).toBe("not_found");
    expect(await codeOf(tellMore(here.family.parent, { logId, liked: "liked" }))).toBe("not_found");
    expect(await codeOf(send(log({ outcome: "skipped" })))).toBe("invalid");
    expect(
      await codeOf(tellSkipWhy(here.family.parent, { logId, skipReason: "lazy" } as never)),
    ).toBe("invalid");
    const { id: practised } = await send(log({ stepsDone: 1 }));
    expect(await codeOf(tellSkipWhy(here.family.parent, { logId: practised }))).toBe("not_found");
    const wrong = db.owner.update(practiceLogs).set({ seconds: 60 });
    await expect(wrong.where(eq(practiceLogs.id, logId))).rejects.toThrow();
  });

  test("not of a routine that has ended", async () => {
    const there = await makeTeaching(db.owner);
    const made = await assignRoutine(there.clinician(), there.wish());
    await endAssignment(there.clinician(), { assignmentId: made.id });
    const skip = skipPractice(there.family.parent, { assignmentId: made.id });
    expect(await codeOf(skip)).toBe("conflict");
  });
});
