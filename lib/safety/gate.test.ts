import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canStart, feedGate, feedTimeProblem, latestFeed, type StartAnswers } from "./gate";
import { preChecks } from "./rules";
import { GRADES, PRE_CHECKS, type PreCheckKey } from "./schema";

const fed = new Date("2026-11-24T01:27:00Z");
const later = (ms: number) => new Date(fed.getTime() + ms);
const MINUTE = 60_000;

describe("the feed clock", () => {
  test("44:59 blocked, 45:00 allowed", () => {
    expect(feedGate({ fedEndedAt: fed, now: later(45 * MINUTE - 1000) })).toMatchObject({
      ready: false,
      minutesLeft: 1,
      readyAt: later(45 * MINUTE),
    });
    expect(feedGate({ fedEndedAt: fed, now: later(45 * MINUTE) })).toMatchObject({
      ready: true,
      minutesLeft: 0,
    });
  });
  test("a practice may ask for longer, never for less", () => {
    expect(feedGate({ fedEndedAt: fed, now: later(50 * MINUTE), minutes: 60 }).minutesLeft).toBe(
      10,
    );
    expect(feedGate({ fedEndedAt: fed, now: later(44 * MINUTE), minutes: 5 }).ready).toBe(false);
    expect(feedGate({ fedEndedAt: fed, now: fed, minutes: Number.NaN }).minutes).toBe(45);
  });
  test("no feed known is its own state, and not a yes", () => {
    expect(feedGate({ fedEndedAt: null, now: fed })).toMatchObject({
      state: "unknown",
      ready: false,
      readyAt: null,
    });
  });
  test("45 minutes of real time on nights when the clocks change", () => {
    // London 2026: 01:00 UTC on 29 March and on 25 October; New York: 8 March 07:00, 1 November 06:00.
    for (const change of [
      "2026-03-29T01:00Z",
      "2026-10-25T01:00Z",
      "2026-03-08T07:00Z",
      "2026-11-01T06:00Z",
    ]) {
      const start = new Date(new Date(change).getTime() - 20 * MINUTE);
      const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE);
      expect(feedGate({ fedEndedAt: start, now: at(44) }).ready).toBe(false);
      expect(feedGate({ fedEndedAt: start, now: at(45) }).ready).toBe(true);
    }
  });
  test("never negative, ready exactly from readyAt on", () => {
    const instant = fc.date({
      min: new Date("2024-01-01"),
      max: new Date("2030-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: -3e8, max: 3e8 }),
        fc.integer({ min: 0, max: 240 }),
        (end, ms, minutes) => {
          const now = new Date(end.getTime() + ms);
          const gate = feedGate({ fedEndedAt: end, now, minutes });
          expect(gate.minutesLeft).toBeGreaterThanOrEqual(0);
          expect(gate.ready).toBe(gate.minutesLeft === 0);
          expect(gate.ready).toBe(ms >= Math.max(45, minutes) * MINUTE);
          expect(gate.readyAt?.getTime()).toBe(end.getTime() + gate.minutes * MINUTE);
        },
      ),
    );
  });
  test("two carers: the latest feed counts; slips of the finger are named", () => {
    expect(latestFeed([])).toBeNull();
    expect(latestFeed([fed, later(5), later(-5)])).toEqual(later(5));
    expect(feedTimeProblem(later(3 * MINUTE), fed)).toBe("in_future");
    expect(feedTimeProblem(later(MINUTE), fed)).toBeNull();
    expect(feedTimeProblem(fed, later(25 * 60 * MINUTE))).toBe("too_old");
  });
});

const checks = preChecks(
  { steps: [{ position: "back" }] },
  { findings: ["nut_allergy"], usesOil: true },
);
const blocking = checks.filter((check) => check.kind === "blocking").map((check) => check.key);
const answers = (over: Partial<StartAnswers> = {}): StartAnswers => ({
  checks,
  confirmed: blocking,
  feed: feedGate({ fedEndedAt: fed, now: later(60 * MINUTE) }),
  grade: "ok",
  ...over,
});

describe("may we start?", () => {
  test("yes when everything is answered", () => {
    expect(canStart(answers())).toEqual({ ok: true, gateSkipped: null });
    expect(canStart(answers({ grade: "adapt" })).ok).toBe(true);
    expect(canStart(answers({ grade: "local" })).ok).toBe(true);
  });
  test.each(GRADES.slice(3))("not with grade %s, whatever else is answered", (grade) => {
    expect(canStart(answers({ grade, gateSkipped: "other" }))).toMatchObject({
      ok: false,
      reasonKey: `start.${grade}`,
    });
  });
  test("each blocking check by itself holds the start and is named", () => {
    for (const missing of blocking) {
      const confirmed = blocking.filter((key) => key !== missing);
      expect(canStart(answers({ confirmed }))).toMatchObject({
        ok: false,
        reasonKey: `start.check.${missing}`,
      });
    }
    expect(blocking).toEqual(
      expect.arrayContaining(["content", "calm", "clear_eyed", "jewellery", "diaper", "oil_patch"]),
    );
  });
  test("a recent feed holds the start, says how long, and gives way only to a stated reason", () => {
    const feed = feedGate({ fedEndedAt: fed, now: later(33 * MINUTE) });
    expect(canStart(answers({ feed }))).toEqual({
      ok: false,
      reasonKey: "start.feed_wait",
      params: { minutes: 12 },
    });
    expect(canStart(answers({ feed, gateSkipped: "small_feed" }))).toEqual({
      ok: true,
      gateSkipped: "small_feed",
    });
    expect(canStart(answers({ gateSkipped: "small_feed" }))).toEqual({
      ok: true,
      gateSkipped: null,
    });
  });
  test("an unknown feed must be answered", () => {
    const feed = feedGate({ fedEndedAt: null, now: fed });
    expect(canStart(answers({ feed }))).toMatchObject({ reasonKey: "start.feed_unknown" });
    expect(canStart(answers({ feed, confirmed: [...blocking, "feed"] })).ok).toBe(true);
  });
  test("content, calm and clear-eyed are asked even of a page that forgot the list", () => {
    fc.assert(
      fc.property(fc.subarray([...PRE_CHECKS]), fc.subarray([...checks]), (confirmed, list) => {
        const result = canStart(answers({ confirmed, checks: list }));
        const three: PreCheckKey[] = ["content", "calm", "clear_eyed"];
        if (result.ok) expect(confirmed).toEqual(expect.arrayContaining(three));
      }),
    );
  });
});
