import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, comingDay } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { mailJobs, refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import type { LinkHolder, Visitor } from "@/lib/core/actor";
import { queueBooking } from "@/lib/jobs/mail.write";
import { queueRequest } from "@/lib/jobs/request-mail.write";
import { cancelByStaff, restoreBooking } from "./cancel.write";
import { mournByStaff, mournOwn } from "./mourn.write";
import { approveRequest, declineRequest } from "./requests.write";
import { bookByStaff } from "./staff-book.write";
import { moveByStaff } from "./staff-time.write";
import { takeBack } from "./take-back.write";
import { bookingTrail } from "./trail.read";
import { bookLesson } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

const one = async (bookingId: string) => ({ bookingId, ...(await seen(db.owner, bookingId)) });
const back = async (bookingId: string) => takeBack(at.staff(), await one(bookingId));
const standing = async (bookingId: string) => {
  const { booking, lesson } = await seatRows(db.owner, bookingId);
  return [booking.status, lesson.status];
};
/** Whether every mail that waits is kept for the three minutes, under the one name. */
const waits = async (bookingId: string) => {
  const rows = await db.owner.execute<{ event: string; waits: boolean; key: string }>(
    sql`select payload->>'event' as event, run_at > now() + interval '170 seconds' as waits, key
      from graphile_worker._private_jobs where payload->>'bookingId' = ${bookingId} order by id`,
  );
  return rows.filter(({ key }) => key !== null).map((row) => ({ ...row }));
};
const kept = (event: string, bookingId: string) => [
  { event, waits: true, key: `changed:${bookingId}` },
];
/** What the jobs do once the minutes are over. */
async function tell(bookingId: string) {
  for (const { event, sequence } of await mailJobs(db.owner, bookingId)) {
    const about = { practiceId: at.practiceId, bookingId, sequence: Number(sequence) };
    if (event === "asked" || event === "declined")
      await queueRequest(at.system, { ...about, event });
    else await queueBooking(at.system, { ...about, event: event as "booked" });
  }
}
const mails = async () =>
  (
    await db.owner
      .select({ template: t.emails.template })
      .from(t.emails)
      .where(eq(t.emails.practiceId, at.practiceId))
      .orderBy(t.emails.id)
  )
    .map(({ template }) => template)
    .filter((template) => template.startsWith("booking_"));
/** As if the minutes since were over: nobody makes an entry of the trail older while its guards stand. */
const minutesLater = () =>
  db.owner.transaction(async (tx) => {
    await tx.execute(sql`alter table audit_events disable trigger user`);
    await tx.execute(
      sql`update audit_events set at = at - interval '181 seconds' where practice_id = ${at.practiceId}`,
    );
    await tx.execute(sql`alter table audit_events enable trigger user`);
  });

describe("a lesson that staff booked", () => {
  let bookingId: string;
  let lessonId: string;
  beforeEach(async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    ({ bookingId, lessonId } = await bookByStaff(at.staff(), {
      ...{ serviceId: at.serviceId, day: comingDay(at.zone, 2), time: "10:00" },
      ...{ clientId: family.clientId, babyIds: [family.babyId] },
    }));
  });

  test("is told three minutes later, and taken back before that nobody hears of it", async () => {
    expect(await waits(bookingId)).toEqual(kept("booked", bookingId));
    await back(bookingId);
    expect(await standing(bookingId)).toEqual(["cancelled", "cancelled"]);
    await tell(bookingId);
    expect(await mails()).toEqual([]);
    // Its time is free again, and brought back it is told as a new lesson.
    await restoreBooking(at.staff(), await one(bookingId));
    await tell(bookingId);
    expect(await mails()).toEqual(["booking_booked"]);
    expect((await bookingTrail(at.staff(), { bookingId })).map(({ kind }) => kind)).toEqual([
      "booked",
      "taken_back",
      "restored",
      "told",
    ]);
  });

  test("and moved or cancelled before anybody was told is told as it is then, or not at all", async () => {
    const { lesson } = await seatRows(db.owner, bookingId);
    const day = comingDay(at.zone, 2);
    await moveByStaff(at.staff(), { lessonId, version: lesson.version, day, time: "11:00" });
    // What was moved since is no longer what was booked.
    expect((await refusalOf(back(bookingId))).code).toBe("too_late");
    await tell(bookingId);
    expect(await mails()).toEqual(["booking_booked"]);
    expect((await seatRows(db.owner, bookingId)).booking.toldStartsAt).toEqual(
      coming(at.zone, 2, "11:00"),
    );
  });

  test("cancelled before anybody was told, the family gets no mail of either", async () => {
    await cancelByStaff(at.staff(), { ...(await one(bookingId)), reason: "mistake" });
    await tell(bookingId);
    expect(await mails()).toEqual([]);
  });

  test("stays once the minutes are over, the family knows, or somebody changed it since", async () => {
    const before = await one(bookingId);
    expect(await refusalOf(takeBack(at.staff(), { ...before, version: 9 }))).toMatchObject({
      code: "conflict",
    });
    const other = await makePractice(db.owner);
    expect((await refusalOf(takeBack(other.staff(), before))).code).toBe("not_found");
    await tell(bookingId);
    expect((await refusalOf(back(bookingId))).say.key).toBe("calendar:errors.takeBackOver");
    await db.owner
      .update(t.bookings)
      .set({ toldStartsAt: null })
      .where(eq(t.bookings.id, bookingId));
    await minutesLater();
    expect((await refusalOf(back(bookingId))).code).toBe("too_late");
    expect(await standing(bookingId)).toEqual(["booked", "confirmed"]);
  });
});

