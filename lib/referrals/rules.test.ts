import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wallOf } from "@/lib/core/time";
import {
  answerDue,
  canMove,
  dueState,
  findingsOf,
  firstNameOf,
  initialsOf,
  maskEmail,
  movesInto,
  REFERRAL_STATUSES,
  type ReferralEvent,
  stepsOf,
} from "./rules";
import { PRECAUTIONS, REASONS } from "./schema";

const LEGAL = [
  "unconfirmed > waiting",
  "unconfirmed > expired",
  "waiting > accepted",
  "waiting > declined",
  "waiting > withdrawn",
  "accepted > booked",
  "accepted > withdrawn",
  "booked > accepted",
];

describe("moves of a referral", () => {
  const pairs = REFERRAL_STATUSES.flatMap((from) =>
    REFERRAL_STATUSES.map((to) => [from, to] as const),
  );

  test.each(pairs)("%s to %s", (from, to) => {
    expect(canMove(from, to)).toBe(LEGAL.includes(`${from} > ${to}`));
    expect(movesInto(to).includes(from)).toBe(canMove(from, to));
  });

  test("nothing stays where it is, and nothing leads back to before the address was proved", () => {
    for (const status of REFERRAL_STATUSES) expect(canMove(status, status)).toBe(false);
    expect(movesInto("unconfirmed")).toEqual([]);
  });
});

describe("the day an answer is due", () => {
  const due = (now: string, priority: "routine" | "soon", zone = "Europe/London") => {
    const { day, time } = wallOf(answerDue(new Date(now), priority, zone), zone);
    return `${day} ${time}`;
  };

  test.each([
    ["Monday", "2026-11-23T10:00:00Z", "2026-11-26 17:00", "2026-11-24 17:00"],
    ["Friday, over the weekend", "2026-11-27T10:00:00Z", "2026-12-02 17:00", "2026-11-30 17:00"],
    ["Saturday", "2026-11-28T10:00:00Z", "2026-12-02 17:00", "2026-11-30 17:00"],
    ["Sunday", "2026-11-29T10:00:00Z", "2026-12-02 17:00", "2026-11-30 17:00"],
    ["late on Monday", "2026-11-23T23:59:00Z", "2026-11-26 17:00", "2026-11-24 17:00"],
  ])("sent on %s", (_, now, routine, soon) => {
    expect(due(now, "routine")).toBe(routine);
    expect(due(now, "soon")).toBe(soon);
  });

  test("5 pm is the practice's, also over a change of the clocks and on its own side of midnight", () => {
    // Brooklyn is still in Sunday when London is in Monday; its clocks changed on that Sunday.
    expect(due("2026-11-02T02:00:00Z", "soon", "America/New_York")).toBe("2026-11-02 17:00");
    expect(due("2026-03-27T12:00:00Z", "soon")).toBe("2026-03-30 17:00");
    expect(answerDue(new Date("2026-03-27T12:00:00Z"), "soon", "Europe/London").toISOString()).toBe(
      "2026-03-30T16:00:00.000Z",
    );
  });

  test("is always ahead, on a working day, and never more than five days away", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2025-01-01"), max: new Date("2031-01-01"), noInvalidDate: true }),
        fc.constantFrom("routine" as const, "soon" as const),
        fc.constantFrom("Europe/London", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata"),
        (now, priority, zone) => {
          const at = answerDue(now, priority, zone);
          const weekday = new Date(`${wallOf(at, zone).day}T00:00:00Z`).getUTCDay();
          expect(at.getTime()).toBeGreaterThan(now.getTime());
          expect(weekday).toBeGreaterThanOrEqual(1);
          expect(weekday).toBeLessThanOrEqual(5);
          expect(at.getTime() - now.getTime()).toBeLessThan(6 * 24 * 3_600_000);
        },
      ),
    );
  });

  test("is said by the practice's calendar", () => {
    const at = new Date("2026-11-24T17:00:00Z");
    const seen = (now: string) => dueState(at, new Date(now), "Europe/London");
    expect(seen("2026-11-24T17:00:01Z")).toBe("overdue");
    expect(seen("2026-11-24T00:00:00Z")).toBe("today");
    expect(seen("2026-11-23T23:59:00Z")).toBe("tomorrow");
    expect(seen("2026-11-22T12:00:00Z")).toBe("later");
  });
});

describe("what the safety rules learn from a referral", () => {
  test("every precaution is at least one finding, and a reason may be one as well", () => {
    for (const one of PRECAUTIONS)
      expect(findingsOf({ precautions: [one], reasons: [] }).length).toBeGreaterThan(0);
    expect(findingsOf({ precautions: ["hip_harness"], reasons: [] })).toEqual(["pavlik_harness"]);
    expect(findingsOf({ precautions: [], reasons: ["down_syndrome"] })).toEqual(["down_syndrome"]);
  });

  test("no finding is told twice", () => {
    const all = findingsOf({ precautions: [...PRECAUTIONS], reasons: [...REASONS] });
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("what a page behind a link says of a person", () => {
  test.each([
    ["Zuri", "Z."],
    ["Zuri Bekele", "Z. B."],
    ["Élodie-Rose d'Arc", "É. D."],
    ["𝒵uri", "𝒵."],
    ["李 明", "李. 明."],
  ])("%s is %s", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  test("an address is shown to its owner, not to a reader", () => {
    expect(maskEmail("hanna@example.com")).toBe("h•••@example.com");
  });

  test.each([
    ["Zuri Bekele", "Hanna Bekele", "Zuri"],
    ["Mary Jane O'Dowd", "Aoife o'dowd", "Mary Jane"],
    ["Mila", "Ana Okoye", "Mila"],
    ["Mila Okoye", "Ana Smith", "Mila Okoye"],
    ["Sato", "Sato", "Sato"],
  ])("%s, whose parent is %s, is called %s", (baby, parent, first) => {
    expect(firstNameOf(baby, parent)).toBe(first);
  });
});

describe("the four steps a doctor follows", () => {
  const at = (n: number) => new Date(Date.UTC(2026, 10, 22, n));
  const said = (status: Parameters<typeof stepsOf>[0], kinds: ReferralEvent["kind"][]) =>
    stepsOf(
      status,
      kinds.map((kind, n) => ({ kind, at: at(n) })),
    )
      .map((step) => step.state)
      .join(" ");

  test.each([
    ["unconfirmed", ["sent"], "done now later later"],
    ["waiting", ["sent", "email_confirmed"], "done done now later"],
    ["accepted", ["sent", "email_confirmed", "accepted"], "done done done now"],
    ["booked", ["sent", "email_confirmed", "accepted", "booked"], "done done done done"],
    [
      "accepted",
      ["sent", "email_confirmed", "accepted", "booked", "cancelled"],
      "done done done now",
    ],
    ["declined", ["sent", "email_confirmed", "declined"], "done done ended later"],
    ["declined", ["sent", "email_confirmed", "declined", "forwarded"], "done done ended later"],
    ["withdrawn", ["sent", "email_confirmed", "withdrawn"], "done done ended later"],
    ["withdrawn", ["sent", "email_confirmed", "accepted", "withdrawn"], "done done done ended"],
    ["expired", ["sent", "expired"], "done ended later later"],
    ["expired", ["sent"], "done ended later later"],
  ] as const)("%s after %s", (status, kinds, states) => {
    expect(said(status, [...kinds])).toBe(states);
  });
});
