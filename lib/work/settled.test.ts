import { expect, test } from "vitest";
import { settled } from "./settled";

test("each is asked once, also where waiting is what asks", async () => {
  let asked = 0;
  const lazy = Object.assign(Promise.resolve(0), {
    // As Drizzle's queries, which run when somebody waits for them.
    then: (done: (n: number) => void) => {
      asked += 1;
      done(asked);
    },
  });
  expect(await settled([lazy, Promise.resolve("b")])).toEqual([1, "b"]);
  expect(asked).toBe(1);
});

test("a failure waits until the others have ended", async () => {
  let ended = false;
  const slow = new Promise<void>((resolve) =>
    setImmediate(() => {
      ended = true;
      resolve();
    }),
  );
  await expect(settled([Promise.reject(new Error("no")), slow])).rejects.toThrow("no");
  expect(ended).toBe(true);
});
