import { getLocale } from "next-intl/server";
import { formatDay, formatMoney, formatTime } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { ChangeTerms } from "@/lib/booking/change.rules";

type Lesson = {
  terms: ChangeTerms;
  startsAt: Date;
  zone: string;
  status: string;
  price: { currency: string };
};

/** What a change costs, now and later: the same sentences wherever a lesson can be changed. */
export async function termsWords({
  terms,
  startsAt,
  zone,
  status,
  price,
}: Lesson): Promise<string[]> {
  const [t, locale] = [await getTranslations("change.terms"), await getLocale()];
  const { freeUntil, rule, lateFeeMinor, illnessFree } = terms;
  if (status === "requested") return [t("requested")];
  if (lateFeeMinor === 0) return [t("always")];
  const fee = formatMoney({ minor: lateFeeMinor, currency: price.currency }, locale);
  const where = { locale, zone };
  const until = `${formatDay(freeUntil, where)}, ${formatTime(freeUntil, where)}`;
  const ill = illnessFree ? [t("ill")] : [];
  if (rule === "late") return [t("lateNow", { fee }), ...ill];
  if (rule === "grace") return [t("grace", { until }), t("after", { fee }), ...ill];
  return freeUntil >= startsAt
    ? [t("always")]
    : [t("free", { until }), t("after", { fee }), ...ill];
}

/** "Tue 24 Nov, 2:15 pm", where the lesson is. */
export async function momentWords(at: Date, zone: string, look: "short" | "long" = "long") {
  const locale = await getLocale();
  const where = { locale, zone };
  return {
    day: look === "long" ? formatDay(at, where, "long") : formatDay(at, where),
    time: formatTime(at, where),
  };
}
