import { describe, expect, test } from "vitest";
import {
  ageParts,
  clocksDiffer,
  currencySign,
  formatAge,
  formatDay,
  formatDayRange,
  formatElapsed,
  formatList,
  formatMoney,
  formatTime,
  formatTimeEnds,
  formatUnit,
  initials,
  isReadersOwn,
  languageName,
  sameZone,
  zonePlace,
} from "./format";

const london = { locale: "en-GB", zone: "Europe/London" };
const brooklyn = { locale: "en-US", zone: "America/New_York" };
const lesson = new Date("2026-11-24T14:15:00Z");
const words = {
  corrected: (age: string) => `${age} corrected`,
  beforeDue: (age: string) => `${age} before the due date`,
};

describe("times", () => {
  test("are written as each place writes them", () => {
    expect(formatTime(lesson, london)).toBe("2:15 pm");
    expect(formatTime(lesson, brooklyn)).toBe("9:15 AM");
    expect(formatTime("2026-11-24T19:15:00.000Z", brooklyn)).toBe("2:15 PM");
    expect(formatTime("2026-11-24T00:05:00Z", london)).toBe("12:05 am");
    expect(formatTime("2026-11-24T12:00:00Z", london)).toBe("12:00 pm");
  });
  test("follow the zone over a change of the clocks", () => {
    expect(formatTime("2026-10-25T00:30:00Z", london)).toBe("1:30 am");
    expect(formatTime("2026-10-25T01:30:00Z", london)).toBe("1:30 am");
    expect(formatTime("2026-07-01T12:00:00Z", london)).toBe("1:00 pm");
  });
  test("a range says am or pm once when both ends share it", () => {
    const until = (text: string) => formatTimeEnds(lesson, text, london);
    expect(until("2026-11-24T15:30:00Z")).toEqual({ start: "2:15", end: "3:30 pm" });
    expect(formatTimeEnds("2026-11-24T11:30:00Z", "2026-11-24T12:30:00Z", london)).toEqual({
      start: "11:30 am",
      end: "12:30 pm",
    });
    expect(formatTimeEnds("2026-11-24T19:15:00Z", "2026-11-24T20:30:00Z", brooklyn)).toEqual({
      start: "2:15",
      end: "3:30 PM",
    });
    expect(formatTimeEnds(lesson, "2026-11-24T15:30:00Z", { ...london, locale: "de" })).toEqual({
      start: "14:15",
      end: "15:30",
    });
  });
  test("nonsense is refused, not shown as Invalid Date", () => {
    expect(() => formatTime("soon", london)).toThrow(RangeError);
  });
});

describe("days", () => {
  test.each([
    ["short", "Tue 24 Nov", "Tue, Nov 24"],
    ["long", "Tuesday 24 November", "Tuesday, November 24"],
    ["brief", "24 Nov", "Nov 24"],
    ["date", "24 Nov 2026", "Nov 24, 2026"],
    ["full", "Tuesday 24 November 2026", "Tuesday, November 24, 2026"],
    ["month", "November 2026", "November 2026"],
    ["weekday", "Tue", "Tue"],
  ] as const)("%s", (style, british, american) => {
    expect(formatDay(lesson, london, style)).toBe(british);
    expect(formatDay(lesson, brooklyn, style)).toBe(american);
  });
  test("an instant is the day it is there; a calendar day is the same everywhere", () => {
    const late = "2026-11-25T02:30:00Z";
    expect(formatDay(late, london)).toBe("Wed 25 Nov");
    expect(formatDay(late, brooklyn)).toBe("Tue, Nov 24");
    for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"]) {
      expect(formatDay("2026-08-24", { locale: "en-GB", zone }, "date")).toBe("24 Aug 2026");
    }
  });
  test("September has three letters", () => {
    expect(formatDay("2027-09-30", london, "date")).toBe("30 Sep 2027");
    expect(formatDay("2027-09-30", london, "long")).toBe("Thursday 30 September");
  });
});

describe("clocks", () => {
  test.each([
    ["Europe/London", "Europe/London", "2026-11-24T12:00:00Z", false],
    ["Europe/London", "Africa/Abidjan", "2026-11-24T12:00:00Z", false],
    ["Europe/London", "Africa/Abidjan", "2026-06-24T12:00:00Z", true],
    ["Asia/Calcutta", "Asia/Kolkata", "2026-06-24T12:00:00Z", false],
    ["America/New_York", "Europe/London", "2026-06-24T12:00:00Z", true],
    ["America/Sao_Paulo", "America/Argentina/Buenos_Aires", "2026-03-15T12:00:00Z", false],
    ["Pacific/Apia", "Pacific/Pago_Pago", "2026-11-24T12:00:00Z", true],
    ["Mars/Olympus", "Mars/Olympus", "2026-11-24T12:00:00Z", false],
  ])("%s and %s at %s", (a, b, at, differ) => {
    expect(clocksDiffer(a, b, at)).toBe(differ);
    expect(clocksDiffer(b, a, at)).toBe(differ);
  });
});

