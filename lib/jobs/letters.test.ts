import { and, eq, sql } from "drizzle-orm";
import ICAL from "ical.js";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { guestBooking } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { sealedDetailsOf } from "@/db/testing/referrals";
import { makeFamily, makePractice } from "@/db/testing/world";
import { makeLink } from "@/lib/accounts/links";
import { signInByLink } from "@/lib/accounts/sign-in.write";
import { ownLesson } from "@/lib/booking/own.read";
import { newId, newReference } from "@/lib/core/id";
import { openMail } from "@/lib/messaging/outbox";
import { REFERRAL_STATUSES, type ReferralStatus } from "@/lib/referrals/rules";
import { queueBooking, queueReferral, queueRoutine } from "./mail.write";

const db = testDatabase();
const system = { kind: "system", practiceId: null } as const;
const later = new Date("2027-06-01T00:00:00Z");

/** A family with two guardians, a booked lesson, an accepted referral and a home routine. */
async function world() {
  const at = await makePractice(db.owner, "America/New_York");
  const family = await makeFamily(db.owner, at.practiceId);
  const { practiceId } = at;
  const { clientId, babyId } = family;
  await db.owner.insert(t.guardians).values([
    {
      practiceId,
      id: newId(),
      clientId,
      name: "Second",
      email: `second-${family.email}`,
      locale: "en-US",
      copiesSince: new Date(0),
    },
    { practiceId, id: newId(), clientId, name: "No address", phone: "07700 900142" },
  ]);
  const [lessonId, bookingId] = [newId<"lesson">(), newId<"booking">()];
  const [referralId, assignmentId] = [newId<"referral">(), newId<"assignment">()];
  const startsAt = new Date("2027-01-11T15:00:00Z");
  const endsAt = new Date("2027-01-11T16:00:00Z");
  await db.owner.insert(t.lessons).values({
    practiceId,
    id: lessonId,
    practitionerId: at.practitionerId,
    serviceId: at.serviceId,
    placeId: at.placeId,
    status: "confirmed",
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedUntil: endsAt,
    timeZone: at.zone,
    localStart: "2027-01-11 10:00",
  });
  await db.owner.insert(t.bookings).values({
    practiceId,
    id: bookingId,
    lessonId,
    clientId,
    reference: newReference(),
    source: "public",
    priceMinor: 4800,
    currency: "GBP",
  });
  await db.owner.insert(t.referrals).values({
    practiceId,
    id: referralId,
    practitionerId: at.practitionerId,
    reference: newReference(),
    status: "accepted",
    doctorName: "Dr Haddad",
    doctorRole: "gp",
    doctorOrganisation: "Surgery",
    doctorEmail: `dr-${family.email}`,
    locale: "en-US",
    dataKeyId: family.dataKey.id,
    details: sealedDetailsOf(family.dataKey, referralId),
    emailConfirmedAt: startsAt,
    clientId,
    babyId,
  });
  const link = (kind: "booking" | "referral" | "family", subjectId: string) =>
    db.owner.transaction((tx) => makeLink(tx, { practiceId, kind, subjectId, expiresAt: later }));
  const booking = await link("booking", bookingId);
  const doctor = await link("referral", referralId);
  const parents = await link("family", referralId);
  const routineId = newId<"routine">();
  await db.owner
    .insert(t.routines)
    .values({ practiceId, id: routineId, title: "Gas relief", body: {} });
  await db.owner.insert(t.routineAssignments).values({
    practiceId,
    id: assignmentId,
    clientId,
    babyId,
    routineId,
    routineVersion: 1,
    snapshot: {},
    assignedBy: at.userId,
  });
  const ids = { practiceId, lessonId, bookingId, referralId, assignmentId };
  return {
    ...ids,
    at,
    family,
    secrets: { booking, doctor, parents },
    system: { ...system, practiceId },
  };
}
type World = Awaited<ReturnType<typeof world>>;

const posted = async () =>
  (await db.owner.select().from(t.emails).orderBy(t.emails.id)).map((row) => {
    if (!row.rendered) throw new Error("no mail");
    return { ...row, mail: openMail(row, row.rendered) };
  });
const booking = (at: World, event: "booked" | "moved" | "cancelled", sequence = 0) =>
  queueBooking(at.system, { practiceId: at.practiceId, bookingId: at.bookingId, event, sequence });
type ReferralEvent = "confirm" | "waiting" | "sent_on" | "accepted" | "declined" | "booked";
const tell = ({ system, practiceId, referralId }: World, event: ReferralEvent) =>
  queueReferral(system, { practiceId, referralId, event });
