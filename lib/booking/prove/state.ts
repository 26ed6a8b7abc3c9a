import { oracleSlots } from "@/lib/availability/oracle";
import { type Minute, wallOf } from "@/lib/core/time";
import { MOST_OPEN } from "../welcome";
import {
  familyOf,
  fullDays,
  insideHours,
  inTheWay,
  type Model,
  ofFamily,
  type Row,
  type Span,
  takes,
} from "./model";
import { dayOf, quarterAt, type SmallWorld, serviceOf } from "./small-world";
import { type Aim, blockLength, exceptionOf, isThief, type Said, type Step } from "./steps";

/** What an attempt must come to, and what is then different. */
export type Expected = { ok: boolean | "either"; then: (said: Said & { ok: true }) => void };
const refused: Expected = { ok: false, then: () => {} };
const allowed = (then: Expected["then"]): Expected => ({ ok: true, then });
const when = (ok: boolean, then: Expected["then"]): Expected => (ok ? allowed(then) : refused);

/** The times a lesson of a service takes. */
function spanOf(world: SmallWorld, service: number, start: Minute) {
  const { durationMinutes, bufferBefore, bufferAfter } = serviceOf(world, service);
  const end = start + durationMinutes;
  return { start, end, from: start - bufferBefore, until: end + bufferAfter };
}

/** The times that a family is offered, by a walk over every minute of the days. */
export function offered(
  world: SmallWorld,
  model: Model,
  service: number,
  except: Row | null = null,
): number[] {
  const overrides = [...model.exceptions].map(([n, hours]) =>
    hours
      ? { day: dayOf(world, n), hours: [hours] }
      : { day: dayOf(world, n), closed: true as const },
  );
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: "09:00", end: "13:00" }));
  const busy = model.rows.flatMap((row) =>
    row !== except && takes(row) ? [{ start: row.from, end: row.until }] : [],
  );
  const { zone, now, from, to, path } = world;
  return oracleSlots(
    {
      hours,
      overrides,
      busy,
      fullDays: fullDays(world, model, except),
      service: serviceOf(world, service),
      zone,
      now,
      from,
      to,
    },
    path,
  );
}
const isOffered = (
  world: SmallWorld,
  model: Model,
  service: number,
  start: Minute,
  except?: Row | null,
): boolean => offered(world, model, service, except ?? null).includes(start);

/** Whether a lesson there would be one too many; one that stays on its day makes no more of them. */
function isFull(world: SmallWorld, model: Model, start: Minute, row: Row | null): boolean {
  const on = (minute: Minute) => wallOf(new Date(minute * 60_000), world.zone).day;
  if (row && on(row.start) === on(start)) return false;
  return fullDays(world, model, row).includes(on(start));
}

/** Whether a lesson that comes to stand where it lies would be one too many. */
const isTooMany = (world: SmallWorld, model: Model, row: Row): boolean =>
  fullDays(world, model, row).includes(wallOf(new Date(row.start * 60_000), world.zone).day);

/** What the model knows of an attempt before it is made. Refusals change nothing, so only successes are followed. */
export function expectation(
  world: SmallWorld,
  model: Model,
  aim: Aim & { row: Row | null },
): Expected {
  const rule = rules[aim.step.do];
  return rule(world, model, aim);
}

type Asked = Aim & { row: Row | null };
type Rule = (world: SmallWorld, model: Model, asked: Asked) => Expected;

const fresh = (step: Step): boolean => step.twist !== 9;
const gone = (row: Row): void => {
  row.status = "gone";
  row.alive = false;
};

function add(
  model: Model,
  row: Partial<Row> & Span & { start: Minute; end: Minute; service: number },
): Row {
  const made: Row = {
    lessonId: "",
    version: 1,
    holdSecret: null,
    booking: null,
    kind: "lesson",
    status: "confirmed",
    onTop: false,
    alive: false,
    sequence: 0,
    bookingStatus: null,
    undoable: false,
    back: null,
    overdue: false,
    byStaff: false,
    untold: false,
    mourned: false,
    ...row,
  };
  model.rows.push(made);
  return made;
}
const seat = (said: Said & { ok: true }, who: Step["who"]) => ({
  id: said.bookingId ?? "",
  version: 1,
  who,
});

const openUnder = (model: Model, who: Step["who"]): number =>
  model.rows.filter(
    ({ booking, bookingStatus }) =>
      booking?.who === who && (bookingStatus === "requested" || bookingStatus === "booked"),
  ).length;

