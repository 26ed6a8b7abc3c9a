import { eq, sql } from "drizzle-orm";
import * as t from "@/db/schema";
import { removeOverride, saveOverride } from "@/lib/availability/hours.write";
import type { Actor, LinkHolder } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { instantOf, type Minute } from "@/lib/core/time";
import { cancelByStaff, restoreBooking } from "../cancel.write";
import { mournByStaff, mournOwn } from "../mourn.write";
import { cancelOwn, confirmOwn, moveOwn } from "../own.write";
import { openPass } from "../pass";
import { approveRequest, declineRequest, giveUpRequest } from "../requests.write";
import { bookByStaff } from "../staff-book.write";
import { blockTime, moveByStaff, unblockTime } from "../staff-time.write";
import { takeBack } from "../take-back.write";
import { bookLesson, holdTime, releaseTime } from "../write";
import {
  type Days,
  dayOf,
  EXCEPTIONS,
  parentOf,
  quarterAt,
  quarterTime,
  type SmallWorld,
  serviceOf,
} from "./small-world";

/** One attempt of somebody: which of the product's commands, and with what. Numbers only, so that it can be shrunk and sent again. */
export const KINDS = [
  "hold",
  "release",
  "book",
  "bookHeld",
  "again",
  "approve",
  "decline",
  "giveUp",
  "bookByStaff",
  "moveByStaff",
  "moveOwn",
  "cancelByStaff",
  "cancelOwn",
  "restore",
  "takeBack",
  "confirmOwn",
  "mourn",
  "block",
  "unblock",
  "override",
  "removeOverride",
  "runOut",
] as const;
export type Kind = (typeof KINDS)[number];
export type Step = {
  do: Kind;
  /** A guest, or one of the two families with an account. */
  who: "guest" | 0 | 1;
  service: number;
  day: number;
  quarter: number;
  /** Which of the rows that are known. */
  row: number;
  /** Whether staff say why. */
  outside: boolean;
  onTop: boolean;
  limits: boolean;
  /** What is odd about it, 0 to 9: mostly nothing. */
  twist: number;
};

/** A lesson, a hold or a block as its maker knows it. */
export type Known = {
  lessonId: string;
  version: number;
  service: number;
  start: Minute;
  holdSecret: string | null;
  booking: { id: string; version: number; who: "guest" | 0 | 1 } | null;
};
/** A booking that was sent with a key, to be sent again. */
export type Sent = {
  actor: Actor;
  input: Parameters<typeof bookLesson>[1];
  key: string;
  bookingId: string;
};

export type Said =
  | { ok: true; lessonId?: string; bookingId?: string; holdSecret?: string; sent?: Sent }
  | { ok: false; code: Refusal["code"]; nearest: readonly string[] };

const visitor: Actor = { kind: "visitor" };
let made = 0;
/** Not random, so that a run with the same seed is the same run. */
const mark = () => `${process.pid}-${++made}`;

/** Runs a command: a refusal is an answer, anything else is a fault of the product. */
async function answer<T>(
  doing: Promise<T>,
  told: (value: T) => Omit<Said & { ok: true }, "ok"> = () => ({}),
): Promise<Said> {
  try {
    return { ok: true, ...told(await doing) };
  } catch (error) {
    // A limit that refuses would prove nothing about times.
    if (!(error instanceof Refusal) || error.code === "rate_limited" || error.code === "busy")
      throw error;
    const { nearest } = error.facts;
    return {
      ok: false,
      code: error.code,
      nearest: Array.isArray(nearest) ? nearest.map(String) : [],
    };
  }
}

export type Aim = {
  step: Step;
  /** The start that is asked for. */
  start: Minute;
  /** The row it is about, where it is about one. */
  row: Known | null;
  sent: Sent | null;
};

export function attempt(world: SmallWorld, aim: Aim): Promise<Said> {
  const { step, row, sent } = aim;
  if (step.do in plain) return plain[step.do as keyof typeof plain](world, aim);
  if (step.do === "again") return sent ? again(sent, step.twist) : refusedEmpty();
  return row ? about[step.do as keyof typeof about](world, { ...aim, row }) : refusedEmpty();
}
const refusedEmpty = (): Promise<Said> =>
  Promise.resolve({ ok: false, code: "not_found", nearest: [] });

