import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { guestBooking } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, mailJobs, makeLesson, seatRows } from "@/db/testing/lessons";
import { referralWorld } from "@/db/testing/referrals";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { LinkHolder } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { queueBooking } from "@/lib/jobs/mail.write";
import { restoreBooking } from "./cancel.write";
import { mournByStaff, mournOwn, writeAgain } from "./mourn.write";
import { bookLesson } from "./write";

const db = testDatabase();
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

const referred = referralWorld(db, () => at);
const bookingLink = ({ practiceId }: TestPractice, subjectId: string): LinkHolder => ({
  ...{ kind: "link", link: "booking", practiceId, subjectId },
});
async function silent(...families: TestFamily[]): Promise<boolean[]> {
  const ids = families.map(({ clientId }) => clientId);
  const rows = await db.owner.select().from(t.clients).where(inArray(t.clients.id, ids));
  return ids.map((id) => rows.find((row) => row.id === id)?.silentSince !== null);
}

describe("after a death", () => {
  test("everything is given back, nothing is owed, what was paid is returned, nothing is sent any more", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const first = await makeLesson(db.owner, at, family, coming(at.zone, 1, "10:00"));
    const second = await makeLesson(db.owner, at, family, coming(at.zone, 2, "10:00"));
    const past = await makeLesson(db.owner, at, family, hoursAgo(100));
    const other = await guestBooking(at, coming(at.zone, 3, "10:00"));
    const paid = (bookingId: string, kind: "payment" | "refund", amountMinor: number) => ({
      practiceId: at.practiceId,
      id: newId<"payment">(),
      bookingId,
      clientId: family.clientId,
      kind,
      method: "card" as const,
      amountMinor,
      currency: "GBP",
      paidAt: new Date(),
    });
    await db.owner
      .insert(t.payments)
      .values([
        paid(first.bookingId, "payment", 4800),
        paid(first.bookingId, "refund", 800),
        paid(past.bookingId, "payment", 4800),
      ]);
    await mournOwn(family.parent, { bookingId: first.bookingId });
    await mournOwn(family.parent, { bookingId: first.bookingId });
    for (const { bookingId } of [first, second]) {
      const { booking, lesson } = await seatRows(db.owner, bookingId);
      expect(booking).toMatchObject({
        status: "cancelled",
        cancelRule: "bereavement",
        feeMinor: 0,
        cancelReason: null,
      });
      expect(lesson.status).toBe("cancelled");
    }
    expect((await seatRows(db.owner, past.bookingId)).booking.status).toBe("booked");
    expect((await seatRows(db.owner, other.bookingId)).booking.status).toBe("booked");
    const refunds = await db.owner.select().from(t.payments).where(eq(t.payments.kind, "refund"));
    expect(refunds.map(({ amountMinor, bookingId }) => [bookingId, amountMinor])).toEqual([
      [first.bookingId, 800],
      [first.bookingId, 4000],
    ]);
    const { practiceId } = at;
    await queueBooking(at.system, {
      practiceId,
      bookingId: first.bookingId,
      event: "cancelled",
      sequence: 1,
    });
    const sent = await db.owner
      .select()
      .from(t.emails)
      .where(eq(t.emails.clientId, family.clientId));
    expect(sent).toEqual([]);
    // Whoever books again by themselves wants the mail about it.
    const again = coming(at.zone, 4, "10:00");
    await bookLesson(family.parent, {
      practiceId,
      serviceId: at.serviceId,
      start: again.toISOString(),
      babyIds: [family.babyId],
    });
    const [client] = await db.owner
      .select()
      .from(t.clients)
      .where(eq(t.clients.id, family.clientId));
    expect(client?.silentSince).toBeNull();
  });

  test("by the link alone, with nothing else to say", async () => {
    const { bookingId, link } = await guestBooking(at, coming(at.zone, 1, "10:00"));
    await mournOwn(link, {});
    expect((await seatRows(db.owner, bookingId)).booking.cancelRule).toBe("bereavement");
    expect((await mailJobs(db.owner, bookingId)).map(({ event }) => event)).toContain("given_back");
  });

  test("all records of the family, what was owed for the last days, and the referral of each lesson", async () => {
    const [into, from] = [
      await makeFamily(db.owner, at.practiceId),
      await makeFamily(db.owner, at.practiceId),
    ];
    const one = await makeLesson(db.owner, at, into, coming(at.zone, 1, "10:00"));
    const two = await makeLesson(db.owner, at, from, coming(at.zone, 2, "10:00"));
    const late = await makeLesson(db.owner, at, from, hoursAgo(30));
    const referralId = await referred.sendConfirmed();
    await db.owner.transaction(async (tx) => {
      const { clientId, babyId } = from;
      await tx
        .update(t.referrals)
        .set({ status: "booked", decidedAt: hoursAgo(40), clientId, babyId })
        .where(eq(t.referrals.id, referralId));
      await tx.update(t.bookings).set({ referralId }).where(eq(t.bookings.id, two.bookingId));
      await tx
        .update(t.bookings)
        .set({
          status: "cancelled",
          cancelledAt: hoursAgo(30),
          cancelledBy: "family",
          cancelRule: "late",
          feeMinor: 1200,
        })
        .where(eq(t.bookings.id, late.bookingId));
      await tx
        .update(t.clients)
        .set({ mergedInto: into.clientId })
        .where(eq(t.clients.id, from.clientId));
    });
    const link = bookingLink(at, one.bookingId);
    await mournOwn(link, {});
    for (const { bookingId } of [one, two])
      expect((await seatRows(db.owner, bookingId)).booking.cancelRule).toBe("bereavement");
    expect((await seatRows(db.owner, late.bookingId)).booking.feeMinor).toBe(0);
    expect((await referred.row(referralId)).status).toBe("accepted");
    expect(await silent(into, from)).toEqual([true, true]);
    // Whoever books again is written to, whichever record it is in.
    await bookLesson(from.parent, {
      practiceId: at.practiceId,
      serviceId: at.serviceId,
      start: coming(at.zone, 4, "10:00").toISOString(),
      babyIds: [from.babyId],
    });
    expect(await silent(into, from)).toEqual([false, false]);
  });

  test("by whoever booked, whatever they may see of the record", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const { bookingId } = await makeLesson(db.owner, at, family, coming(at.zone, 1, "10:00"));
    await db.owner
      .update(t.guardians)
      .set({ maySee: "unsaid" })
      .where(eq(t.guardians.id, family.guardianId));
    await db.owner
      .update(t.bookings)
      .set({ guardianId: family.guardianId })
      .where(eq(t.bookings.id, bookingId));
    await mournOwn(family.parent, { bookingId });
    expect((await seatRows(db.owner, bookingId)).booking.cancelRule).toBe("bereavement");
  });

  test("by staff, also when no lesson is to come; a slip is taken back", async () => {
    const [family, other] = [
      await makeFamily(db.owner, at.practiceId),
      await makeFamily(db.owner, at.practiceId),
    ];
    expect(await mournByStaff(at.staff(), { clientId: family.clientId })).toEqual({ cancelled: 0 });
    expect(await silent(family, other)).toEqual([true, false]);
    await writeAgain(at.staff(), { clientId: family.clientId });
    expect(await silent(family, other)).toEqual([false, false]);

    const { bookingId } = await makeLesson(db.owner, at, other, coming(at.zone, 1, "10:00"));
    await db.owner
      .update(t.bookings)
      .set({ toldStartsAt: new Date() })
      .where(eq(t.bookings.id, bookingId));
    expect(await mournByStaff(at.staff(), { clientId: other.clientId })).toEqual({ cancelled: 1 });
    const { booking } = await seatRows(db.owner, bookingId);
    expect(booking).toMatchObject({ cancelledBy: "practice", cancelRule: "bereavement" });
    await restoreBooking(at.staff(), { bookingId, version: booking.version });
    expect((await seatRows(db.owner, bookingId)).booking.status).toBe("booked");
    expect(await silent(family, other)).toEqual([false, false]);
  });

  test("of another practice's family nothing", async () => {
    const elsewhere = await makePractice(db.owner);
    const { clientId } = await makeFamily(db.owner, elsewhere.practiceId);
    for (const press of [mournByStaff, writeAgain])
      await expect(press(at.staff(), { clientId })).rejects.toMatchObject({ code: "not_found" });
  });
});
