import { describe, expect, test } from "vitest";
import { rowsOf } from "@/components/agenda/agenda";
import messages from "@/messages/en-US/calendar.json";
import {
  type CalendarData,
  type CalendarEvent,
  changeable,
  freeAhead,
  movable,
  outcomesOf,
  unsaid,
} from "./model";
import { stepped, stretched } from "./use-shift";
import {
  careParts,
  eventName,
  fill,
  lengthText,
  marks,
  quartersText,
  rangeText,
  type Speech,
} from "./words";

type Words = { [name: string]: string | Words };
const flat = (words: Words, under = ""): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[under + name, value]]
        : Object.entries(flat(value, `${under}${name}.`)),
    ),
  );
const speech: Speech = { words: flat(messages.board), locale: "en-GB" };

const mila: CalendarEvent = {
  id: "1",
  day: "2026-11-24",
  start: 14 * 60 + 15,
  end: 15 * 60 + 30,
  bookingId: "b",
  clientId: "c",
  practitioner: { id: "p", name: "Rosa Calder" },
  colleagues: [],
  kind: "home",
  status: "booked",
  title: "Mila Okoye",
  service: "First lesson at home",
  place: "Your home",
  address: "14 Cotham Vale",
  ordinal: 1,
  guardians: ["Ana Okoye"],
  doctorName: null,
  price: { minor: 6200, currency: "GBP" },
  bornEarly: 235,
  weeksUnknown: false,
  careCount: 2,
  care: [{ allergies: ["No nut oils"], conditions: ["Reflux"], takeCare: null, findings: [] }],
  version: 1,
  bookingVersion: 1,
  whole: true,
  begins: { day: "2026-11-24", minute: 14 * 60 + 15 },
  minutes: 75,
  onTop: false,
  fixed: false,
  willCome: false,
  note: null,
  color: "brand",
  answerBy: null,
  zone: null,
};
const now = { day: "2026-11-24", minute: 11 * 60 + 9 };

describe("an event in one sentence", () => {
  test("says who, what, when, how it stands and what to take care of", () => {
    expect(eventName(speech, mila)).toBe(
      "Mila Okoye, first lesson, Tuesday 24 November, 2:15 to 3:30 pm, confirmed, Home visit, " +
        "take care: born 33+4, No nut oils and Reflux",
    );
    expect(eventName(speech, { ...mila, care: [], careCount: 0, among: true })).toBe(
      "Mila Okoye, first lesson, Tuesday 24 November, 2:15 to 3:30 pm, confirmed, Home visit, " +
        "with Rosa Calder, take care: born 33+4",
    );
    const late = {
      ...mila,
      ordinal: 3,
      status: "no_show" as const,
      bornEarly: null,
      care: [],
      careCount: 0,
    };
    expect(eventName(speech, late)).toBe(
      "Mila Okoye, lesson 3, Tuesday 24 November, 2:15 to 3:30 pm, did not come, Home visit",
    );
  });

  test("one whose weeks nobody knows is not taken for a baby born at term", () => {
    const unsure = { ...mila, bornEarly: null, weeksUnknown: true, care: [], careCount: 0 };
    expect(careParts(speech, unsure)).toEqual(["weeks at birth not known"]);
  });

  test("tells the front desk how much there is to take care of, and nobody's block as a lesson", () => {
    expect(careParts(speech, { ...mila, bornEarly: null, care: [] })).toEqual([
      "2 to take care of",
    ]);
    const block = {
      ...mila,
      kind: "block" as const,
      title: "Supervision",
      ordinal: null,
      bornEarly: null,
      care: [],
      careCount: 0,
    };
    expect(eventName(speech, block)).toBe(
      "Supervision, Tuesday 24 November, 2:15 to 3:30 pm, busy",
    );
  });
});

test("names in braces are filled in once, and what is unknown stays to be seen", () => {
  expect(fill("{a} and {b}", { a: "{b}", b: 2 })).toBe("{b} and 2");
  expect(fill("{missing}", {})).toBe("{missing}");
});

