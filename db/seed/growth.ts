import { newId } from "@/lib/core/id";
import { addDays, type Day } from "@/lib/core/time";
import { type Kind, type Source, sealedValue } from "@/lib/growth/schema";
import { seal } from "@/lib/work/vault";
import type { Tx } from "../client";
import * as t from "../schema";
import { instantAt, type SeededFamily } from "./families";
import type { SeededPractice } from "./people";

/** Days ago, what, grams or millimetres, whose scales; `parent`: entered by one, and `open`: nobody confirmed it yet. */
type Row = [daysAgo: number, kind: Kind, amount: number, source: Source, by?: "parent" | "open"];

const measured: Readonly<Record<string, readonly Row[]>> = {
  Mila: [
    [91, "weight", 1940, "clinic"],
    [91, "length", 430, "clinic"],
    [91, "head", 302, "clinic"],
    [77, "weight", 2150, "clinic"],
    [60, "weight", 2520, "clinic", "parent"],
    [46, "weight", 2860, "clinic"],
    [46, "length", 474, "clinic"],
    [46, "head", 338, "clinic"],
    [32, "weight", 3350, "practitioner"],
    [18, "weight", 3860, "practitioner"],
    [18, "length", 515, "practitioner"],
    [18, "head", 361, "practitioner"],
    [3, "weight", 4340, "clinic", "parent"],
    [3, "length", 535, "clinic", "parent"],
    [1, "head", 370, "parent", "open"],
  ],
  Noor: [
    [112, "weight", 3280, "clinic"],
    [70, "weight", 4720, "clinic"],
    [21, "weight", 5900, "practitioner"],
    [2, "weight", 6280, "clinic"],
  ],
  Leo: [
    [105, "weight", 3520, "clinic"],
    [60, "weight", 4980, "doctor"],
    [12, "weight", 6100, "practitioner"],
  ],
};

/** What was measured of some of Rosa's families; the demo parent entered some of Mila's. */
export async function seedGrowth(
  tx: Tx,
  practice: SeededPractice,
  families: Map<string, SeededFamily>,
  today: Day,
  parentUserId: string,
): Promise<void> {
  for (const [baby, rows] of Object.entries(measured)) {
    const family = families.get(baby);
    if (!family) throw new Error(`no demo family of ${baby}`);
    for (const [daysAgo, kind, amount, source, by] of rows) {
      const id = newId<"measurement">();
      const measuredOn = addDays(today, -daysAgo);
      const at = instantAt(measuredOn, "17:00", practice.timeZone);
      await tx.insert(t.measurements).values({
        ...{ practiceId: practice.practiceId, id, kind, measuredOn, source, createdAt: at },
        ...{ clientId: family.clientId, babyId: family.babyIds[0]! },
        value: seal(
          family.dataKey,
          sealedValue(id),
          JSON.stringify({ amount, unit: kind === "weight" ? "kg" : "cm" }),
        ),
        enteredBy: by ? parentUserId : practice.userId,
        enteredAs: by ? "parent" : "staff",
        ...(by !== "open" && { confirmedAt: at, confirmedBy: practice.userId }),
      });
    }
  }
}
