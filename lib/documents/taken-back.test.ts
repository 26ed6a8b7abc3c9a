import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { paper } from "@/db/testing/files";
import { sha256 } from "@/db/testing/forms";
import { refusalOf } from "@/db/testing/lessons";
import { noteHealth } from "@/db/testing/routines";
import { openHealth } from "@/lib/clients/health";
import { saveHealth } from "@/lib/clients/health.write";
import { healthStamp } from "@/lib/clients/rules";
import { newId } from "@/lib/core/id";
import { addMeasurement, correctMeasurement, removeMeasurement } from "@/lib/growth/write";
import type { ConsentKind } from "@/lib/intake/consent.read";
import { logPractice } from "@/lib/routines/log.write";
import { inContext } from "@/lib/work/context";
import { seal } from "@/lib/work/vault";
import { fileList, filePart } from "./file.read";
import { bringBackFile, keepFile, removeFile } from "./file.write";
import { picturesToDelete } from "./pictures.read";
import { CheckedUpload } from "./upload";

const db = testDatabase();
let at: Everything;
beforeAll(async () => {
  at = await makeEverything(db.owner);
  await noteHealth(db.owner, at.family, { allergies: ["Milk"], findings: ["reflux"] });
}, 60_000);

async function say(kind: ConsentKind, answer: "given" | "withdrawn") {
  const { practiceId, family } = at;
  const { clientId, guardianId, dataKey } = family;
  const [id, shown] = [newId<"consent">(), "words"];
  await db.owner.insert(t.consents).values({
    ...{ practiceId, id, clientId, guardianId, kind, answer, textVersion: 1, locale: "en-GB" },
    ...{ shown, textSha256: sha256(shown), method: "account", signedAt: new Date() },
    signature: seal(dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
}
const health = () =>
  inContext(
    at.staff(),
    async (tx) =>
      (await openHealth(tx, { practiceId: at.practiceId, babyId: at.family.babyId })).health,
    "read only",
  );
async function save(change: object) {
  const now = await health();
  const finding = Object.fromEntries((now?.findings ?? []).map((id) => [id, { parts: [] }]));
  return saveHealth(at.staff(), {
    ...{ babyId: at.family.babyId, seen: healthStamp(now), finding },
    ...{ allergies: now?.allergies.join("\n") ?? "", familyAllergies: "", conditions: "" },
    ...change,
  } as never);
}
const weight = (amount: string) => ({
  ...{ babyId: at.family.babyId, kind: "weight", unit: "kg", ounces: "", source: "clinic", amount },
  ...{ sure: String(Math.round(Number(amount) * 1000)) },
  measuredOn: { day: "28", month: "11", year: "2026" },
});
const letter = async (about: "letter" | "photo", actor = at.family.parent) => {
  const fileId = newId<"file">();
  const content = await CheckedUpload.of({ name: "letter.pdf", bytes: paper(fileId) });
  const ask = { babyId: at.family.babyId, fileId, about, onDay: "2026-11-01", content };
  return keepFile(actor, ask as never);
};

test("once health information is taken back nothing new is written down of the baby; what is wrong is taken out", async () => {
  const { measurementId } = await addMeasurement(at.staff(), weight("4.4") as never);
  await say("health_data", "withdrawn");
  const reason = "wrong_value";
  const started = new Date(Date.now() - 300_000).toISOString();
  const attempts: Record<string, () => Promise<unknown>> = {
    measured: () => addMeasurement(at.staff(), weight("4.6") as never),
    "measured by a parent": () => addMeasurement(at.family.parent, weight("4.6") as never),
    corrected: () => {
      const { babyId: _, ...entry } = weight("4.5");
      return correctMeasurement(at.staff(), { ...entry, measurementId, reason } as never);
    },
    "a condition": () => save({ conditions: "Clicky hip" }),
    "a letter": () => letter("letter"),
    "a log": () =>
      logPractice(at.family.parent, {
        ...{ assignmentId: at.assignmentId, startKey: newId(), startedAt: started, seconds: 200 },
        ...{ stepsDone: 1, outcome: "done" },
      } as never),
  };
  const refused: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(attempts))
    refused[name] = (await refusalOf(attempt())).say.key;
  const words = "clients:errors.healthTakenBack";
  expect(refused).toEqual({
    ...{ measured: words, "measured by a parent": words, corrected: words, "a condition": words },
    ...{ "a letter": "documents:refused.healthTakenBack", "a log": words },
  });
  await removeMeasurement(at.staff(), { measurementId, reason } as never);
  await save({ allergies: "", finding: { reflux: { parts: [], until: "2026-11-20" } } });
  expect(await health()).toMatchObject({
    allergies: [],
    reports: [{ id: "reflux", until: "2026-11-20" }],
  });
  await say("health_data", "given");
  await addMeasurement(at.staff(), weight("4.6") as never);
});

test("once pictures are taken back the family is shown none of the practice's, and she is asked to take them away", async () => {
  await say("photo_video", "given");
  const fileId = at.fileId;
  await db.owner.update(t.files).set({ about: "photo" }).where(eq(t.files.id, fileId));
  const { babyId, parent } = at.family;
  const seen = async () => (await fileList(parent, { babyId })).items.map((one) => one.id);
  expect(await seen()).toContain(fileId);
  await filePart(parent, { fileId, part: 0 } as never);
  await say("photo_video", "withdrawn");
  expect(await seen()).not.toContain(fileId);
  expect((await refusalOf(filePart(parent, { fileId, part: 0 } as never))).code).toBe("not_found");
  const hers = await fileList(at.staff(), { babyId });
  expect(hers.items.map((one) => one.id)).toContain(fileId);
  expect(hers.photosToDelete).toBe(1);
  const waiting = await picturesToDelete(at.staff(), {});
  expect(waiting).toMatchObject([{ babyId, count: 1 }]);
  await removeFile(at.staff(), { fileId } as never);
  expect(await picturesToDelete(at.staff(), {})).toEqual([]);
  await bringBackFile(at.staff(), { fileId } as never);
  expect(await picturesToDelete(at.staff(), {})).toHaveLength(1);
  await say("photo_video", "given");
  expect(await picturesToDelete(at.staff(), {})).toEqual([]);
});
