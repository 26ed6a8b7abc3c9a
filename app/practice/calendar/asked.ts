import type { View } from "@/components/week-calendar/model";
import { type Day, isDay } from "@/lib/core/time";

export type Asked = { view: View; date: Day; who: string | undefined };

/** What the address asks for; what it does not understand was not asked. */
export function askedOf(
  search: Record<string, string | string[] | undefined>,
  thisDay: Day,
): Asked {
  const { view, date, who } = search;
  return {
    view: view === "day" || view === "agenda" ? view : "week",
    date: typeof date === "string" && isDay(date) ? date : thisDay,
    who: typeof who === "string" && /^(all|[0-9a-f-]{36})$/.test(who) ? who : undefined,
  };
}

export function addressOf({ view, date, who }: Asked): string {
  const search = new URLSearchParams({ view, date, ...(who && { who }) });
  return `/practice/calendar?${search}`;
}
