import { expect, test } from "vitest";
import { askedFor, familyTrail, headlineOf, staffTrail, toldAt, undoable } from "./trail.rules";

const minute = (n: number) => new Date(Date.UTC(2026, 10, 24, 9, n));
const row = (operation: string, n: number, actorKind = "staff", detail = {}) => ({
  ...{ seq: n, at: minute(n), actorKind, actorName: "Rosa", operation, detail },
});
const trail = (...rows: ReturnType<typeof row>[]) =>
  staffTrail(rows as Parameters<typeof staffTrail>[0]);
const booked = row("booking.book_by_staff", 0);

test("a lesson that staff booked can be taken back for three minutes, and changed it is only told later", () => {
  expect(undoable(trail(booked), minute(2))?.what).toBe("booked");
  expect(undoable(trail(booked), minute(3))).toBeNull();
  const moved = trail(booked, row("booking.move_by_staff", 1));
  expect(undoable(moved, minute(2))).toBeNull();
  expect(toldAt(moved, minute(2))).toEqual(minute(4));
  expect(toldAt(moved, minute(4))).toBeNull();
});

test("who booked for themselves, or was told already, waits for nothing", () => {
  const own = trail(row("booking.book", 0, "visitor"), row("booking.move_by_staff", 1));
  expect(toldAt(own, minute(2))).toBeNull();
  const told = row("messaging.queue_booking", 1, "system", { event: "booked", queued: 1 });
  expect(toldAt(trail(booked, told), minute(2))).toBeNull();
});

const family = row("booking.book", 0, "visitor");
const told = (n: number, queued = 1) =>
  row("messaging.queue_booking", n, "system", { event: "moved", queued });
/** Staff move it from one hour to another; how long it is then, and with whom, if that changes. */
const moved = (n: number, from: number, to: number, more = {}) =>
  row("booking.move_by_staff", n, "staff", {
    ...{ from: minute(from * 60).toISOString(), to: minute(to * 60).toISOString() },
    ...{ fromMinutes: 60, ...more },
  });
const forFamily = (...rows: ReturnType<typeof row>[]) =>
  familyTrail(rows as Parameters<typeof familyTrail>[0]);
const kinds = (...rows: ReturnType<typeof row>[]) => forFamily(...rows).map(({ kind }) => kind);

test("a family's history has nothing of what staff moved and moved back before it was told", () => {
  expect(kinds(family, moved(1, 1, 2), moved(2, 2, 1))).toEqual(["booked"]);
  expect(kinds(family, moved(1, 1, 2), moved(2, 2, 3), moved(3, 3, 1))).toEqual(["booked"]);
  // Of three moves the first stays.
  const stays = forFamily(family, moved(1, 1, 2), moved(2, 2, 3), moved(3, 3, 2));
  expect(stays.map(({ to }) => to)).toEqual([null, minute(120)]);
  // A job that told nobody is no word to anybody; a mail is.
  expect(kinds(family, moved(1, 1, 2), told(2, 0), moved(3, 2, 1))).toEqual(["booked"]);
  expect(kinds(family, moved(1, 1, 2), told(2), moved(3, 2, 1))).toEqual([
    ...["booked", "moved", "moved"],
  ]);
});

test("another length or another practitioner is no way back", () => {
  const longer = { minutes: 90 };
  expect(kinds(family, moved(1, 1, 2), moved(2, 2, 1, longer))).toHaveLength(3);
  expect(
    kinds(family, moved(1, 1, 2, longer), moved(2, 2, 1, { fromMinutes: 90, minutes: 60 })),
  ).toHaveLength(1);
  const to = (fromPractitioner: string, toPractitioner: string) => ({
    ...{ fromPractitioner, toPractitioner },
  });
  expect(kinds(family, moved(1, 1, 1, to("a", "b")), moved(2, 1, 1, to("b", "a")))).toHaveLength(1);
  expect(kinds(family, moved(1, 1, 2, to("a", "b")), moved(2, 2, 1))).toHaveLength(3);
});

test("its page says new time and mailed only where that is so", () => {
  const says = (known: boolean, ...rows: ReturnType<typeof row>[]) =>
    headlineOf(forFamily(...rows), known);
  expect(says(false, family)).toEqual({ moved: false, mailed: true });
  expect(says(false, family, moved(1, 1, 2))).toEqual({ moved: true, mailed: false });
  expect(says(true, family, moved(1, 1, 2), told(5))).toEqual({ moved: true, mailed: true });
  expect(says(true, family, moved(1, 1, 2), moved(2, 2, 1))).toEqual({
    moved: false,
    mailed: true,
  });
  const restored = [row("booking.cancel_by_staff", 1), row("booking.restore", 2)];
  expect(says(true, family, ...restored)).toEqual({ moved: false, mailed: true });
});

test("of a request staff tell what the family does not know", () => {
  const of = (...rows: ReturnType<typeof row>[]) =>
    askedFor(rows as Parameters<typeof askedFor>[0]);
  expect(of(family)).toEqual({ byStaff: false, news: false, handed: false });
  expect(of(family, moved(1, 1, 2))).toEqual({ byStaff: true, news: true, handed: false });
  expect(of(family, moved(1, 1, 2), moved(2, 2, 1)).news).toBe(false);
  expect(of(family, moved(1, 1, 2), told(2))).toMatchObject({ byStaff: true, news: false });
  expect(of(family, moved(1, 1, 2), told(2), moved(3, 2, 1)).news).toBe(true);
  expect(of(moved(1, 1, 2), row("booking.move_own", 2, "link"))).toMatchObject({ byStaff: false });
});