/** A family books; `hold` is the hold that it brings with the right secret. */
function booking(
  world: SmallWorld,
  model: Model,
  { step, start }: Asked,
  hold: Row | null,
): Expected {
  const { who, service } = step;
  if (who !== "guest" && openUnder(model, who) >= MOST_OPEN) return refused;
  const heardAgain = () => who !== "guest" && model.silent.delete(who);
  const { approval } = serviceOf(world, service);
  const state = approval
    ? ({ status: "requested", bookingStatus: "requested" } as const)
    : ({ status: "confirmed", bookingStatus: "booked" } as const);
  if (
    hold &&
    hold.status === "held" &&
    hold.alive &&
    hold.service === service &&
    hold.start === start
  )
    return allowed((said) => {
      heardAgain();
      Object.assign(hold, {
        ...state,
        alive: false,
        version: hold.version + 1,
        booking: seat(said, who),
      });
      model.sent = said.sent ?? null;
    });
  if (hold && hold.status !== "held" && hold.status !== "gone") return refused;
  return when(isOffered(world, model, service, start, hold), (said) => {
    if (hold) gone(hold);
    heardAgain();
    add(model, { ...spanOf(world, service, start), service, ...state, booking: seat(said, who) });
    model.sent = said.sent ?? null;
  });
}

function cancelled(row: Row, undoable: boolean): void {
  gone(row);
  row.undoable = undoable;
  row.back = null;
  row.mourned = false;
  row.bookingStatus = "cancelled";
  row.version += 1;
  row.sequence += 1;
  if (row.booking) row.booking.version += 1;
}

/** By staff, who may take it back, and whose booking nobody was told of. */
function cancelledByStaff(row: Row): void {
  cancelled(row, true);
  row.untold = row.byStaff;
}

const mourned = (model: Model, row: Row, byStaff: boolean): void => {
  // What the family itself says of its loss is the last word on the lesson that it says it of, also of one declined.
  if (!byStaff) Object.assign(row, { back: null, mourned: false });
  for (const each of ofFamily(model, row)) {
    if (byStaff) cancelledByStaff(each);
    else cancelled(each, false);
    each.mourned = byStaff;
  }
  model.silent.add(familyOf(row));
};

function placed(row: Row, start: Minute): { start: Minute; end: Minute } & Span {
  const by = start - row.start;
  return { start, end: row.end + by, from: row.from + by, until: row.until + by };
}
function moved(row: Row, start: Minute, onTop: boolean): void {
  Object.assign(row, placed(row, start), {
    onTop,
    back: null,
    version: row.version + 1,
    sequence: row.sequence + 1,
  });
  if (row.booking) row.booking.version += 1;
}
/** A request again, which has all the time to be answered that it had. */
function askedAgain(row: Row): void {
  Object.assign(row, {
    status: "requested",
    bookingStatus: "requested",
    back: null,
    overdue: false,
    version: row.version + 1,
  });
  if (row.booking) row.booking.version += 1;
}