describe("names of languages", () => {
  test("are the reader's own, and what the page is written in goes without saying", () => {
    expect(languageName("am", "en-GB")).toBe("Amharic");
    expect(isReadersOwn("english", "en-US")).toBe(true);
    expect(isReadersOwn("Gujarati", "en-GB")).toBe(false);
    expect(isReadersOwn("Deutsch", "de-DE")).toBe(true);
    expect(currencySign("GBP", "en-GB")).toBe("£");
    expect(formatDayRange("2026-11-16", "2026-11-22", "en-GB")).toBe("16–22 November");
    expect(formatDayRange("2026-11-30", "2026-12-06", "en-GB")).toBe("30 November – 6 December");
  });
});

describe("zones", () => {
  test("are named for their place", () => {
    expect(zonePlace("America/New_York")).toBe("New York");
    expect(zonePlace("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
    expect(zonePlace("UTC")).toBe("UTC");
  });
  test("an alias is the same zone, a neighbour is not", () => {
    expect(sameZone("Asia/Calcutta", "Asia/Kolkata")).toBe(true);
    expect(sameZone("Europe/London", "Europe/Lisbon")).toBe(false);
    expect(sameZone("Europe/London", "Not/A_Zone")).toBe(false);
  });
});

describe("ages", () => {
  test("both ages of a baby born early, the corrected one to the day", () => {
    expect(formatAge({ days: 92, correctedDays: 47 }, "en-GB", words)).toBe(
      "13 weeks · 6 weeks 5 days corrected",
    );
    expect(formatAge({ days: 50, correctedDays: 7 }, "en-US", words)).toBe(
      "7 weeks · 1 week corrected",
    );
    expect(formatAge({ days: 20, correctedDays: 0 }, "en-GB", words)).toBe(
      "2 weeks · 0 days corrected",
    );
    expect(formatAge({ days: 30, correctedDays: -16 }, "en-GB", words)).toBe(
      "4 weeks · 2 weeks 2 days before the due date",
    );
  });
  test("one age for a baby born at term", () => {
    expect(formatAge({ days: 0 }, "en-GB", words)).toBe("0 days");
    expect(formatAge({ days: 13 }, "en-GB", words)).toBe("13 days");
    expect(formatAge({ days: 14 }, "en-GB", words)).toBe("2 weeks");
    expect(formatAge({ days: 181, correctedDays: null }, "en-GB", words)).toBe("25 weeks");
    expect(formatAge({ days: 214 }, "en-GB", words)).toBe("7 months");
    expect(formatAge({ days: 800 }, "en-GB", words)).toBe("2 years");
    expect(ageParts({ days: 400, correctedDays: 340 }, "en-GB", words)).toEqual({
      age: "13 months",
      corrected: "11 months corrected",
    });
  });
  test("waiting times", () => {
    const from = "2026-11-24T08:00:00Z";
    expect(formatElapsed(from, "2026-11-24T08:12:40Z", "en-GB")).toBe("12 mins");
    expect(formatElapsed(from, "2026-11-24T14:59:00Z", "en-GB")).toBe("6h");
    expect(formatElapsed(from, "2026-11-25T09:00:00Z", "en-GB")).toBe("1 day");
    expect(formatElapsed(from, "2026-11-24T07:00:00Z", "en-GB")).toBe("0 mins");
    expect(formatUnit(75, "minute", "en-GB")).toBe("75 minutes");
  });
});

describe("money", () => {
  test.each([
    [6200, "GBP", "en-GB", "£62"],
    [6150, "GBP", "en-GB", "£61.50"],
    [124_000, "USD", "en-US", "$1,240"],
    [6200, "JPY", "en-US", "¥6,200"],
    [6200, "BHD", "en-US", "BHD 6.200"],
    [-3100, "GBP", "en-GB", "-£31"],
    [0, "GBP", "en-GB", "£0"],
  ])("%d %s in %s", (minor, currency, locale, text) => {
    expect(formatMoney({ minor, currency }, locale)).toBe(text);
  });
  test("nothing to pay is a word", () => {
    expect(formatMoney({ minor: 0, currency: "GBP" }, "en-GB", "Free")).toBe("Free");
    expect(formatMoney({ minor: 1, currency: "GBP" }, "en-GB", "Free")).toBe("£0.01");
  });
});

test("names and lists", () => {
  expect(initials("Rosa Calder")).toBe("RC");
  expect(initials("Dr Imran Haddad")).toBe("IH");
  expect(initials("Ana María de la Cruz")).toBe("AC");
  expect(initials("mila")).toBe("M");
  expect(initials("Åsa Öberg")).toBe("ÅÖ");
  expect(initials("  ")).toBe("");
  expect(formatList(["Ana", "Chidi"], "en-GB")).toBe("Ana and Chidi");
  expect(formatList(["Reflux", "Sleep", "Bonding"], "en-US")).toBe("Reflux, Sleep, and Bonding");
});
