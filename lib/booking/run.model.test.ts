import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { attemptsOf } from "./prove/batch";
import { installWitness } from "./prove/checker.sql";
import { deadlocks } from "./prove/concurrent";
import { firstSlotsOf, noSlots } from "./prove/first-slot";
import { emptyTally } from "./prove/sequential";

const db = testDatabase();
beforeAll(() => installWitness(db.owner));

// Other attempts every day, the same all day long; a failure names what repeats it. The long runs: npm run prove:booking.
const seed = Number(process.env.PROVE_SEED ?? Math.floor(Date.now() / 86_400_000));

test(`20,000 random attempts, one after another and many at once: no overlap, nothing without its end, its lesson or its trail (PROVE_SEED=${seed})`, async () => {
  const [model, crowd] = [emptyTally(), emptyTally()];
  // Ends by itself before the test is given up, so that nothing of it goes on beside the tests after it.
  const until = performance.now() + 580_000;
  const goOn = () => performance.now() < until;
  const wrong = await attemptsOf(db.owner, { seed, attempts: 20_000, model, crowd, goOn });
  expect(wrong && `${wrong.what}\nnpm run prove:booking -- ${wrong.again}`).toBeNull();
  expect(model.attempts + crowd.attempts).toBeGreaterThanOrEqual(20_000);
  expect(model.attempts).toBeGreaterThan(1000);
  expect(await deadlocks(db.owner)).toBe(0);
}, 600_000);

test(`the first time that any page shows can be booked, in 20 random practices (PROVE_SEED=${seed})`, async () => {
  const tally = noSlots();
  const wrong: string[] = [];
  for (let i = 0; i < 20; i += 1)
    wrong.push(...(await firstSlotsOf(db.owner, { seed: `${seed} ${i}`, country: "GB", tally })));
  expect(wrong).toEqual([]);
  expect(tally.booked).toBeGreaterThan(100);
  expect(tally.booked).toBe(tally.shown);
}, 120_000);
