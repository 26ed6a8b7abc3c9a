import { and, desc, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { holder, referralWorld, refusal, visitor } from "@/db/testing/referrals";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { linkSecret } from "@/lib/accounts/links";
import { type Actor, anyone } from "@/lib/core/actor";
import { newId, newReference } from "@/lib/core/id";
import { command } from "@/lib/work/command";
import { inContext } from "@/lib/work/context";
import { seal } from "@/lib/work/vault";
import {
  type LessonEvent,
  noteReferralLesson,
  referralBehind,
  referralForBooking,
} from "./lessons";
import { referralDetail } from "./read";
import { trackReferral } from "./sender.read";
import { withdrawReferral } from "./sender.write";
import { acceptReferral } from "./write";

const db = testDatabase();
let at: TestPractice;
const { sendConfirmed, row, kinds, mails } = referralWorld(db, () => at);

beforeAll(async () => {
  at = await makePractice(db.owner);
});

/** Stands for the booking commands, which call the same function after their row is written. */
const noteLesson = command({
  name: "test.note_lesson",
  allow: anyone,
  input: z.strictObject({
    bookingId: z.uuid(),
    event: z.enum(["booked", "moved", "cancelled", "completed", "no_show"]),
  }),
  run: async (work, { bookingId, event }) => {
    const { practiceId } = at;
    await work.enter(practiceId);
    work.audit({ type: "booking", id: bookingId });
    return noteReferralLesson(work, { practiceId, bookingId, event });
  },
});

let hour = 0;
async function book(referralId: string | null): Promise<string> {
  const referral = referralId ? await row(referralId) : null;
  const { practiceId } = at;
  const lessonId = newId<"lesson">();
  const bookingId = newId<"booking">();
  const startsAt = new Date(Date.UTC(2030, 0, 7, hour++));
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
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
    localStart: startsAt.toISOString().slice(0, 19),
  });
  await db.owner.insert(t.bookings).values({
    practiceId,
    id: bookingId,
    lessonId,
    clientId: referral?.clientId ?? (await anyClient()),
    referralId,
    reference: newReference(),
    source: "referral",
    priceMinor: 4800,
    currency: "GBP",
  });
  return bookingId;
}
const anyClient = async () => {
  const [client] = await db.owner
    .select({ id: t.clients.id })
    .from(t.clients)
    .where(eq(t.clients.practiceId, at.practiceId));
  return client?.id ?? "";
};
const secretOf = async (referralId: string, kind: "referral" | "family" = "family") => {
  const [link] = await db.owner
    .select()
    .from(t.links)
    .where(and(eq(t.links.subjectId, referralId), eq(t.links.kind, kind)))
    .orderBy(desc(t.links.createdAt));
  if (!link) throw new Error("no link");
  return linkSecret(link);
};
const behind = (actor: Actor, secret: string) =>
  inContext(actor, (tx) => referralBehind(tx, secret), "read only");
const note = (bookingId: string, event: LessonEvent, actor: Actor = visitor) =>
  noteLesson(actor, { bookingId, event });

describe("a family's link", () => {
  test("tells the booking page whom it greets, and not before the practice accepted", async () => {
    const referralId = await sendConfirmed();
    const link = holder(at, referralId, "family");
    expect((await refusal(referralForBooking(link, {}))).code).toBe("not_found");
    const { clientId, babyId } = await acceptReferral(at.staff(), { referralId });
    expect(await behind(visitor, await secretOf(referralId, "referral"))).toBeNull();
    const greeting = await referralForBooking(link, {});
    expect(greeting).toMatchObject({
      practiceId: at.practiceId,
      clientId,
      babyId,
      slug: at.slug,
      babyName: "Zuri",
      guardianName: "Hanna Bekele",
      guardianEmail: "h•••@example.com",
      doctorName: "Dr Imran Haddad",
    });
  });

  test("gives a visitor's booking the family's ids and the key of its record", async () => {
    const referralId = await sendConfirmed();
    const { clientId, babyId } = await acceptReferral(at.staff(), { referralId });
    const found = await behind(visitor, await secretOf(referralId));
    expect(found).toMatchObject({ practiceId: at.practiceId, referralId, clientId, babyId });
    const [client] = await db.owner.select().from(t.clients).where(eq(t.clients.id, clientId));
    expect(found?.dataKey.id).toBe(client?.dataKeyId);
    if (found) seal(found.dataKey, { table: "bookings", column: "family_note", id: newId() }, "x");
    expect(await behind(visitor, "x".repeat(43))).toBeNull();
    await db.owner
      .update(t.links)
      .set({ revokedAt: new Date() })
      .where(eq(t.links.subjectId, referralId));
    const secret = await secretOf(referralId);
    expect(await behind(visitor, secret)).toBeNull();
  });
});

describe("what becomes of the lesson", () => {
  test("is told to the referral, its doctor and the practice", async () => {
    const referralId = await sendConfirmed();
    await acceptReferral(at.staff(), { referralId });
    const secret = await secretOf(referralId);
    const bookingId = await book(referralId);
    expect(await note(bookingId, "booked")).toBe(true);
    expect((await row(referralId)).status).toBe("booked");
    expect((await mails(referralId)).at(-1)).toBe("booked");
    expect(await behind(visitor, secret)).toBeNull();
    const seen = await trackReferral(holder(at, referralId), { referralId });
    expect(seen.lesson?.zone).toBe("Europe/London");
    expect(seen.steps.at(-1)?.state).toBe("done");
    expect(seen.mayWithdraw).toBe(false);
    expect((await referralDetail(at.staff(), { referralId })).lesson?.status).toBe("booked");

    expect(await note(bookingId, "moved", at.staff("front_desk"))).toBe(true);
    expect(await note(bookingId, "cancelled", at.staff("front_desk"))).toBe(true);
    expect((await row(referralId)).status).toBe("accepted");
    expect(await note(await book(referralId), "booked", at.staff())).toBe(true);
    expect(await kinds(referralId)).toEqual([
      "sent",
      "email_confirmed",
      "accepted",
      "booked",
      "moved",
      "cancelled",
      "booked",
    ]);
  });

  test("a referral is booked once, however many try", async () => {
    const referralId = await sendConfirmed();
    await acceptReferral(at.staff(), { referralId });
    const bookings = [await book(referralId), await book(referralId), await book(referralId)];
    const told = await Promise.all(bookings.map((one) => note(one, "booked")));
    expect(told.filter(Boolean).length).toBe(1);
    expect((await kinds(referralId)).filter((kind) => kind === "booked").length).toBe(1);
  });

  test("a withdrawn referral is not booked, and a booking without one tells nobody", async () => {
    const referralId = await sendConfirmed();
    await acceptReferral(at.staff(), { referralId });
    const bookingId = await book(referralId);
    await withdrawReferral(holder(at, referralId), { referralId });
    expect(await note(bookingId, "booked")).toBe(false);
    expect(await note(await book(null), "booked")).toBe(false);
  });

  test("strangers only ever say that they booked", async () => {
    const referralId = await sendConfirmed();
    await acceptReferral(at.staff(), { referralId });
    const bookingId = await book(referralId);
    await note(bookingId, "booked");
    await expect(note(bookingId, "cancelled")).rejects.toThrow();
    const doctor = { kind: "doctor", userId: at.userId, email: "x@example.com" } as const;
    await expect(note(bookingId, "moved", doctor)).rejects.toThrow();
    const [other] = await db.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from referral_events where kind = 'cancelled' and referral_id = ${referralId}`,
    );
    expect(other?.n).toBe(0);
  });
});