test("lengths are told in full where there is room, in quarters of an hour where there is none", () => {
  expect(lengthText(speech, 135)).toBe("2 h 15 min");
  expect(lengthText(speech, 60)).toBe("1 h");
  expect(lengthText(speech, 0)).toBe("0 min");
  expect([285, 299, 240, 30, 10].map((minutes) => quartersText(speech, minutes))).toEqual([
    "4¾ h",
    "4¾ h",
    "4 h",
    "½ h",
    "10 min",
  ]);
});

test("what is free is counted from now on, and not at all when the hours of the day are over", () => {
  const day = {
    day: "2026-11-24",
    open: [{ start: 540, end: 1020 }],
    gaps: [
      { start: 540, end: 600 },
      { start: 900, end: 1020 },
    ],
    free: 180,
    away: false,
  };
  const at = (minute: number) => freeAhead(day, { day: "2026-11-24", minute });
  expect([at(0), at(570), at(700), at(960), at(1020)]).toEqual([180, 150, 120, 60, null]);
  expect(freeAhead({ ...day, gaps: [] }, { day: "2026-11-23", minute: 1400 })).toBe(0);
  expect(freeAhead(day, { day: "2026-11-25", minute: 0 })).toBe(null);
});

test("a week is told by its ends", () => {
  expect(rangeText(speech, "2026-11-23", "2026-11-29")).toBe("23–29 November");
  expect(rangeText(speech, "2026-11-30", "2026-12-06")).toBe("30 November – 6 December");
  const american = { ...speech, locale: "en-US" };
  expect(rangeText(american, "2026-11-23", "2026-11-29")).toBe("November 23–29");
});

test("a lesson that is over and that nobody spoke of is asked about", () => {
  expect(unsaid(mila, now)).toBe(false);
  expect(unsaid({ ...mila, day: "2026-11-23" }, now)).toBe(true);
  expect(unsaid({ ...mila, start: 540, end: 600 }, now)).toBe(true);
  expect(unsaid({ ...mila, start: 540, end: 600, status: "completed" }, now)).toBe(false);
});

test("what may be said about an event is what the commands accept", () => {
  const at = (start: number, more: Partial<CalendarEvent> = {}) =>
    outcomesOf({ ...mila, start, end: start + 60, ...more }, now);
  expect(at(10 * 60)).toEqual(["completed", "noShow"]);
  expect(at(11 * 60)).toEqual(["arrived", "noShow"]);
  expect(at(14 * 60)).toEqual(["arrived"]);
  expect(at(14 * 60, { day: "2026-11-25" })).toEqual([]);
  expect(at(11 * 60, { status: "arrived" })).toEqual(["completed", "undo"]);
  expect(at(14 * 60, { status: "arrived" })).toEqual(["undo"]);
  expect(at(9 * 60, { status: "no_show" })).toEqual(["undo"]);
  expect(at(9 * 60, { kind: "block" })).toEqual(["unblock"]);
  expect(at(9 * 60, { status: "held" })).toEqual([]);
});

test("what is settled, being booked or of several days is not moved by hand", () => {
  expect(movable(mila)).toBe(true);
  for (const status of ["arrived", "completed", "no_show", "held"] as const)
    expect(movable({ ...mila, status })).toBe(false);
  expect(movable({ ...mila, whole: false })).toBe(false);
});

test("a colleague's time off is neither dragged nor moved by whoever does not keep it, and says why", () => {
  const holiday = { ...mila, kind: "block", title: "Holiday" } as const;
  const theirs = { ...holiday, fixed: true };
  expect([movable(holiday), changeable(holiday), movable(theirs), changeable(theirs)]).toEqual([
    ...[true, true],
    ...[false, false],
  ]);
  expect(outcomesOf(theirs, now)).toEqual([]);
  const why = "only Rosa Calder, an owner or the front desk can change it";
  expect(eventName(speech, theirs)).toContain(why);
  expect(marks(speech, theirs)).toContain(why);
  expect(eventName(speech, holiday)).not.toContain(why);
});