describe("the answer to a request", () => {
  let bookingId: string;
  let link: LinkHolder;
  const start = () => coming(at.zone, 2, "10:00");
  const told = async () => (await bookingTrail(link, {})).map(({ kind }) => kind);
  beforeEach(async () => {
    await setTerms(db.owner, at, { approval: true });
    ({ bookingId, link } = await guestBooking(at, start()));
  });

  test("yes is told three minutes later, and taken back it is a request again that can be answered", async () => {
    await approveRequest(at.staff(), await one(bookingId));
    expect(await waits(bookingId)).toEqual(kept("booked", bookingId));
    await back(bookingId);
    expect(await standing(bookingId)).toEqual(["requested", "requested"]);
    const { answerBy } = (await seatRows(db.owner, bookingId)).lesson;
    expect(answerBy?.getTime()).toBeGreaterThan(Date.now());
    await tell(bookingId);
    expect(await mails()).not.toContain("booking_booked");
    expect(await told()).toEqual(["asked"]);
    await approveRequest(at.staff(), await one(bookingId));
    await tell(bookingId);
    expect(await mails()).toContain("booking_booked");
    expect((await refusalOf(back(bookingId))).code).toBe("too_late");
  });

  test("no is told three minutes later, and taken back it is a request again", async () => {
    await declineRequest(at.staff(), { ...(await one(bookingId)), reason: "time", note: "Sorry" });
    expect(await waits(bookingId)).toEqual(kept("declined", bookingId));
    await back(bookingId);
    expect(await standing(bookingId)).toEqual(["requested", "requested"]);
    expect((await seatRows(db.owner, bookingId)).booking).toMatchObject({
      cancelledBy: null,
      cancelNote: null,
      cancelRule: null,
    });
    await tell(bookingId);
    expect(await mails()).not.toContain("booking_declined");
    expect(await told()).toEqual(["asked"]);
  });

  test("no stays where somebody else has the time by now, and says so", async () => {
    await declineRequest(at.staff(), { ...(await one(bookingId)), reason: "time" });
    await bookLesson(visitor, asking(at, start()));
    expect((await refusalOf(back(bookingId))).code).toBe("slot_taken");
    expect(await standing(bookingId)).toEqual(["cancelled", "cancelled"]);
    await tell(bookingId);
    expect(await mails()).toContain("booking_declined");
  });

  test("no stays where the family tells of a death, before it is taken back or in the same moment", async () => {
    await declineRequest(at.staff(), { ...(await one(bookingId)), reason: "time" });
    const waiting = async () =>
      Number(
        (
          await db.owner.execute<{ n: string }>(
            sql`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        )[0]?.n,
      );
    let answers: Promise<unknown>[] = [];
    await db.owner.transaction(async (tx) => {
      // The death is told, up to the row that says that the family is silent; then the no is taken back.
      const { clientId } = (await seatRows(db.owner, bookingId)).booking;
      await tx.select().from(t.clients).where(eq(t.clients.id, clientId)).for("update");
      const told = mournOwn(link, { bookingId });
      await expect.poll(waiting).toBe(1);
      answers = [told, refusalOf(back(bookingId))];
      await expect.poll(waiting).toBe(2);
    });
    expect(await Promise.all(answers)).toMatchObject([{ bookingId }, { code: "too_late" }]);
    expect(await standing(bookingId)).toEqual(["cancelled", "cancelled"]);
    const other = await guestBooking(at, coming(at.zone, 3, "10:00"));
    await declineRequest(at.staff(), { ...(await one(other.bookingId)), reason: "time" });
    const { clientId } = (await seatRows(db.owner, other.bookingId)).booking;
    await mournByStaff(at.staff(), { clientId });
    expect((await refusalOf(back(other.bookingId))).say.key).toBe("calendar:errors.inMourning");
  });

  test("a family's own booking is not for staff to take back", async () => {
    expect((await refusalOf(back(bookingId))).code).toBe("too_late");
  });
});
