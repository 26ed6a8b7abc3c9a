import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nothingAsked, silenceWatch } from "./silence";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function watching() {
  let silences = 0;
  const watch = silenceWatch({ after: 9_000, given: () => silences++ });
  return { watch, pool: nothingAsked(), silences: () => silences };
}

test("whoever answers nothing is silent in less than ten seconds, and before that is not", () => {
  const { watch, pool, silences } = watching();
  watch(nothingAsked(), pool);
  vi.advanceTimersByTime(9_000);
  expect(silences()).toBe(0);
  vi.advanceTimersByTime(900);
  expect(silences()).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(silences()).toBe(1);
});

test("an answer ends the watch", () => {
  const { watch, pool, silences } = watching();
  const answered = watch(nothingAsked(), pool);
  vi.advanceTimersByTime(8_000);
  answered();
  vi.advanceTimersByTime(60_000);
  expect(silences()).toBe(0);
});

test("what waits in a queue that moves is not silence; its own time begins when the one before it was answered", () => {
  const { watch, pool, silences } = watching();
  const line = nothingAsked();
  const first = watch(line, pool);
  watch(line, pool);
  vi.advanceTimersByTime(8_000);
  first();
  vi.advanceTimersByTime(8_900);
  expect(silences()).toBe(0);
  vi.advanceTimersByTime(1_600);
  expect(silences()).toBe(1);
});

test("who waits for a line hears of every answer that the pool had", () => {
  const { watch, pool, silences } = watching();
  watch(pool, pool);
  for (let at = 0; at < 60; at += 5) {
    const other = watch(nothingAsked(), pool);
    vi.advanceTimersByTime(5_000);
    other();
  }
  expect(silences()).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(silences()).toBe(1);
});
