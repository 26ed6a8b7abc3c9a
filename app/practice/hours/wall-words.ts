import { getLocale } from "next-intl/server";
import { formatTimeEnds } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";

/** "9:00 am to 1:00 pm and 6:00 to 8:00 pm" is hard to scan, so hours follow one another with commas. */
export async function wallWords(
  windows: readonly { start: string; end: string; placeId?: string | null | undefined }[],
  places: ReadonlyMap<string, string> = new Map(),
) {
  const [t, locale] = [await getTranslations("ui"), await getLocale()];
  // A wall time has no day of its own; any day does, and midnight at the end is the next one's start.
  const at = (time: string) =>
    time === "24:00" ? "2026-01-02T00:00:00Z" : `2026-01-01T${time}:00Z`;
  return windows
    .map(({ start, end, placeId }) => {
      const range = t("timeRange", formatTimeEnds(at(start), at(end), { locale, zone: "UTC" }));
      const place = placeId && places.get(placeId);
      return place ? `${range} (${place})` : range;
    })
    .join(", ");
}
