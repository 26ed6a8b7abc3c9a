import { getTranslations } from "@/i18n/words";
import { type Moment, zonePlace } from "./format";
import { ZoneNote } from "./zone-note";

type Props = { zone: string; at: readonly Moment[]; className?: string | undefined };

const iso = (at: readonly Moment[]): string[] =>
  at.map((one) => (typeof one === "string" ? one : one.toISOString()));

/** "Times are shown for London", for a reader whose device shows another time. */
export async function ZoneLine({ zone, at, className }: Props) {
  const t = await getTranslations("ui");
  const text = t("zoneShown", { place: zonePlace(zone) });
  return <ZoneNote zone={zone} at={iso(at)} text={text} className={className} />;
}

/** "London time" after a time, where a list holds times of several places. */
export async function ZoneMark({ zone, at, className }: Props) {
  const t = await getTranslations("ui");
  const text = t("zoneMark", { place: zonePlace(zone) });
  return <ZoneNote zone={zone} at={iso(at)} text={text} look="inline" className={className} />;
}
