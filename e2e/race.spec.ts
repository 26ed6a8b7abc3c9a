import { expect, test } from "@playwright/test";
import { race } from "./race";

test("500 families, one time, over HTTP: one has it, 499 are told in words, nothing breaks", async ({
  baseURL,
}) => {
  const found = await race({ origin: baseURL ?? "", slug: "rosa-calder", families: 500 });
  expect(found.faults.slice(0, 3)).toEqual([]);
  expect(found).toMatchObject({ won: 1, told: 499 });
  expect(found.words).toContain("was just taken");
  console.log(`500 bookings of one time were answered in ${found.seconds.toFixed(1)} s`);
});
