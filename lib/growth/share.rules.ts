import type { Day, Zone } from "@/lib/core/time";
import type { Child, Standing } from "./rules";
import { isFlagged, standingOf } from "./rules";
import type { Kind, Source, Summary } from "./schema";

/** A summary as whoever it was sent to reads it. */
export type SharedGrowth = {
  at: Date;
  /** Where the practice was, that day. */
  day: Day;
  zone: Zone;
  by: string;
  child: Child;
  weeksUnknown: boolean;
  rows: { id: string; kind: Kind; on: Day; source: Source; amount: number; standing: Standing }[];
};

/** The numbers as they were sent; only where there was none, the reason is looked up again. */
export function readSummary({
  rows,
  weeksUnknown,
  ...child
}: Summary): Pick<SharedGrowth, "child" | "weeksUnknown" | "rows"> {
  return {
    ...{ child, weeksUnknown: weeksUnknown === true },
    rows: rows.map(({ z, basis, ...row }) => ({
      ...row,
      standing:
        z === null || basis === null
          ? { z: null, why: whyNot(child, row) }
          : { z, basis, flagged: isFlagged(row.kind, z) },
    })),
  };
}

function whyNot(child: Child, row: { kind: Kind; amount: number; on: Day }) {
  const found = standingOf(child, row.kind, row.amount, row.on);
  // Sent before a weight of that week was held against INTERGROWTH-21st.
  return found.z === null ? found.why : ("due_week" as const);
}
