import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { makeLink } from "@/lib/accounts/links";
import type { LinkHolder } from "@/lib/core/actor";
import { newId, newReference } from "@/lib/core/id";
import { seal } from "@/lib/work/vault";
import type { Database } from "../client";
import * as t from "../schema";
import { makeExportRows, makeFile } from "./files";
import { makeForm } from "./forms";
import { noteRows } from "./notes";
import { sealedDetailsOf } from "./referrals";
import { makeFamily, makePractice } from "./world";

export const linkKinds = ["booking", "referral", "family", "service", "copies", "forms"] as const;

/** One row in every table of one practice, for the tests that try to reach it from elsewhere. */
export async function makeEverything(owner: Database) {
  const at = await makePractice(owner);
  const family = await makeFamily(owner, at.practiceId);
  const { practiceId } = at;
  const { clientId, babyId } = family;
  const hash = () => randomBytes(32);
  const lessonId = newId<"lesson">();
  const bookingId = newId<"booking">();
  const referralId = newId<"referral">();
  const routineId = newId<"routine">();
  const assignmentId = newId<"assignment">();
  const messageId = newId<"message">();
  const starts = new Date("2027-01-11T10:00:00Z");
  const ends = new Date("2027-01-11T11:00:00Z");
  const twice = await makeFamily(owner, practiceId);
  await owner.delete(t.babies).where(eq(t.babies.id, twice.babyId));
  await owner.insert(t.clientMerges).values({
    ...{ practiceId, id: newId(), intoId: clientId, fromId: twice.clientId },
    byUserId: at.userId,
    undoneAt: new Date(0),
  });
  await owner.insert(t.joinedChildren).values({ practiceId, babyId, clientId });
  await owner.insert(t.differentFamilies).values({
    practiceId,
    ...(clientId < twice.clientId
      ? { lowId: clientId, highId: twice.clientId }
      : { lowId: twice.clientId, highId: clientId }),
  });
  await owner.insert(t.erasures).values({
    ...{ practiceId, id: newId(), erasedClientId: newId<"client">(), byUserId: at.userId },
    ...{ lastContactOn: "2010-01-01", contactYears: 8, birthYears: 25, dueOn: "2035-01-01" },
    ...{ removed: {}, kept: {} },
  });
  await owner.insert(t.invitations).values({
    practiceId,
    id: newId(),
    email: "new@example.com",
    role: "practitioner",
    tokenHash: hash(),
    invitedBy: at.userId,
    expiresAt: ends,
  });
  await owner.insert(t.credentials).values({
    practiceId,
    id: newId(),
    practitionerId: at.practitionerId,
    kind: "certificate",
    issuer: "Issuer",
    title: "Title",
  });
  await owner
    .insert(t.dateOverrides)
    .values({ practiceId, id: newId(), practitionerId: at.practitionerId, day: "2027-01-12" });
  await owner.insert(t.lessons).values({
    practiceId,
    id: lessonId,
    practitionerId: at.practitionerId,
    serviceId: at.serviceId,
    placeId: at.placeId,
    status: "confirmed",
    startsAt: starts,
    endsAt: ends,
    blockedFrom: starts,
    blockedUntil: ends,
    timeZone: at.zone,
    localStart: "2027-01-11 10:00",
  });
  await owner.insert(t.referrals).values({
    practiceId,
    id: referralId,
    practitionerId: at.practitionerId,
    reference: newReference(),
    status: "waiting",
    doctorName: "Dr A",
    doctorRole: "gp",
    doctorOrganisation: "Surgery",
    doctorEmail: "dr@example.com",
    locale: "en-GB",
    dataKeyId: family.dataKey.id,
    details: sealedDetailsOf(family.dataKey, referralId),
    emailConfirmedAt: starts,
  });
  await owner
    .insert(t.referralEvents)
    .values({ practiceId, id: newId(), referralId, kind: "sent", actorKind: "visitor" });
  await owner.insert(t.bookings).values({
    practiceId,
    id: bookingId,
    lessonId,
    clientId,
    referralId,
    reference: newReference(),
    source: "public",
    priceMinor: 4800,
    currency: "GBP",
  });
  await owner.insert(t.bookingBabies).values({ practiceId, bookingId, babyId, clientId });
  await owner.insert(t.payments).values({
    practiceId,
    id: newId(),
    bookingId,
    clientId,
    kind: "payment",
    method: "cash",
    amountMinor: 4800,
    currency: "GBP",
    paidAt: ends,
  });
  const subjects = {
    ...{ booking: bookingId, referral: referralId, family: referralId },
    ...{ service: at.serviceId, copies: family.guardianId, forms: family.guardianId },
  };
  await owner.transaction(async (tx) => {
    for (const kind of linkKinds)
      await makeLink(tx, { practiceId, kind, subjectId: subjects[kind], expiresAt: ends });
  });
  await noteRows(owner, at, family, { lessonId, startsAt: starts });
  await owner.insert(t.feeds).values({
    practiceId,
    id: newId(),
    clientId,
    babyId,
    endedAt: starts,
    byUserId: family.userId,
  });
  await owner.insert(t.messages).values({
    practiceId,
    id: messageId,
    clientId,
    fromUserId: family.userId,
    body: seal(family.dataKey, { table: "messages", column: "body", id: messageId }, "words"),
  });
  await owner.insert(t.routines).values({ practiceId, id: routineId, title: "Routine", body: {} });
  await owner.insert(t.routineAssignments).values({
    practiceId,
    id: assignmentId,
    clientId,
    babyId,
    routineId,
    routineVersion: 1,
    snapshot: {},
    assignedBy: at.userId,
  });
  await owner.insert(t.practiceLogs).values({
    practiceId,
    id: newId(),
    clientId,
    babyId,
    assignmentId,
    byUserId: family.userId,
    startedAt: starts,
    seconds: 120,
    outcome: "stopped",
  });
  await owner.insert(t.emails).values({
    id: newId(),
    practiceId,
    clientId,
    template: "booking_booked",
    toAddress: family.email,
    dedupe: `test:${bookingId}`,
  });
  await owner.insert(t.reminders).values({
    practiceId,
    id: newId(),
    bookingId,
    clientId,
    kind: "reminder",
    minutes: 180,
    lessonStartsAt: starts,
    dueAt: starts,
  });
  await owner.insert(t.contactPreferences).values({
    practiceId,
    id: newId(),
    guardianId: family.guardianId,
    clientId,
    purpose: "reminder",
    channel: "sms",
    allowed: true,
  });
  await owner.insert(t.mailTemplates).values({
    practiceId,
    id: newId(),
    template: "booking_booked",
    locale: "en-GB",
    subject: "Subject",
    body: "Body",
  });
  const fileId = await makeFile(owner, at, family);
  const exportId = await makeExportRows(owner, at);
  const calendarId = newId<"calendar">();
  const { practitionerId } = at;
  await owner.insert(t.outsideCalendars).values({
    practiceId,
    id: calendarId,
    practitionerId,
    name: "Home",
    address: hash(),
    host: "calendar.example.com",
  });
  await owner.insert(t.outsideBusy).values({
    practiceId,
    id: newId(),
    calendarId,
    practitionerId,
    startsAt: starts,
    endsAt: ends,
  });
  const forms = await makeForm(owner, {
    ...at,
    clientId,
    babyId,
    guardianId: family.guardianId,
    bookingId,
    dataKey: family.dataKey,
  });
  const measurementId = newId<"measurement">();
  await owner.insert(t.measurements).values({
    ...{
      practiceId,
      id: measurementId,
      clientId,
      babyId,
      kind: "weight",
      measuredOn: "2026-11-20",
    },
    ...{ source: "parent", enteredBy: family.userId, enteredAs: "parent" },
    value: seal(
      family.dataKey,
      { table: "measurements", column: "value", id: measurementId },
      JSON.stringify({ amount: 4340, unit: "kg" }),
    ),
  });
  const letterId = newId<"referral_letter">();
  await owner.insert(t.referralLetters).values({
    ...{ practiceId, id: letterId, clientId, babyId, referralId, writtenBy: at.userId },
    ...{ changedAt: starts, sentAt: starts, dataKeyId: family.dataKey.id },
    body: seal(
      family.dataKey,
      { table: "referral_letters", column: "body", id: letterId },
      "words",
    ),
  });
  const shareId = newId<"growth_share">();
  await owner.insert(t.growthShares).values({
    ...{ practiceId, id: shareId, clientId, babyId, referralId, sharedBy: at.userId },
    dataKeyId: family.dataKey.id,
    summary: seal(
      family.dataKey,
      { table: "growth_shares", column: "summary", id: shareId },
      "words",
    ),
  });
  await owner.insert(t.auditHeads).values({ practiceId, seq: 1, hash: hash() });
  await owner.insert(t.auditCheckpoints).values({
    practiceId,
    ...{ seq: 1, hash: hash(), at: starts, signature: hash(), keyId: "test" },
  });
  await owner.insert(t.auditEvents).values({
    practiceId,
    seq: 1,
    at: starts,
    actorKind: "system",
    operation: "test",
    subjectType: "lesson",
    subjectId: lessonId,
    detail: {},
    previous: hash(),
    hash: hash(),
  });
  const made = { lessonId, bookingId, referralId, routineId, assignmentId, fileId, exportId };
  const link = (kind: LinkHolder["link"]): LinkHolder => ({
    ...{ kind: "link", link: kind, practiceId, subjectId: subjects[kind] },
  });
  return { ...at, family, ...made, ...forms, link };
}
export type Everything = Awaited<ReturnType<typeof makeEverything>>;
