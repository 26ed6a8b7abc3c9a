import { expect, test } from "vitest";
import { bookings, lessons, practitioners, referrals } from "../schema";
import { testDatabase } from "../testing/database";
import { seedDemo } from ".";
import { installationOf } from "./state";

const db = testDatabase();

test("the demo world fills an empty database once, and says that it is one", async () => {
  expect(await installationOf(db.ownerUrl)).toEqual({ empty: true, demo: false, signIns: [] });
  expect(await seedDemo({ ownerUrl: db.ownerUrl })).toBe(true);
  expect(await installationOf(db.ownerUrl)).toMatchObject({ empty: false, demo: true });
  const counts = [await db.owner.$count(practitioners), await db.owner.$count(referrals)];
  expect(counts).toEqual([4, 3]);
  expect(await db.owner.$count(bookings)).toBeGreaterThanOrEqual(8);
  expect(await seedDemo({ ownerUrl: db.ownerUrl })).toBe(false);
  expect(await db.owner.$count(practitioners)).toBe(4);
  // Every booking has its lesson; one hour more is blocked.
  expect(await db.owner.$count(lessons)).toBe((await db.owner.$count(bookings)) + 1);
});
