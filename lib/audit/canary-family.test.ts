import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import {
  canary,
  familyColumns,
  found,
  leaksInTables,
  logOfFailures,
  sealedCanaries,
  withoutWords,
  writtenBy,
  writtenMails,
} from "@/db/testing/canary";
import { paper } from "@/db/testing/files";
import {
  at,
  db,
  family,
  intakeAnswers,
  intakeWorld,
  none,
  open,
  plan,
  save,
} from "@/db/testing/intake";
import { makeFamily } from "@/db/testing/world";
import { bookLesson } from "@/lib/booking/write";
import { saveHealth } from "@/lib/clients/health.write";
import { mergeClients } from "@/lib/clients/merge.write";
import { healthStamp } from "@/lib/clients/rules";
import { newId } from "@/lib/core/id";
import { keepFile } from "@/lib/documents/file.write";
import { saveLetter } from "@/lib/documents/letter.write";
import { CheckedUpload } from "@/lib/documents/upload";
import { signConsents } from "@/lib/intake/consent.write";
import { confirmSection, handIn } from "@/lib/intake/fill.write";
import { acknowledgeAlert } from "@/lib/intake/staff.write";
import { consentText, shownHash } from "@/lib/intake/words";

// What families write themselves: forms, signatures, letters, an address; and what is decided about it. As canary.test.ts.
intakeWorld();

const { logged, noted } = logOfFailures();

async function fillForms(): Promise<void> {
  await plan();
  const [intake] = (await open("intake")).filter((one) => one.baby);
  if (!intake) throw new Error("no intake to fill in");
  const words = {
    birth: { birth_story: canary("birthStory"), hospital: "yes", hospital_why: canary("hospital") },
    health: { condition_else: canary("condition") },
    feeding_skin: { allergy_what: canary("allergyWhat") },
    lesson: { goals_else: canary("goals") },
  };
  for (const [section, values] of Object.entries(intakeAnswers))
    await save(intake.id, section, { ...values, ...words[section as keyof typeof words] });
  await handIn(family.parent, { assignmentId: intake.id });

  const [check] = await open("health_check");
  if (!check) throw new Error("no health check to fill in");
  await save(check.id, "today", {
    ...{ red_flags: none, ill: ["fever"], body: none, vaccinated: "no", you_well: "yes" },
  });
  const changed = { changes: ["surgery"], changes_what: canary("changes") };
  await save(check.id, "since", { ...changed, anything: canary("anything") });
  await confirmSection(family.parent, { assignmentId: check.id, section: "known" });
  await handIn(family.parent, { assignmentId: check.id });
  const alerts = await db.owner.select().from(t.formAlerts);
  for (const { id } of alerts.filter(({ acknowledgedAt }) => acknowledgedAt === null))
    await acknowledgeAlert(at.staff(), { alertId: id as never, decision: canary("decision") });
}

async function write(): Promise<void> {
  const { clientId, babyId, parent } = family;
  await fillForms();
  const [practice] = await db.owner
    .select()
    .from(t.practices)
    .where(eq(t.practices.practiceId, at.practiceId));
  await signConsents(parent, {
    ...{ clientId, answers: { photo_video: "given" }, locale: "en-GB" },
    ...{ typedName: canary("typedName"), relation: canary("relation") },
    from: { address: "192.0.2.7", userAgent: canary("browser") },
    shownHash: shownHash([consentText("photo_video", practice?.name ?? "", "en-GB")]),
  } as never);
  const letter = { name: `${canary("fileName")}.pdf`, bytes: paper(canary("letter")) };
  await keepFile(parent, {
    ...{ babyId, fileId: newId<"file">(), about: "letter", onDay: "2026-11-01" },
    ...{ caption: canary("caption"), content: await CheckedUpload.of(letter) },
  });
  await db.owner
    .update(t.places)
    .set({ kind: "home", address: null })
    .where(and(eq(t.places.practiceId, at.practiceId), eq(t.places.id, at.placeId)));
  await bookLesson(
    { kind: "visitor" },
    { ...asking(at, coming(at.zone, 3, "10:00")), visitAddress: canary("visitAddress") },
  );
  const { clientId: referredClient, babyId: referred } = at.family;
  await db.owner
    .update(t.referrals)
    .set({ status: "accepted", decidedAt: new Date(), clientId: referredClient, babyId: referred })
    .where(eq(t.referrals.id, at.referralId));
  await saveLetter(at.staff(), {
    ...{ referralId: at.referralId, taught: canary("taught"), observed: canary("observed") },
    ...{ concerns: canary("concerns"), plan: "go_on", planWords: canary("planWords") },
  } as never);
  const twin = await makeFamily(db.owner, at.practiceId);
  for (const [id, words] of [
    [babyId, "one"],
    [twin.babyId, "other"],
  ] as const)
    await saveHealth(at.staff(), {
      ...{ babyId: id, seen: healthStamp(null), allergies: canary(words), conditions: "" },
    }).catch(noted);
  await mergeClients(at.staff(), {
    ...{ intoId: clientId, fromId: twin.clientId, same: { [twin.babyId]: babyId } },
  });
}

test("what a family writes is kept sealed and stands nowhere else", async () => {
  await write();
  const seen = await sealedCanaries(db.owner);
  expect(writtenBy.families.filter((column) => !seen.has(column))).toEqual([]);
  expect(await leaksInTables(db.owner)).toEqual([]);
  const { mails } = await writtenMails(db.owner, noted);
  // Told back to whoever wrote it: where the visit is, and the copy of what was signed.
  const own = new Set(["visitAddress", "typedName", "relation"]);
  expect(found(JSON.stringify(mails)).filter((field) => !own.has(field))).toEqual([]);
  expect(mails.flatMap(({ subject }) => found(String(subject)))).toEqual([]);
  expect(logged.filter((line) => found(line).length > 0)).toEqual([]);
});

test("every sealed column of a family that holds words is written to by one of the two", () => {
  const known = [...Object.values(writtenBy).flat(), ...Object.keys(withoutWords)];
  expect(known.toSorted()).toEqual(familyColumns.toSorted());
});