const stale = (version: number, twist: number): number => (twist === 9 ? version + 1 : version);
const heldBy = ({ practiceId }: SmallWorld, { lessonId, holdSecret }: Known, wrong = false) => ({
  practiceId,
  id: lessonId,
  secret: wrong || holdSecret === null ? "A".repeat(43) : holdSecret,
});
/** Comes for a time that is held, without the secret of whoever holds it. */
export const isThief = ({ do: kind, twist }: Step): boolean => kind === "bookHeld" && twist > 7;
/** Comes with a hold for another time than the one that it is for. */
const isElsewhere = ({ twist }: Step): boolean => twist === 7;
/** Whoever brings a hold wants the time that it is for; everybody else a quarter of an hour of some day. */
export const aimedAt = (world: Days, step: Step, row: Known | null): Pick<Aim, "step" | "start"> =>
  step.do === "bookHeld" && row !== null && !isElsewhere(step)
    ? { step: { ...step, service: row.service }, start: row.start }
    : { step, start: quarterAt(world, step.day, step.quarter) };
const bookerOf = (world: SmallWorld, who: Step["who"]): Actor =>
  who === "guest" ? visitor : parentOf(world, who).parent;

function send(
  world: SmallWorld,
  { step, start }: Aim,
  hold?: ReturnType<typeof heldBy>,
): Promise<Said> {
  const { practiceId } = world;
  const who = mark();
  const input: Sent["input"] = {
    practiceId,
    serviceId: serviceOf(world, step.service).id,
    start: instantOf(start).toISOString(),
    ...(hold && { hold }),
    ...(step.who === "guest"
      ? {
          guest: { name: "Ana", email: `ana-${who}@example.com` },
          babies: [
            {
              firstName: "Mila",
              bornOn: { day: "24", month: "8", year: "2026" },
              born: { early: "no" as const },
            },
          ],
        }
      : { babyIds: [parentOf(world, step.who).babyId] }),
  };
  const actor = bookerOf(world, step.who);
  const key = `prove-${who}-0123456789`;
  return answer(bookLesson(actor, input, { key }), ({ bookingId }) => ({
    bookingId,
    sent: { actor, input, key, bookingId },
  }));
}

const again = ({ actor, input, key }: Sent, twist: number): Promise<Said> =>
  answer(
    bookLesson(actor, twist > 6 ? { ...input, note: "Something else" } : input, { key }),
    ({ bookingId }) => ({ bookingId }),
  );

/** Attempts that are about a time. */
const plain = {
  hold: (world: SmallWorld, { step, start, row }: Aim) =>
    answer(
      holdTime(visitor, {
        practiceId: world.practiceId,
        serviceId: serviceOf(world, step.service).id,
        start: instantOf(start).toISOString(),
        ...(row && { instead: heldBy(world, row, step.twist === 9) }),
      }),
      ({ holdId, pass }) => ({ lessonId: holdId, holdSecret: openPass(pass) }),
    ),
  book: (world: SmallWorld, aim: Aim) => send(world, aim),
  bookHeld: (world: SmallWorld, aim: Aim) =>
    send(world, aim, aim.row ? heldBy(world, aim.row, isThief(aim.step)) : undefined),
  bookByStaff: (world: SmallWorld, { step }: Aim) => {
    const { clientId, babyId } = parentOf(world, step.who === "guest" ? 0 : step.who);
    return answer(
      bookByStaff(world.staff, {
        serviceId: serviceOf(world, step.service).id,
        day: dayOf(world, step.day),
        time: quarterTime(step.quarter),
        clientId,
        babyIds: [babyId],
        ...(step.outside && { outside: "urgent" }),
        ...(step.onTop && { onTop: "short" }),
        ...(step.limits && { limits: "urgent" }),
      }),
      ({ bookingId, lessonId }) => ({ bookingId, lessonId }),
    );
  },
  block: (world: SmallWorld, { step }: Aim) =>
    answer(
      blockTime(world.staff, {
        practitionerId: world.practitionerId,
        title: "Away",
        from: dayOf(world, step.day),
        fromTime: quarterTime(step.quarter),
        untilTime: quarterTime(step.quarter + blockLength(step)),
        allDay: undefined,
      }),
      ({ lessonId }) => ({ lessonId }),
    ),
  override: (world: SmallWorld, { step }: Aim) => {
    const hours = exceptionOf(step);
    return answer(
      saveOverride(world.staff, {
        practitionerId: world.practitionerId,
        from: dayOf(world, step.day),
        ...(hours ? { kind: "hours", hours: [hours] } : { kind: "closed" }),
      }),
    );
  },
  removeOverride: (world: SmallWorld, { step }: Aim) =>
    answer(
      removeOverride(world.staff, {
        practitionerId: world.practitionerId,
        day: dayOf(world, step.day),
      }),
    ),
};
/** In quarters. */
export const blockLength = (step: Step): number => 1 + (step.twist % 4);
export const exceptionOf = (step: Step) => EXCEPTIONS[step.twist % EXCEPTIONS.length] ?? null;

