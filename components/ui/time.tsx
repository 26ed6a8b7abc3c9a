import { getLocale } from "next-intl/server";
import { getTranslations } from "@/i18n/words";
import {
  type AgeDays,
  ageParts,
  type DayStyle,
  formatDay,
  formatTime,
  formatTimeEnds,
  type Moment,
  sameZone,
  zonePlace,
} from "./format";

type Where = {
  /** The zone of the place: the clock that is shown. */
  zone: string;
  /** Where the reader is; when it is another zone, the place is named. */
  viewerZone?: string | null | undefined;
  locale?: string | undefined;
};

const iso = (at: Moment): string => (typeof at === "string" ? at : at.toISOString());
const foreign = ({ zone, viewerZone }: Where): boolean =>
  viewerZone !== undefined && viewerZone !== null && !sameZone(zone, viewerZone);

/** "2:15 pm", or "2:15 pm, London time" for a reader elsewhere. */
export async function Time({ at, ...where }: { at: Moment } & Where) {
  const locale = where.locale ?? (await getLocale());
  const time = formatTime(at, { locale, zone: where.zone });
  const t = foreign(where) ? await getTranslations("ui") : null;
  return (
    <time className="num nowrap" dateTime={iso(at)}>
      {t ? t("zoneTime", { time, place: zonePlace(where.zone) }) : time}
    </time>
  );
}

/** "2:15 to 3:30 pm". */
export async function TimeRange({ start, end, ...where }: { start: Moment; end: Moment } & Where) {
  const locale = where.locale ?? (await getLocale());
  const t = await getTranslations("ui");
  const time = t("timeRange", formatTimeEnds(start, end, { locale, zone: where.zone }));
  return (
    <time className="num nowrap" dateTime={`${iso(start)}/${iso(end)}`}>
      {foreign(where) ? t("zoneTime", { time, place: zonePlace(where.zone) }) : time}
    </time>
  );
}

/** A day: of an instant in a zone, or a calendar day such as a birthday ("2026-08-24", no zone). */
export async function DateText({
  on,
  zone = "UTC",
  look = "short",
  locale,
}: {
  on: Moment;
  zone?: string | undefined;
  look?: DayStyle | undefined;
  locale?: string | undefined;
}) {
  const text = formatDay(on, { locale: locale ?? (await getLocale()), zone }, look);
  return (
    <time className="num" dateTime={iso(on)}>
      {text}
    </time>
  );
}

/** Both ages of a baby born early: "13 weeks · 6 weeks 5 days corrected". */
export async function Age({
  locale,
  strong,
  ...age
}: AgeDays & { locale?: string | undefined; strong?: boolean | undefined }) {
  const t = await getTranslations("ui");
  const { age: plain, corrected } = ageParts(age, locale ?? (await getLocale()), {
    corrected: (text) => t("corrected", { age: text }),
    beforeDue: (text) => t("beforeDue", { age: text }),
  });
  return (
    <span>
      {plain}
      {corrected ? <> · {strong ? <b>{corrected}</b> : corrected}</> : null}
    </span>
  );
}