const stands = ({ referralId }: World, status: ReferralStatus) =>
  db.owner
    .update(t.referrals)
    .set({ status, declineReason: status === "declined" ? "full" : null })
    .where(eq(t.referrals.id, referralId));
const tellsOf = {
  ...{ confirm: "unconfirmed", waiting: "waiting", sent_on: "waiting", accepted: "accepted" },
  ...{ declined: "declined", booked: "booked" },
} as const satisfies Record<ReferralEvent, ReferralStatus>;
/** A mail about a referral that stands as the mail says. */
async function referral(at: World, event: ReferralEvent) {
  await stands(at, tellsOf[event]);
  await tell(at, event);
}
const eventIn = (content: string) => {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined);
  return { method: calendar.getFirstPropertyValue("method"), event };
};

beforeEach(async () => {
  await db.owner.execute(sql`delete from emails`);
});

describe("a booking", () => {
  test("goes to both guardians, each in their language, with the lesson for the calendar", async () => {
    const at = await world();
    await booking(at, "booked");
    const mails = await posted();
    expect(mails.map((row) => row.toAddress)).toEqual([
      at.family.email,
      `second-${at.family.email}`,
    ]);
    expect(mails.map(({ mail }) => /lang="([\w-]+)"/.exec(mail.html)?.[1])).toEqual([
      "en-GB",
      "en-US",
    ]);
    for (const { mail, clientId } of mails) {
      expect(mail.text).toContain(`http://localhost:3000/booking/${at.secrets.booking}`);
      expect(mail.text).toContain("(Eastern Standard Time)");
      expect(clientId).toBe(at.family.clientId);
      const { method, event } = eventIn(mail.attachments?.[0]?.content ?? "");
      expect(method).toBe("REQUEST");
      expect(event.startDate.toString()).toBe("2027-01-11T10:00:00");
      expect(event.uid).toContain(at.lessonId);
    }
  });

  test("told twice is mailed once; the next move is a new mail", async () => {
    const at = await world();
    await Promise.all([booking(at, "booked"), booking(at, "booked")]);
    expect(await posted()).toHaveLength(2);
    const [startsAt, endsAt] = [new Date("2027-01-12T15:00:00Z"), new Date("2027-01-12T16:00:00Z")];
    await db.owner
      .update(t.lessons)
      .set({ sequence: 2, startsAt, endsAt, blockedFrom: startsAt, blockedUntil: endsAt })
      .where(eq(t.lessons.id, at.lessonId));
    await booking(at, "moved", 1);
    expect(await posted()).toHaveLength(2);
    await booking(at, "moved", 2);
    expect(await posted()).toHaveLength(4);
  });

  test("cancelled meanwhile is not announced, its cancelling is", async () => {
    const at = await world();
    await db.owner
      .update(t.bookings)
      .set({
        status: "cancelled",
        cancelledAt: later,
        cancelledBy: "practice",
        cancelReason: "illness",
      })
      .where(eq(t.bookings.id, at.bookingId));
    await booking(at, "booked");
    await booking(at, "moved", 1);
    expect(await posted()).toEqual([]);
    await booking(at, "cancelled", 1);
    const [first] = await posted();
    expect(first?.mail.text).not.toMatch(/illness|\bill\b/);
    expect(eventIn(first?.mail.attachments?.[0]?.content ?? "").method).toBe("CANCEL");
  });
});

