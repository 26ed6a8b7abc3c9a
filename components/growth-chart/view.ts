import { SHOWN, type Shown } from "@/lib/growth/schema";
import { type System, systemOf } from "@/lib/growth/units.rules";

export type GrowthView = {
  kind: Shown;
  system: System;
  add: boolean;
  correct: string | null;
  page: number;
};
export type GrowthQuery = Partial<
  Record<"measure" | "units" | "add" | "correct" | "page" | "sheet", string | string[]>
>;

const one = (value: string | string[] | undefined): string =>
  typeof value === "string" ? value : "";

/** What an address asks for; anything else in it asks for nothing. */
export function viewOf(query: GrowthQuery, locale: string): GrowthView {
  const units = one(query.units);
  const page = Number(one(query.page));
  return {
    kind: SHOWN.find((kind) => kind === one(query.measure)) ?? "weight",
    system: units === "metric" || units === "imperial" ? units : systemOf(locale),
    add: one(query.add) !== "",
    correct: one(query.correct) || null,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}
