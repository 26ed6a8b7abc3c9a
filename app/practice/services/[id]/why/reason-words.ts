import { formatDay, formatList } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { ExplainedService } from "@/lib/availability/explain.read";
import type { Reason } from "@/lib/availability/explain.rules";
import { lengthOf } from "../../service-parts";

const KINDS = ["lessons", "blocks", "outside", "way"] as const;

/** One reason as a sentence: how many times it takes away, and what to look at. */
export async function reasonWords(
  reason: Reason,
  service: ExplainedService["service"],
  locale: string,
): Promise<string> {
  const t = await getTranslations("hours.why.reason");
  const on = (day: string | null) => (day ? formatDay(day, { locale, zone: "UTC" }, "date") : "");
  const { why } = reason;
  if (why === "too_short") return t(why, { time: lengthOf(reason.minutes, locale) });
  if (!("lost" in reason)) return t(why);
  const { lost } = reason;
  if (why === "notice") return t(why, { lost, time: lengthOf(service.minNoticeMinutes, locale) });
  if (why === "horizon")
    return t(why, { lost, time: lengthOf(service.horizonDays * 1440, locale) });
  if (why === "before_range") return t(why, { lost, day: on(service.opensOn) });
  if (why === "after_range") return t(why, { lost, day: on(service.closesOn) });
  if (reason.why !== "taken") return t(reason.why, { lost });
  const parts = KINDS.filter((kind) => reason.minutes[kind] > 0).map((kind) =>
    t(`kind.${kind}`, { time: lengthOf(reason.minutes[kind], locale) }),
  );
  return t("taken", { lost, what: formatList(parts, locale) });
}
