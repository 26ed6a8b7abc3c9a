export type DatePart = "day" | "month" | "year";
export type DateParts = Record<DatePart, string>;

/** The order in which a locale writes a date. */
export function dateOrder(locale: string): DatePart[] {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(0).map((part) => part.type);
  return parts.filter((type): type is DatePart => ["day", "month", "year"].includes(type));
}

/** Reads a pasted date: "24/8/2026" in the locale's order, or "2026-08-24". Null when it is neither. */
export function readDate(text: string, order: readonly DatePart[]): DateParts | null {
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?\s*$/.exec(text);
  if (iso) return clean({ year: iso[1], month: iso[2], day: iso[3] });
  const plain = /^\s*(\d{1,4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,4})\s*$/.exec(text);
  if (!plain) return null;
  const found: Found = {};
  order.forEach((part, index) => {
    found[part] = plain[index + 1];
  });
  return clean(found);
}

type Found = { [part in DatePart]?: string | undefined };

function clean({ day = "", month = "", year = "" }: Found): DateParts | null {
  const [d, m, y] = [Number(day), Number(month), Number(year)];
  // Only four digits say which year is meant; whether the day exists is the server's to check.
  if (year.length !== 4 || d < 1 || d > 31 || m < 1 || m > 12) return null;
  return { day: String(d), month: String(m), year: String(y) };
}
