import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { sha256 } from "@/db/testing/forms";
import { refusalOf } from "@/db/testing/lessons";
import { makeTeaching, type Teaching } from "@/db/testing/routines";
import { newId } from "@/lib/core/id";
import { feedEnded } from "@/lib/safety/write";
import { seal } from "@/lib/work/vault";
import { logPractice, skipPractice, tellMore, tellSkipWhy } from "./log.write";
import { ownRoutine, ownRoutines } from "./own.read";
import { assignmentDetail, routineForBaby } from "./read";
import { assignRoutine, endAssignment } from "./write";

const db = testDatabase();
let here: Teaching;
beforeAll(async () => {
  here = await makeTeaching(db.owner);
});

async function say(answer: "given" | "withdrawn") {
  const { clientId, guardianId, dataKey } = here.family;
  const [id, shown] = [newId<"consent">(), "words"];
  await db.owner.insert(t.consents).values({
    ...{ practiceId: here.practiceId, id, clientId, guardianId, kind: "health_data", answer },
    ...{ textVersion: 1, locale: "en-GB", shown, textSha256: sha256(shown), method: "account" },
    ...{ signedAt: new Date() },
    signature: seal(dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
}

test("once health information is taken back the routine can still be done, and nothing of it is written down", async () => {
  const { parent, babyId } = here.family;
  const own = { assignmentId: (await assignRoutine(here.clinician(), here.wish())).id };
  const routineId = here.idOf("standard");
  const practised = await logPractice(parent, {
    ...{ ...own, startKey: randomUUID(), startedAt: new Date(Date.now() - 300_000).toISOString() },
    ...{ seconds: 200, stepsDone: 1, outcome: "done" },
  } as never);
  const skipped = await skipPractice(parent, own);
  await tellSkipWhy(parent, { logId: skipped.id, skipReason: "ill", note: "A runny nose" });
  await feedEnded(parent, { babyId, minutesAgo: 30 });
  await say("withdrawn");

  const attempts = {
    more: () => tellMore(parent, { logId: practised.id, note: "She smiled" }),
    skip: () => skipPractice(parent, own),
    why: () => tellSkipWhy(parent, { logId: skipped.id, skipReason: "ill" }),
    words: () => tellSkipWhy(parent, { logId: skipped.id, note: "A cough" }),
    fed: () => feedEnded(parent, { babyId, minutesAgo: 0 }),
    assign: () => assignRoutine(here.clinician(), here.wish({ routineId })),
  };
  for (const [name, attempt] of Object.entries(attempts))
    expect([name, (await refusalOf(attempt())).say.key]).toEqual([
      name,
      "clients:errors.healthTakenBack",
    ]);
  expect(await db.owner.$count(t.feeds, eq(t.feeds.babyId, babyId))).toBe(1);

  // The family goes on with what it has: a feed that is waited for counts, an old one says nothing of today.
  const shown = await ownRoutine(parent, own);
  expect(shown).toMatchObject({ kept: false, playable: true, maySkip: false });
  const minutes = () =>
    Promise.all([ownRoutine(parent, own), ownRoutines(parent, {})]).then(([one, all]) =>
      [one, all.active[0]].map((each) => [each?.kept, each?.feed.endedAt !== null]),
    );
  expect(await minutes()).toEqual([
    [false, true],
    [false, true],
  ]);
  await db.owner.update(t.feeds).set({ endedAt: new Date(Date.now() - 46 * 60_000) });
  expect(await minutes()).toEqual([
    [false, false],
    [false, false],
  ]);
  // The practice sees why it cannot assign before it fills anything in.
  expect((await routineForBaby(here.clinician(), { routineId, babyId })).takenBack).toBe(true);

  // What was said can be taken out, and what runs can be ended.
  await tellSkipWhy(parent, { logId: skipped.id });
  const { logs } = await assignmentDetail(here.clinician(), own);
  expect(logs.find((log) => log.id === skipped.id)).toMatchObject({ skipReason: null, note: null });
  await endAssignment(here.clinician(), own);

  await say("given");
  expect((await ownRoutine(parent, own)).kept).toBe(true);
  expect((await routineForBaby(here.clinician(), { routineId, babyId })).takenBack).toBe(false);
  await assignRoutine(here.clinician(), here.wish({ routineId }));
  await feedEnded(parent, { babyId, minutesAgo: 0 });
});