describe("Alt and the arrows", () => {
  const days = ["2026-11-23", "2026-11-24", "2026-11-25"];
  const hours = { first: 8 * 60, last: 18 * 60 };
  const at = { day: "2026-11-24", start: 14 * 60 + 15, end: 15 * 60 + 30 };
  const press = (key: string, from = at) => stepped(key, from, days, hours);
  const span = (day: string, start: number) => ({ day, start, end: start + 75 });

  test("move by a quarter of an hour and by a day", () => {
    expect(press("ArrowUp")).toEqual(span("2026-11-24", 14 * 60));
    expect(press("ArrowDown")).toEqual(span("2026-11-24", 14 * 60 + 30));
    expect(press("ArrowLeft")).toEqual(span("2026-11-23", 14 * 60 + 15));
    expect(press("ArrowRight")).toEqual(span("2026-11-25", 14 * 60 + 15));
    expect(press("Enter")).toBeNull();
  });

  test("stop at the edges of what is shown", () => {
    expect(press("ArrowUp", span(at.day, 8 * 60))?.start).toBe(8 * 60);
    expect(press("ArrowDown", span(at.day, 16 * 60 + 45))?.start).toBe(16 * 60 + 45);
    expect(press("ArrowRight", { ...at, day: "2026-11-25" })?.day).toBe("2026-11-25");
  });
});

test("Alt, Shift and the arrows move the end alone, a quarter of an hour long at least", () => {
  const hours = { first: 8 * 60, last: 18 * 60 };
  const at = { day: "2026-11-24", start: 14 * 60 + 10, end: 15 * 60 };
  expect(stretched("ArrowDown", at, hours)).toEqual({ ...at, end: 15 * 60 + 15 });
  expect(stretched("ArrowUp", at, hours)).toEqual({ ...at, end: 14 * 60 + 45 });
  expect(stretched("ArrowUp", { ...at, end: 14 * 60 + 25 }, hours)?.end).toBe(14 * 60 + 25);
  expect(stretched("ArrowDown", { ...at, end: 18 * 60 }, hours)?.end).toBe(18 * 60);
  expect(stretched("ArrowLeft", at, hours)).toBeNull();
});

test("what is to be known of a lesson is said in its name", () => {
  const asked = {
    ...mila,
    status: "requested" as const,
    onTop: true,
    answerBy: { day: "2026-11-24", minute: 780 },
  };
  expect(eventName(speech, asked)).toContain("answer by 1:00 pm, on top of another lesson");
  expect(eventName(speech, { ...mila, willCome: true })).toContain("the family said");
  expect(eventName(speech, { ...mila, status: "completed", note: "to_write" })).toContain(
    "note to write",
  );
  const later = { ...asked, answerBy: { day: "2026-11-25", minute: 540 } };
  expect(eventName(speech, later)).toContain("answer by Wed 25 Nov, 9:00 am");
});

test("the agenda: lessons, what is still free between them, and where now is", () => {
  const data: CalendarData = {
    zone: "Europe/London",
    now,
    practitionerId: "p",
    days: [
      {
        day: "2026-11-24",
        open: [{ start: 540, end: 1020 }],
        gaps: [
          { start: 600, end: 855 },
          { start: 930, end: 950 },
        ],
        free: 275,
        away: false,
      },
    ],
    elsewhere: [],
    travel: [{ practitionerId: "p", day: "2026-11-24", start: 830, end: 855 }],
    lanes: [],
    events: [mila, { ...mila, id: "0", start: 540, end: 600 }],
  };
  expect(rowsOf(data, "2026-11-24").map((row) => [row.kind, row.at])).toEqual([
    ["event", 540],
    ["now", 669],
    ["gap", 669],
    ["travel", 830],
    ["event", 855],
  ]);
  // Yesterday nothing is free any more.
  const before = { ...data, now: { day: "2026-11-25", minute: 0 } };
  expect(rowsOf(before, "2026-11-24").map((row) => row.kind)).toEqual(["event", "travel", "event"]);
});
