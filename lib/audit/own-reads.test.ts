import { and, asc, eq, gt } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import {
  at,
  bookingId,
  db,
  family,
  fillIntake,
  intakeWorld,
  link,
  plan,
  save,
} from "@/db/testing/intake";
import { holder, referralForm } from "@/db/testing/referrals";
import { titles } from "@/db/testing/routines";
import { makeUser } from "@/db/testing/world";
import { ownLesson } from "@/lib/booking/own.read";
import { bookingByLink } from "@/lib/booking/read";
import { declineRequest } from "@/lib/booking/requests.write";
import type { Doctor } from "@/lib/core/actor";
import { fillForm, formsToFill } from "@/lib/intake/fill.read";
import { formAnswersRead } from "@/lib/intake/staff.read";
import { declinedReferral, myReferrals, trackReferral } from "@/lib/referrals/sender.read";
import { acceptReferral, declineReferral, sendReferral } from "@/lib/referrals/write";
import { ownRoutine, ownRoutines } from "@/lib/routines/own.read";
import { addStarters, assignRoutine } from "@/lib/routines/write";
import { seal } from "@/lib/work/vault";
import { ownAccess } from "./access.read";

intakeWorld();

/** What the trail of the practice says that was read meanwhile, in order. */
async function readBy(work: () => Promise<unknown>) {
  const own = eq(t.auditEvents.practiceId, at.practiceId);
  const before = await db.owner.select().from(t.auditEvents).where(own);
  const last = Math.max(0, ...before.map(({ seq }) => seq));
  await work();
  const rows = await db.owner
    .select()
    .from(t.auditEvents)
    .where(and(own, gt(t.auditEvents.seq, last)))
    .orderBy(asc(t.auditEvents.seq));
  return rows.map(({ actorKind, operation, subjectType, subjectId, detail }) => ({
    ...{ by: actorKind, operation, of: [subjectType, subjectId], detail },
  }));
}
const detail = (more: object) => ({ ...more, read: true });

test("a parent's own routines: the list once in a while, a page each time; the parent sees it", async () => {
  const { babyId, parent } = family;
  await addStarters(at.staff(), titles).catch(() => null);
  await db.owner.update(t.babies).set({ gestationDays: null }).where(eq(t.babies.id, babyId));
  const routines = await db.owner.select().from(t.routines);
  const routineId = routines.find((one) => one.starterKey === "gas-relief")?.id ?? "";
  const { id: assignmentId } = await assignRoutine(at.staff(), {
    ...{ babyId, routineId, version: 1, times: 1 },
  } as never);
  const list = await readBy(async () => {
    await ownRoutines(parent, {});
    await ownRoutines(parent, {});
  });
  expect(list).toEqual([
    {
      ...{ by: "parent", operation: "routines.own", of: ["list", "own_routines"] },
      detail: detail({ part: "own_routines", babies: [babyId] }),
    },
  ]);
  expect(await readBy(() => ownRoutine(parent, { assignmentId }))).toEqual([
    {
      ...{ by: "parent", operation: "routines.own_one", of: ["baby", babyId] },
      detail: detail({ part: "routine" }),
    },
  ]);
  const parts = (await ownAccess(parent, { babyId })).items.map(({ part, by }) => [part, by.you]);
  expect(parts).toEqual([
    ["routine", true],
    ["own_routines", true],
    // That it was given.
    [null, false],
  ]);
});

test("a lesson of one's own is in it only where words of the record are shown", async () => {
  const { babyId, parent } = family;
  const note = { table: "bookings", column: "family_note", id: bookingId };
  const familyNote = seal(family.dataKey, note, "She has a cold");
  await db.owner.update(t.bookings).set({ familyNote }).where(eq(t.bookings.id, bookingId));
  const opened = await readBy(() => ownLesson(parent, { bookingId }));
  expect(opened).toMatchObject([{ operation: "booking.own_one", of: ["baby", babyId] }]);
  await db.owner.update(t.bookings).set({ familyNote: null }).where(eq(t.bookings.id, bookingId));
  expect(await readBy(() => ownLesson(parent, { bookingId }))).toEqual([]);
});

