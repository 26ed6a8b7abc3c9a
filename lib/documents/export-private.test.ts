import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { sessionHash } from "@/lib/accounts/rules";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { seal } from "@/lib/work/vault";
import { makeExport } from "./export.make";
import { askExport, fetchExport } from "./export.write";

const db = testDatabase();
let at: TestPractice;
const cookie = randomBytes(32).toString("base64url");
beforeAll(async () => {
  at = await makePractice(db.owner);
  await db.owner.insert(t.sessions).values({
    ...{ sessionToken: sessionHash(cookie), userId: at.userId, createdAt: new Date() },
    expires: new Date(Date.now() + 3_600_000),
  });
});

/** What the trail says of the private notes in an export: when it was made, and when it was fetched. */
async function counted(actor: Staff, clientId?: string) {
  const asked = { locale: "en-GB", cookie, ...(clientId && { clientId, forWhom: "practice" }) };
  const { exportId } = await askExport(actor, asked as Parameters<typeof askExport>[1]);
  await makeExport({ practiceId: at.practiceId, exportId });
  await fetchExport(actor, { exportId, cookie });
  const rows = await db.owner.select().from(t.auditEvents).orderBy(t.auditEvents.seq);
  return rows.flatMap(({ operation, subjectId, detail }) => {
    const said = detail as Record<string, unknown>;
    const ours = subjectId === exportId || said.export === exportId;
    return ours && /finish_export|fetch_export/.test(operation) ? [said.privateNotes] : [];
  });
}

test("notes of colleagues for themselves alone are counted in the trail when somebody takes them along", async () => {
  const family = await makeFamily(db.owner, at.practiceId);
  const { clientId, babyId, dataKey } = family;
  const note = async (authorUserId: string, privacy: "author" | "clinicians") => {
    const id = newId<"note">();
    await db.owner.insert(t.medicalNotes).values({
      ...{ practiceId: at.practiceId, id, clientId, babyId, authorUserId, privacy },
      ...{ aboutStartsAt: new Date(), timeZone: at.zone },
      body: seal(dataKey, { table: "medical_notes", column: "body", id, version: 1 }, "{}"),
    });
  };
  const [nisha, tom] = [
    await makeUser(db.owner, "nisha-alone@example.com"),
    await makeUser(db.owner, "tom-alone@example.com"),
  ];
  for (const author of [nisha, nisha, tom]) await note(author, "author");
  // One's own, and those that every clinician reads, are no colleague's secret.
  await note(at.userId, "author");
  await note(nisha, "clinicians");
  expect(await counted(at.staff("owner"))).toEqual([3, 3]);
  // A family's own holds none of them (export.scope.ts), whoever asks for it.
  expect(await counted(at.staff("practitioner"), clientId)).toEqual([0, 0]);
}, 60_000);