type About = Aim & { row: Known };
const seatOf = ({ booking }: Known, twist: number) => ({
  bookingId: booking?.id ?? "0199c3a1-7000-7000-8000-000000000001",
  version: stale(booking?.version ?? 1, twist),
});
const standing = (row: Known, step: Step) => ({
  ...seatOf(row, step.twist),
  ...(step.limits && { limits: "urgent" as const }),
});
/** A guest by the link of its booking, a family by its account. */
function familyOf(world: SmallWorld, { booking }: Known): Actor {
  if (booking && booking.who !== "guest") return parentOf(world, booking.who).parent;
  const link: LinkHolder = {
    kind: "link",
    link: "booking",
    practiceId: world.practiceId,
    subjectId: booking?.id ?? "0199c3a1-7000-7000-8000-000000000001",
  };
  return link;
}

/** Attempts that are about a row. */
const about = {
  release: (world: SmallWorld, { row, step }: About) =>
    answer(releaseTime(visitor, heldBy(world, row, step.twist === 9))),
  approve: (world: SmallWorld, { row, step }: About) =>
    answer(approveRequest(world.staff, standing(row, step))),
  decline: (world: SmallWorld, { row, step }: About) =>
    answer(declineRequest(world.staff, { ...seatOf(row, step.twist), reason: "time" })),
  giveUp: async (world: SmallWorld, { row, step }: About) => {
    if (step.twist < 5)
      await world.owner
        .update(t.lessons)
        .set({ answerBy: sql`clock_timestamp() - interval '1 second'` })
        .where(sql`${t.lessons.id} = ${row.lessonId}::uuid and ${t.lessons.status} = 'requested'`);
    return answer(
      giveUpRequest(world.system, { practiceId: world.practiceId, lessonId: row.lessonId }),
    );
  },
  moveByStaff: (world: SmallWorld, { row, step }: About) =>
    answer(
      moveByStaff(world.staff, {
        lessonId: row.lessonId,
        version: stale(row.version, step.twist),
        day: dayOf(world, step.day),
        time: quarterTime(step.quarter),
        ...(step.outside && { outside: "urgent" }),
        ...(step.onTop && { onTop: "short" }),
        ...(step.limits && { limits: "urgent" }),
      }),
    ),
  moveOwn: (world: SmallWorld, { row, step, start }: About) =>
    answer(
      moveOwn(familyOf(world, row), {
        ...seatOf(row, step.twist),
        start: instantOf(start).toISOString(),
        feeMinor: 0,
        ill: undefined,
      }),
    ),
  cancelByStaff: (world: SmallWorld, { row, step }: About) =>
    answer(
      cancelByStaff(world.staff, {
        ...seatOf(row, step.twist),
        reason: "other",
        rule: step.twist === 7 ? "illness" : "free",
      }),
    ),
  cancelOwn: (world: SmallWorld, { row, step }: About) =>
    answer(
      cancelOwn(familyOf(world, row), { ...seatOf(row, step.twist), reason: "plans", feeMinor: 0 }),
    ),
  restore: (world: SmallWorld, { row, step }: About) =>
    answer(restoreBooking(world.staff, standing(row, step))),
  takeBack: (world: SmallWorld, { row, step }: About) =>
    answer(takeBack(world.staff, seatOf(row, step.twist))),
  confirmOwn: (world: SmallWorld, { row, step }: About) =>
    answer(confirmOwn(familyOf(world, row), seatOf(row, step.twist))),
  mourn: async (world: SmallWorld, { row, step }: About) => {
    const { bookingId } = seatOf(row, 0);
    if (step.twist !== 8) return answer(mournOwn(familyOf(world, row), { bookingId }));
    const [booking] = await world.owner
      .select({ clientId: t.bookings.clientId })
      .from(t.bookings)
      .where(eq(t.bookings.id, bookingId));
    const { clientId } = booking ?? { clientId: bookingId };
    return answer(mournByStaff(world.staff, { clientId }));
  },
  unblock: (world: SmallWorld, { row, step }: About) =>
    answer(
      unblockTime(world.staff, { lessonId: row.lessonId, version: stale(row.version, step.twist) }),
    ),
  /** No command: time goes by. The hold ran out, by the database's clock. */
  runOut: async (world: SmallWorld, { row }: About): Promise<Said> => {
    await world.owner
      .update(t.lessons)
      .set({ holdExpiresAt: sql`clock_timestamp() - interval '1 second'` })
      .where(sql`${eq(t.lessons.id, row.lessonId)} and ${t.lessons.status} = 'held'`);
    return { ok: true };
  },
};

/** Attempts against the limits of honest use are forgotten: a handful of families stands for hundreds. */
export const forgetAttempts = (world: SmallWorld) =>
  world.owner.execute(sql`delete from rate_hits`);