test("words that go with a no are opened by whoever holds the booking's link, and that is in it", async () => {
  await setTerms(db.owner, at, { approval: true });
  const asked = await guestBooking(at, coming(at.zone, 3, "10:00"));
  await setTerms(db.owner, at, { approval: false });
  expect(await readBy(() => bookingByLink(asked.link, {}))).toEqual([]);
  const { bookingId: id } = asked;
  const no = { bookingId: id, reason: "fit" as const, note: "Ask us after the operation" };
  await declineRequest(at.staff(), { ...no, ...(await seen(db.owner, id)) });
  const [row] = await db.owner
    .select()
    .from(t.bookingBabies)
    .where(eq(t.bookingBabies.bookingId, id));
  expect(await readBy(() => bookingByLink(asked.link, {}))).toEqual([
    {
      ...{ by: "link", operation: "booking.by_link", of: ["baby", row?.babyId] },
      detail: detail({ part: "booking" }),
    },
  ]);
});

test("a doctor's own referrals: the list, what became of one, and all of one that goes on", async () => {
  const userId = await makeUser(db.owner, "dr.own@example.com");
  const doctor: Doctor = { kind: "doctor", userId, email: "dr.own@example.com" };
  const form = referralForm(at.slug);
  const send = () =>
    sendReferral(doctor, { ...form, doctor: { ...form.doctor, email: doctor.email } });
  const [{ referralId }, { referralId: declined }] = [await send(), await send()];
  const { babyId } = await acceptReferral(at.staff(), { referralId });
  await declineReferral(at.staff(), { referralId: declined, reason: "full" });
  const list = await readBy(async () => {
    await myReferrals(doctor, {});
    await myReferrals(doctor, {});
  });
  expect(list).toMatchObject([
    {
      ...{ by: "doctor", operation: "referrals.mine", of: ["list", "referrals"] },
      detail: detail({ babies: [babyId], part: "referrals" }),
    },
  ]);
  expect(list[0]?.detail).toMatchObject({
    referrals: expect.arrayContaining([referralId, declined]),
  });
  expect(await readBy(() => trackReferral(doctor, { referralId }))).toMatchObject([
    { by: "doctor", of: ["baby", babyId], detail: detail({ part: "referral", referralId }) },
  ]);
  const linked = holder(at, declined);
  expect(await readBy(() => trackReferral(linked, { referralId: declined }))).toMatchObject([
    { by: "link", of: ["referral", declined] },
  ]);
  expect(await readBy(() => declinedReferral(doctor, { referralId: declined }))).toMatchObject([
    { by: "doctor", operation: "referrals.declined", of: ["referral", declined] },
  ]);
});

test("answers of a form: the baby's part, and a grown-up's own, which is in the record of each baby", async () => {
  await plan();
  const id = await fillIntake();
  const { babyId, parent, guardianId } = family;
  expect(await readBy(() => fillForm(parent, { assignmentId: id }))).toMatchObject([
    { by: "parent", operation: "intake.fill", of: ["baby", babyId], detail: { form: id } },
  ]);
  const own = (await formsToFill(parent, {})).find((one) => one.guardianId !== null);
  const mine = own?.id ?? "";
  const grown = link(guardianId);
  expect(await readBy(() => fillForm(grown, { assignmentId: mine }))).toEqual([]);
  const { sections } = await fillForm(grown, { assignmentId: mine });
  const asks = sections.flatMap((section) => section.questions.map((q) => ({ section, q })));
  const words = asks.find(({ q }) => q.type === "short");
  expect(words).toBeTruthy();
  await save(mine, words?.section.id ?? "", { [words?.q.id ?? ""]: "Some words" }, {}, grown);
  const of = { of: ["baby", babyId], detail: { form: mine, answers: 1 } };
  expect(await readBy(() => fillForm(grown, { assignmentId: mine }))).toMatchObject([
    { by: "link", ...of },
  ]);
  expect(
    await readBy(() => formAnswersRead(at.staff("practitioner"), { assignmentId: mine })),
  ).toMatchObject([{ by: "staff", operation: "intake.answers", ...of }]);
});
