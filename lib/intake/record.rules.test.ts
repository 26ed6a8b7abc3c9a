import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_HEALTH, joinHealth, onForm } from "@/lib/clients/health.rules";
import { babyHealth } from "@/lib/clients/schema";
import { addDays, startOfDay } from "@/lib/core/time";
import { assess } from "@/lib/safety/rules";
import { FINDINGS, GRADES } from "@/lib/safety/schema";
import { standing } from "@/lib/safety/standing";
import { healthOf, isKept, pressingHealth } from "./record.rules";
import { meaningOf } from "./rules";
import type { Flag } from "./schema";

const [on, bornOn, zone] = ["2026-11-24", "2026-05-24", "Europe/London"];
const noon = (days: number) =>
  new Date(startOfDay(addDays(on, days), zone).getTime() + 12 * 3_600_000);
const nothing = meaningOf([], {});
const flagged = (flag: Flag) => ({ question: "q", answer: "yes", flag });
const told = fc.uniqueArray(fc.constantFrom(...FINDINGS), { maxLength: 6 });
/** What the record says some days after the form was handed in. */
const grade = (given: ReturnType<typeof healthOf>, days = 0) =>
  standing(
    {
      bornOn,
      gestationDays: null,
      health: joinHealth(EMPTY_HEALTH, babyHealth.parse(record(given))),
    },
    { now: noon(days), day: addDays(on, days), zone },
  ).grade;
const record = ({ findings = [], reports = [], ...rest }: ReturnType<typeof healthOf>) => ({
  ...{ ...rest, reports },
  findings: [...findings, ...reports.map(({ id }) => id)],
});

test("whatever is told acts that day as strictly as if a start had asked for it", () => {
  fc.assert(
    fc.property(
      told,
      fc.option(fc.constantFrom("look", "doctor", "urgent", "emergency")),
      (ids, flag) => {
        const meaning = { ...nothing, findings: ids, flags: flag ? [flagged(flag as Flag)] : [] };
        const given = grade(healthOf(meaning, { bornOn, on }, EMPTY_HEALTH));
        const findings = ids.filter(isKept).map((id) => ({ id }));
        const asked = { findings, clearances: [], today: [], ageDays: 184, correctedAgeDays: null };
        const wanted = assess({ ...asked, now: noon(0) }).grade;
        expect(GRADES.indexOf(given)).toBeGreaterThanOrEqual(GRADES.indexOf(wanted));
        if (flag === "urgent" || flag === "emergency") expect(given).toBe("stop");
      },
    ),
  );
});

test("what no clinician can end in the form ends by itself, and so does what is kept before a form is sent", () => {
  fc.assert(
    fc.property(told, (ids) => {
      const meaning = { ...nothing, findings: ids, flags: [flagged("urgent")] };
      const days = { bornOn, on };
      const ofTheDay = ids.filter((id) => !onForm(id) && id !== "preterm" && id !== "under4w");
      const passing = { ...meaning, findings: ofTheDay };
      expect(grade(healthOf(passing, days, EMPTY_HEALTH), 2)).toBe("ok");
      expect(grade(pressingHealth(meaning, on), 1)).toBe("stop");
      expect(grade(pressingHealth(meaning, on), 2)).toBe("ok");
    }),
  );
});

test("a vaccination counts from the latest day that can be", () => {
  const since = (findings: "vaccination"[], vaccinated: string[]) =>
    healthOf({ ...nothing, findings, vaccinated }, { bornOn, on }, EMPTY_HEALTH).reports?.[0]
      ?.since;
  expect(since(["vaccination"], ["2026-11-20", "2026-11-22"])).toBe("2026-11-22");
  // "In the last days", and a day of last year: a slip, so the careful reading.
  for (const slip of ["2025-11-23", "2026-01-23", "2026-12-01", "soon"])
    expect(since(["vaccination"], [slip])).toBe(on);
  expect(since(["vaccination"], [])).toBe(on);
  expect(since([], ["2026-08-01"])).toBeUndefined();
  expect(since([], ["2026-11-20"])).toBe("2026-11-20");
  expect(since([], ["2026-12-20"])).toBe(on);
});
