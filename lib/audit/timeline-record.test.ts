import { randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { sessionHash } from "@/lib/accounts/rules";
import { makeExport } from "@/lib/documents/export.make";
import { askExport, fetchExport } from "@/lib/documents/export.write";
import { bringBackFile, keepFile, removeFile } from "@/lib/documents/file.write";
import { CheckedUpload } from "@/lib/documents/upload";
import { addMeasurement, correctMeasurement, removeMeasurement } from "@/lib/growth/write";
import { acknowledgeAlert } from "@/lib/intake/staff.write";
import { babyTimeline } from "./timeline.read";
import type { TimelineGroup } from "./timeline.rules";

// What happened to the record itself: nothing that was changed or taken away is told as if it had never been.
const db = testDatabase();
let at: Everything;
let babyId: string;
beforeAll(async () => {
  at = await makeEverything(db.owner);
  babyId = at.family.babyId;
});

const told = async (show: TimelineGroup, role: "practitioner" | "front_desk" = "practitioner") =>
  (await babyTimeline(at.staff(role), { babyId, show } as never)).items;

test("a measurement that was corrected or taken off stands with what it said, and another baby's without", async () => {
  const weigh = async (amount: string, date: string) => {
    const typed = { kind: "weight", unit: "kg", amount, ounces: "", source: "practitioner" };
    const sure = String(Math.round(Number(amount) * 1000));
    const entry = { ...typed, sure, measuredOn: { day: date, month: "11", year: "2026" } };
    const { measurementId } = await addMeasurement(at.staff(), { babyId, ...entry } as never);
    return { measurementId, entry };
  };
  const wrong = await weigh("4.34", "2");
  const { measurementId: right } = await correctMeasurement(at.staff(), {
    ...{ measurementId: wrong.measurementId, reason: "wrong_value", ...wrong.entry },
    ...{ amount: "4.43", sure: "4430" },
  } as never);
  const theirs = await weigh("4.9", "16");
  const mistaken = { measurementId: theirs.measurementId, reason: "wrong_baby" };
  await removeMeasurement(at.staff(), mistaken as never);
  const items = await told("growth");
  const voided = items.filter(({ kind }) => kind === "measurement_voided");
  const of = (id: string) => voided.find((one) => one.id === id)?.facts;
  expect(of(wrong.measurementId)).toMatchObject({ amount: 4340, corrected: true });
  expect(of(wrong.measurementId)?.by).toMatch(/^Practitioner /);
  expect(of(theirs.measurementId)).toMatchObject({ corrected: false });
  expect(of(theirs.measurementId)?.amount).toBeUndefined();
  const standing = items.filter(({ kind }) => kind === "measured").map(({ id }) => id);
  expect(standing).toContain(right);
  expect(standing).not.toContain(wrong.measurementId);
});

test("a file that was taken away is told when its row is long gone", async () => {
  const fileId = randomUUID();
  const bytes = Buffer.from("%PDF-1.4\nwords\nstartxref\n0\n%%EOF\n");
  const content = await CheckedUpload.of({ name: "letter.pdf", bytes });
  await keepFile(at.staff(), {
    ...{ babyId, fileId, about: "letter", caption: "", onDay: "2026-11-01", content },
  } as never);
  await removeFile(at.staff(), { fileId } as never);
  await bringBackFile(at.staff(), { fileId } as never);
  await removeFile(at.staff(), { fileId } as never);
  await db.owner.delete(t.fileParts).where(eq(t.fileParts.fileId, fileId));
  await db.owner.delete(t.files).where(eq(t.files.id, fileId));
  const removed = (await told("files")).filter(({ kind }) => kind === "file_removed");
  expect(removed.map(({ facts }) => facts.what)).toEqual([
    "documents.remove_file",
    "documents.bring_back_file",
    "documents.remove_file",
  ]);
  expect(await told("files", "front_desk")).toEqual([]);
});

test("a decision about an answer says who decided, to those who teach", async () => {
  const decided = async (role?: "front_desk") =>
    (await told("forms", role)).filter(({ kind }) => kind === "alert_decided");
  expect(await decided()).toEqual([]);
  await acknowledgeAlert(at.staff(), {
    alertId: at.alertId,
    decision: "Asked the doctor.",
  } as never);
  const [one] = await decided();
  expect(one?.facts).toMatchObject({ by: expect.stringMatching(/^Practitioner /) });
  expect(JSON.stringify(one)).not.toContain("Asked");
  expect(await decided("front_desk")).toEqual([]);
});

test("records that were joined and parted, and a copy that was fetched, once for one child", async () => {
  const cookie = randomBytes(32).toString("base64url");
  await db.owner.insert(t.sessions).values({
    ...{ sessionToken: sessionHash(cookie), userId: at.userId, createdAt: new Date() },
    expires: new Date(Date.now() + 3_600_000),
  });
  const ask = { clientId: at.family.clientId, forWhom: "practice", locale: "en-GB", cookie };
  const { exportId } = await askExport(at.staff(), ask as never);
  const kinds = async () => (await told("record")).map(({ kind }) => kind).sort();
  // Asked for is not taken.
  expect(await kinds()).toEqual(["records_joined", "records_parted"]);
  await makeExport({ practiceId: at.practiceId, exportId });
  await fetchExport(at.staff(), { exportId, cookie });
  expect(await kinds()).toEqual(["exported", "records_joined", "records_parted"]);
  for (const { facts } of await told("record")) expect(facts.name).toBeUndefined();
}, 60_000);

test("a lesson that was left at arrived is told as one, until somebody says how it ended", async () => {
  const said = async () => (await told("lessons")).map(({ kind }) => kind);
  const arrivedAt = new Date("2027-01-11T09:58:00Z");
  const booking = eq(t.bookings.id, at.bookingId);
  await db.owner.update(t.bookings).set({ status: "arrived", arrivedAt }).where(booking);
  const shown = await babyTimeline(at.staff(), {
    ...{ babyId, show: "lessons" },
    before: `${new Date("2027-06-01").getTime()}~measured~0`,
  } as never);
  expect(shown.items.map(({ kind }) => kind)).toContain("lesson_arrived");
  await db.owner
    .update(t.bookings)
    .set({ status: "completed", completedAt: arrivedAt })
    .where(booking);
  expect(await said()).not.toContain("lesson_arrived");
});
