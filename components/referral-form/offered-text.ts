import { formatDay, formatList, formatTime, zonePlace } from "@/components/ui/format";
import { instantOf } from "@/lib/core/time";
import type { OfferedTime } from "@/lib/referrals/schema";

/** "Wed 25 Nov, 1:00 pm; Fri 27 Nov, 11:00 am", each with its place where the times are of several. */
export function offeredText(offered: readonly OfferedTime[], locale: string): string {
  const zones = new Set(offered.map(({ zone }) => zone));
  const times = offered.map((one) => {
    const said = offeredMoment(one, locale);
    return zones.size > 1 ? `${said} (${zonePlace(one.zone)})` : said;
  });
  // Of two services, one time may be there twice.
  return formatList([...new Set(times)], locale);
}

export function offeredMoment({ start, zone }: OfferedTime, locale: string): string {
  const at = instantOf(start);
  return `${formatDay(at, { locale, zone })} ${formatTime(at, { locale, zone })}`;
}