describe("a referral", () => {
  test("each reader has their own link", async () => {
    const at = await world();
    await referral(at, "accepted");
    const mails = await posted();
    expect(mails.map((row) => row.template)).toEqual([
      "referral_accepted",
      "referral_family",
      "referral_family",
    ]);
    const [doctor, ...parents] = mails;
    expect(doctor?.toAddress).toBe(`dr-${at.family.email}`);
    expect(doctor?.mail.text).toContain(`/referral/${at.secrets.doctor}`);
    for (const { mail } of parents) {
      expect(mail.text).toContain(at.secrets.parents);
      expect(mail.text).not.toContain(at.secrets.doctor);
      expect(mail.text).toContain("Dr Haddad");
    }
    expect(doctor?.mail.text).not.toContain(at.secrets.parents);
  });

  test("waiting is told to the practitioner, and booked again is told again", async () => {
    const at = await world();
    await referral(at, "waiting");
    const [owner] = await db.owner.select().from(t.users).where(eq(t.users.id, at.at.userId));
    expect((await posted()).map((row) => row.toAddress)).toEqual([owner?.email]);
    const note = () =>
      db.owner.insert(t.referralEvents).values({
        practiceId: at.practiceId,
        id: newId(),
        referralId: at.referralId,
        kind: "booked",
        actorKind: "visitor",
      });
    await note();
    await referral(at, "booked");
    await referral(at, "booked");
    await note();
    await referral(at, "booked");
    const told = async () =>
      (await posted()).filter((row) => row.template === "referral_booked").length;
    expect(await told()).toBe(2);
    // Booked a third time, and taken back by staff before the doctor was told.
    await note();
    await stands(at, "accepted");
    await tell(at, "booked");
    expect(await told()).toBe(2);
  });

  test("no mail says what is no longer so", async () => {
    const at = await world();
    for (const event of Object.keys(tellsOf) as ReferralEvent[])
      for (const status of REFERRAL_STATUSES.filter((one) => one !== tellsOf[event])) {
        await stands(at, status);
        await tell(at, event);
        expect({ event, status, mails: (await posted()).length }).toEqual({
          ...{ event, status, mails: 0 },
        });
      }
  });

  test("sent on, the doctor gets the way to follow it and nothing to confirm", async () => {
    const at = await world();
    await referral(at, "sent_on");
    const [mail, ...more] = await posted();
    expect([mail?.template, mail?.toAddress, more.length]).toEqual([
      ...["referral_sent_on", `dr-${at.family.email}`, 0],
    ]);
    expect(mail?.mail.text).toContain(`/referral/${at.secrets.doctor}`);
    expect(mail?.mail.text).not.toContain("24 hours");
  });
});

test("no mail names a baby, a routine or anything of their health", async () => {
  const at = await world();
  const [baby] = await db.owner.select().from(t.babies).where(eq(t.babies.id, at.family.babyId));
  await booking(at, "booked");
  for (const event of Object.keys(tellsOf) as ReferralEvent[]) await referral(at, event);
  await queueRoutine(at.system, { practiceId: at.practiceId, assignmentId: at.assignmentId });
  const mails = await posted();
  expect(new Set(mails.map((row) => row.template)).size).toBe(9);
  for (const { mail } of mails) {
    const all = `${mail.subject}\n${mail.text}\n${mail.html}\n${mail.attachments?.[0]?.content ?? ""}`;
    expect(all).not.toContain(baby?.firstName ?? "-");
    expect(all).not.toMatch(/gas|colic|preterm|33 weeks/i);
  }
});

test("a job of one practice finds nothing in another", async () => {
  const [one, two] = [await world(), await world()];
  await queueBooking(one.system, {
    practiceId: two.practiceId,
    bookingId: two.bookingId,
    event: "booked",
    sequence: 0,
  });
  await queueRoutine(one.system, { practiceId: two.practiceId, assignmentId: two.assignmentId });
  expect(await posted()).toEqual([]);
  const [audit] = await db.owner
    .select()
    .from(t.auditEvents)
    .where(
      and(eq(t.auditEvents.practiceId, one.practiceId), eq(t.auditEvents.subjectId, two.bookingId)),
    );
  expect(audit?.detail).toEqual({ event: "booked", queued: 0, forms: 0 });
});

test("whoever booked without an account has one by the link in the mail, once, with the lesson in it", async () => {
  const at = await makePractice(db.owner);
  const email = `new-${at.slug}@example.com`;
  const guest = { guest: { name: "Ines Walker", email } };
  const { practiceId } = at;
  const tell = (bookingId: string) =>
    queueBooking(at.system, { practiceId, bookingId, event: "booked", sequence: 0 });
  const mailLink = async (bookingId: string) => {
    const [row] = await db.owner.select().from(t.emails).where(eq(t.emails.subjectId, bookingId));
    return row?.rendered && /\/sign-in\/(\S+)/.exec(openMail(row, row.rendered).text)?.[1];
  };
  const { bookingId } = await guestBooking(at, coming(at.zone, 1, "10:00"), guest);
  await tell(bookingId);
  const token = (await mailLink(bookingId)) ?? "";
  const visitor = { kind: "visitor" } as const;
  const signed = await signInByLink(visitor, { token });
  if (!("session" in signed)) throw new Error("not signed in");
  expect(signed.next).toBe(`/family/lessons/${bookingId}`);
  const parent = { kind: "parent", userId: signed.userId, email } as never;
  expect((await ownLesson(parent, { bookingId })).status).toBe("booked");
  expect(await signInByLink(visitor, { token })).toEqual({ refused: "link" });
  // Who has an account signs in as always: no mail about a lesson opens it.
  const second = await guestBooking(at, coming(at.zone, 2, "10:00"), guest);
  await tell(second.bookingId);
  expect(await mailLink(second.bookingId)).toBeUndefined();
});
