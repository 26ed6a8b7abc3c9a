import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { sha256 } from "@/db/testing/forms";
import { at, db, intakeWorld, now } from "@/db/testing/intake";
import { holder } from "@/db/testing/referrals";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { lessonOf } from "@/lib/referrals/lessons";
import { inContext } from "@/lib/work/context";
import { seal } from "@/lib/work/vault";
import type { ConsentKind } from "./schema";

intakeWorld();

let minutes = 0;
/** What a grown-up of the referred family says, each later than the last. */
const say = (kind: ConsentKind, answer: "given" | "declined" | "withdrawn") => {
  const { practiceId, family } = at;
  const { clientId, guardianId, dataKey } = family;
  const id = newId<"consent">();
  minutes += 1;
  return db.owner.insert(t.consents).values({
    ...{ practiceId, id, clientId, guardianId, kind, answer, textVersion: 1, locale: "en-GB" },
    ...{ shown: "words", textSha256: sha256("words"), method: "account" },
    signedAt: new Date(now.getTime() + minutes * 60_000),
    signature: seal(dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
};
const lesson = async (actor: Actor = holder(at, at.referralId)) =>
  (await inContext(actor, (tx) => lessonOf(tx, at.referralId), "read only"))?.status;
const standsAs = (status: "booked" | "completed" | "no_show") =>
  db.owner.update(t.bookings).set({ status }).where(eq(t.bookings.id, at.bookingId));

test("how the lessons went is told to the doctor as long as nobody of the family objects to letters back", async () => {
  await standsAs("completed");
  expect(await lesson()).toBe("completed");
  await say("report_back", "declined");
  expect(await lesson()).toBe("not_told");
  expect(await lesson(at.staff())).toBe("completed");
  await standsAs("no_show");
  expect(await lesson()).toBe("not_told");
  // That a time is booked is no report of a lesson.
  await standsAs("booked");
  expect(await lesson()).toBe("booked");
  await say("share_with_doctor", "withdrawn");
  expect(await lesson()).toBe("not_told");
  await say("share_with_doctor", "given");
  await say("report_back", "given");
  await standsAs("completed");
  expect(await lesson()).toBe("completed");
});
