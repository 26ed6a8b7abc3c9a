import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Tx } from "@/db/client";
import * as t from "@/db/schema";
import { seen } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { type Desk, makeDesk } from "@/db/testing/desk";
import { mailJobs, refusalOf, seatRows } from "@/db/testing/lessons";
import { holder, referralWorld } from "@/db/testing/referrals";
import type { LinkHolder } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { feedLessons } from "@/lib/documents/feed.read";
import { queueBooking } from "@/lib/jobs/mail.write";
import { trackReferral } from "@/lib/referrals/sender.read";
import { acceptReferral } from "@/lib/referrals/write";
import { inContext } from "@/lib/work/context";
import { cancelByStaff, restoreBooking } from "./cancel.write";
import { mournByStaff } from "./mourn.write";
import { ownLesson } from "./own.read";
import { bookingByLink, ownLessons } from "./read";
import { staffBooking } from "./staff-one.read";
import { takeBack } from "./take-back.write";
import { moveTime } from "./time";
import { bookingTrail } from "./trail.read";

const db = testDatabase();
let at: Desk;
const { sendConfirmed } = referralWorld(db, () => at);
let booked: { bookingId: string; lessonId: string };
beforeEach(async () => {
  at = await makeDesk(db.owner);
  booked = await at.book("10:00");
});

const one = async () => ({
  bookingId: booked.bookingId,
  ...(await seen(db.owner, booked.bookingId)),
});
const bookingLink = (): LinkHolder => ({
  ...{ kind: "link", link: "booking", practiceId: at.practiceId, subjectId: booked.bookingId },
});
/** Everything that a family can look at: what its account lists and opens, its calendar, and whoever holds its link. */
async function seenByFamily() {
  const { parent } = at.family;
  const { bookingId } = booked;
  const { upcoming, past } = await ownLessons(parent, {});
  const opens = async (doing: Promise<unknown>) => doing.then(() => true, refusedAsMissing);
  return {
    listed: [...upcoming, ...past].length > 0,
    opened: await opens(ownLesson(parent, { bookingId })),
    history: await opens(bookingTrail(parent, { bookingId })),
    feed: (await feedLessons(parent, {})).length > 0,
    link: await opens(bookingByLink(bookingLink(), {})),
  };
}
const refusedAsMissing = (error: unknown) => {
  if (error instanceof Refusal && error.code === "not_found") return false;
  throw error;
};
const nowhere = { listed: false, opened: false, history: false, feed: false, link: false };
const everywhere = { listed: true, opened: true, history: true, feed: true, link: true };

/** What the job does once the minutes are over. */
async function tell() {
  const { bookingId } = booked;
  for (const { event, sequence } of await mailJobs(db.owner, bookingId))
    await queueBooking(at.system, {
      ...{ practiceId: at.practiceId, bookingId, sequence: Number(sequence) },
      event: event as "booked",
    });
}
/** What the mail server does with what was queued. */
const mails = (state: "sent" | "queued", leavingAt: Date | null = null) =>
  db.owner
    .update(t.emails)
    .set({ state, leavingAt })
    .where(eq(t.emails.subjectId, booked.bookingId));

describe("a lesson that staff booked, before anybody told the family", () => {
  test("is nowhere for the family once it is taken back, and stays in the trail of staff", async () => {
    expect(await seenByFamily()).toEqual(everywhere);
    await takeBack(at.staff(), await one());
    expect(await seenByFamily()).toEqual(nowhere);
    const { bookingId } = booked;
    expect((await staffBooking(at.staff(), { bookingId })).seat.cancelRule).toBe("untold");
    const trail = await bookingTrail(at.staff(), { bookingId });
    expect(trail.map(({ kind }) => kind)).toEqual(["booked", "taken_back"]);
  });

  test("is nowhere for the family either when it is cancelled, moved before or not, and costs nothing", async () => {
    await db.owner
      .update(t.bookings)
      .set({ lateFeePercent: 100 })
      .where(eq(t.bookings.id, booked.bookingId));
    await at.move(booked.bookingId, "11:00");
    await cancelByStaff(at.staff(), { ...(await one()), reason: "mistake", rule: "late" });
    const { booking } = await seatRows(db.owner, booked.bookingId);
    expect(booking).toMatchObject({ cancelRule: "untold", feeMinor: 0 });
    expect(await seenByFamily()).toEqual(nowhere);
  });

  test("is changed, and no fault, for a family that moves it while it is taken back", async () => {
    const [lesson] = await db.owner
      .select()
      .from(t.lessons)
      .where(eq(t.lessons.id, booked.lessonId));
    if (!lesson) throw new Error("no lesson");
    await takeBack(at.staff(), await one());
    const move = (tx: Tx) => moveTime(tx, lesson, lesson.version, lesson);
    expect(await inContext(at.family.parent, move, "read write")).toBe("changed");
    expect(await inContext(bookingLink(), move, "read write")).toBe("changed");
  });

  test("is there again once it is brought back", async () => {
    await takeBack(at.staff(), await one());
    await restoreBooking(at.staff(), await one());
    expect(await seenByFamily()).toEqual(everywhere);
    const told = await bookingTrail(at.family.parent, { bookingId: booked.bookingId });
    expect(told.map(({ kind }) => kind)).toEqual(["booked"]);
  });
});

