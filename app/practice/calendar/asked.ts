import type { View } from "@/components/week-calendar/model";
import { type Day, isDay } from "@/lib/core/time";

const views: readonly View[] = ["day", "week", "month", "agenda"];
/** More columns than these cannot be read. */
export const MOST = 6;

export type Asked = {
  view: View;
  date: Day;
  who: string | undefined;
  /** Who stands side by side in the view of a day; empty for everybody. */
  beside: readonly string[];
};

/** What the address asks for; what it does not understand was not asked. */
export function askedOf(
  search: Record<string, string | string[] | undefined>,
  thisDay: Day,
): Asked {
  const { view, date, who, beside } = search;
  return {
    view: views.find((one) => one === view) ?? "week",
    date: typeof date === "string" && isDay(date) ? date : thisDay,
    who: typeof who === "string" && /^(all|[0-9a-f-]{36})$/.test(who) ? who : undefined,
    beside:
      typeof beside === "string"
        ? beside
            .split(",")
            .filter((one) => /^[0-9a-f-]{36}$/.test(one))
            .slice(0, MOST)
        : [],
  };
}

export function addressOf({ view, date, who, beside }: Asked): string {
  const search = new URLSearchParams({
    view,
    date,
    ...(who && { who }),
    ...(beside.length > 0 && { beside: beside.join(",") }),
  });
  return `/practice/calendar?${search}`;
}
