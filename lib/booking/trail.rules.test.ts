import { expect, test } from "vitest";
import { staffTrail, toldAt, undoable } from "./trail.rules";

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