test("a lesson that the family was told of is seen as cancelled, and as by the rule that staff chose", async () => {
  await tell();
  await mails("sent");
  await cancelByStaff(at.staff(), { ...(await one()), reason: "travel" });
  expect(await seenByFamily()).toEqual({ ...everywhere, feed: false });
  const { booking } = await seatRows(db.owner, booked.bookingId);
  expect(booking.cancelRule).toBe("free");
  expect((await refusalOf(takeBack(at.staff(), await one()))).code).toBe("too_late");
});

test("the clock alone tells nobody: cancelled hours later, while nothing has left, it never was for the family", async () => {
  const old = sql`update audit_events set at = at - interval '5 hours' where subject_id = ${booked.bookingId}`;
  await db.owner.execute(sql`alter table audit_events disable trigger user`);
  await db.owner.execute(old);
  await db.owner.execute(sql`alter table audit_events enable trigger user`);
  await cancelByStaff(at.staff(), { ...(await one()), reason: "travel" });
  expect(await seenByFamily()).toEqual(nowhere);
  // What waited finds it cancelled, and there is nothing to tell.
  await tell();
  expect(await db.owner.$count(t.emails, eq(t.emails.subjectId, booked.bookingId))).toBe(0);
});

test("written and not handed to a server, it is as if nobody had written; once it may have left, the family sees it", async () => {
  await tell();
  await mails("queued", new Date());
  expect((await staffBooking(at.staff(), { bookingId: booked.bookingId })).heard).toBe(true);
  await mails("queued");
  await cancelByStaff(at.staff(), { ...(await one()), reason: "travel" });
  expect(await seenByFamily()).toEqual(nowhere);
  // Brought back, it is told as booked.
  await restoreBooking(at.staff(), await one());
  expect((await seatRows(db.owner, booked.bookingId)).booking.toldStartsAt).toBeNull();
  expect(await seenByFamily()).toEqual(everywhere);
});

test("after a death that staff are told of, it never was for the family; what was told is given back, and either comes again", async () => {
  const { clientId } = at.family;
  const other = await at.book("15:00");
  await db.owner
    .update(t.bookings)
    .set({ toldStartsAt: new Date() })
    .where(eq(t.bookings.id, other.bookingId));
  await mournByStaff(at.staff(), { clientId } as never);
  const rules = async () =>
    Promise.all(
      [booked, other].map(async ({ bookingId }) => (await seatRows(db.owner, bookingId)).booking),
    );
  expect((await rules()).map(({ cancelRule }) => cancelRule)).toEqual(["untold", "bereavement"]);
  expect(await seenByFamily()).toEqual({ ...nowhere, listed: true });
  expect((await staffBooking(at.staff(), { bookingId: booked.bookingId })).undoUntil).toBeNull();
  await restoreBooking(at.staff(), await one());
  const [client] = await db.owner.select().from(t.clients).where(eq(t.clients.id, clientId));
  expect(client?.silentSince).toBeNull();
});

test("a doctor who referred the baby sees nothing of it either", async () => {
  const referralId = await sendConfirmed();
  const { clientId, babyId } = await acceptReferral(at.staff(), { referralId });
  booked = await at.book("14:00", { clientId, babyIds: [babyId] });
  const tracked = async () =>
    (await trackReferral(holder(at, referralId), { referralId })).lesson?.status ?? null;
  expect(await tracked()).toBe("booked");
  await takeBack(at.staff(), await one());
  expect(await tracked()).toBeNull();
});