const rules: Record<Step["do"], Rule> = {
  hold: (world, model, { step, start, row }) => {
    const { service } = step;
    const given = row?.status === "held" && fresh(step) ? row : null;
    return when(isOffered(world, model, service, start, given), (said) => {
      if (given) gone(given);
      const { lessonId = "", holdSecret = null } = said;
      add(model, {
        ...spanOf(world, service, start),
        service,
        status: "held",
        alive: true,
        lessonId,
        holdSecret,
      });
    });
  },
  release: (_world, _model, { step, row }) => ({
    // One that ran out may have been cleared away by whoever took its time, or not yet.
    ok: fresh(step) && row?.status === "held" && (row.alive || "either"),
    then: () => row && gone(row),
  }),
  book: (world, model, asked) => booking(world, model, asked, null),
  bookHeld: (world, model, asked) =>
    booking(world, model, asked, isThief(asked.step) ? null : asked.row),
  again: (_world, _model, { step, sent }) =>
    when(sent !== null && step.twist <= 6, (said) => {
      if (said.bookingId !== sent?.bookingId) throw new Error("the same key made another booking");
    }),
  approve: (world, model, { step, row }) =>
    when(
      fresh(step) &&
        row?.bookingStatus === "requested" &&
        !inTheWay(model, row, row).some((other) => other.status === "confirmed") &&
        (step.limits || !isTooMany(world, model, row)),
      () => {
        if (!row?.booking) return;
        Object.assign(row, {
          status: "confirmed",
          bookingStatus: "booked",
          version: row.version + 1,
          overdue: false,
          back: "approved",
        });
        row.booking.version += 1;
      },
    ),
  decline: (_world, _model, { step, row }) =>
    when(fresh(step) && row?.bookingStatus === "requested", () => {
      if (!row) return;
      cancelled(row, false);
      row.back = "declined";
    }),
  giveUp: (_world, _model, { step, row }) =>
    allowed(() => {
      if (row?.status !== "requested") return;
      row.overdue ||= step.twist < 5;
      if (row.overdue) cancelled(row, false);
    }),
  bookByStaff: (world, model, { step, start }) => {
    const { service, day, quarter, who } = step;
    const span = spanOf(world, service, start);
    if (!insideHours(model, day, quarter, span.end - span.start) && !step.outside) return refused;
    if (isFull(world, model, start, null) && !step.limits) return refused;
    const over = inTheWay(model, span).length > 0;
    return when(!over || step.onTop, (said) => {
      const family = who === "guest" ? 0 : who;
      add(model, {
        ...span,
        service,
        bookingStatus: "booked",
        back: "booked",
        byStaff: true,
        onTop: over,
        lessonId: said.lessonId ?? "",
        booking: seat(said, family),
      });
    });
  },
  moveByStaff: (world, model, { step, row, start }) => {
    if (!row || !fresh(step) || (row.status !== "requested" && row.status !== "confirmed"))
      return refused;
    const inside = insideHours(model, step.day, step.quarter, row.end - row.start);
    if (row.kind === "lesson" && !inside && !step.outside) return refused;
    const full = row.kind === "lesson" && isFull(world, model, start, row);
    if (full && !step.limits) return refused;
    const over = inTheWay(model, placed(row, start), row).length > 0;
    return when(!over || (step.onTop && row.kind === "lesson"), () => moved(row, start, over));
  },
  moveOwn: (world, model, { step, row, start }) => {
    if (!row?.booking || !fresh(step) || row.status === "gone" || start === row.start)
      return refused;
    return when(isOffered(world, model, row.service, start, row), () => moved(row, start, false));
  },
  cancelByStaff: (_world, _model, { step, row }) =>
    when(fresh(step) && row?.bookingStatus === "booked", () => {
      if (row) cancelledByStaff(row);
    }),
  cancelOwn: (_world, _model, { step, row }) =>
    when(
      fresh(step) && (row?.bookingStatus === "booked" || row?.bookingStatus === "requested"),
      () => row && cancelled(row, false),
    ),
  restore: (world, model, { step, row }) => {
    if (!row?.booking || !fresh(step) || !row.undoable) return refused;
    if (!row.mourned && model.silent.has(familyOf(row))) return refused;
    if (isTooMany(world, model, row) && !step.limits) return refused;
    const { booking, version, sequence } = row;
    return when(inTheWay(model, row, row).length === 0, () => {
      if (row.mourned) model.silent.delete(familyOf(row));
      Object.assign(row, {
        status: "confirmed",
        bookingStatus: "booked",
        undoable: false,
        untold: false,
        onTop: false,
        version: version + 1,
        sequence: sequence + 1,
      });
      booking.version += 1;
    });
  },
  takeBack: (_world, model, { step, row }) => {
    if (!row?.back || !fresh(step)) return refused;
    if (row.back === "booked") return allowed(() => cancelledByStaff(row));
    if (model.silent.has(familyOf(row))) return refused;
    if (row.back === "approved") return allowed(() => askedAgain(row));
    // Its time was free at once: who took it meanwhile has it.
    return when(inTheWay(model, row, row).length === 0, () => {
      askedAgain(row);
      row.onTop = false;
      row.sequence += 1;
    });
  },
  confirmOwn: (_world, _model, { step, row }) =>
    when(fresh(step) && row?.bookingStatus === "booked", () => {
      if (!row?.booking) return;
      row.back = null;
      row.booking.version += 1;
    }),
  mourn: (_world, model, { step, row }) => {
    const byStaff = step.twist === 8;
    if (!row?.booking || (row.untold && !byStaff)) return refused;
    return allowed(() => mourned(model, row, byStaff));
  },
  block: (world, model, { step, start }) => {
    const end = quarterAt(world, step.day, step.quarter + blockLength(step));
    const span = { start, end, from: start, until: end };
    return when(inTheWay(model, span).length === 0, ({ lessonId = "" }) => {
      add(model, { ...span, service: 0, kind: "block", lessonId });
    });
  },
  unblock: (_world, _model, { step, row }) =>
    when(fresh(step) && row?.kind === "block" && row.status === "confirmed", () => {
      if (!row) return;
      gone(row);
      row.version += 1;
    }),
  override: (_world, model, { step }) =>
    allowed(() => model.exceptions.set(step.day, exceptionOf(step))),
  removeOverride: (_world, model, { step }) =>
    when(model.exceptions.has(step.day), () => model.exceptions.delete(step.day)),
  runOut: (_world, _model, { row }) =>
    allowed(() => {
      if (row?.status === "held") row.alive = false;
    }),
};
