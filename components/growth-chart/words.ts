import { getLocale } from "next-intl/server";
import { ageParts, formatDay, formatUnit } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { Compared } from "@/lib/growth/chart.rules";
import { IG_UNTIL_DAYS } from "@/lib/growth/intergrowth.rules";
import type { Standing } from "@/lib/growth/rules";
import type { Kind } from "@/lib/growth/schema";
import { formatAmount, type System } from "@/lib/growth/units.rules";
import { centileOf } from "@/lib/growth/who.rules";

/** The sentences that charts, tables and sheets share, for one reader. */
export async function growthWords(system: System) {
  const [t, ui, locale] = [
    await getTranslations("growth"),
    await getTranslations("ui"),
    await getLocale(),
  ];
  const ages = {
    corrected: (age: string) => ui("corrected", { age }),
    beforeDue: (age: string) => ui("beforeDue", { age }),
  };
  // The same few sentences are said of many points.
  const said = new Map<string, string>();
  const once = (key: string, say: () => string): string => {
    const known = said.get(key) ?? say();
    said.set(key, known);
    return known;
  };
  const centile = (z: number): string => {
    const found = Math.round(centileOf(z));
    if (found < 1) return t("centile.below");
    if (found > 99) return t("centile.above");
    return once(`at ${found}`, () => t("centile.at", { n: found }));
  };
  const spoken = (at: string): string =>
    once(`spoken ${at}`, () => t("centile.spoken", { centile: at }));
  const weeksAndDays = (days: number): string => {
    const [weeks, rest] = [Math.floor(days / 7), days % 7];
    const week = formatUnit(weeks, "week", locale);
    return rest === 0 ? week : `${week} ${formatUnit(rest, "day", locale)}`;
  };
  const twoDigits = new Intl.NumberFormat(locale, {
    ...{ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" },
  });
  return {
    t,
    locale,
    system,
    day: (on: string, style: "brief" | "date" | "short" = "date") =>
      formatDay(on, { locale, zone: "UTC" }, style),
    instant: (at: Date, zone: string) => formatDay(at, { locale, zone }, "date"),
    amount: (kind: Kind, amount: number) => formatAmount(kind, amount, system, locale),
    centile,
    z: (z: number) => twoDigits.format(z).replace("-", "−"),
    /** "28th centile", or why there is none. */
    standing: (standing: Standing<Compared>) =>
      standing.z === null ? t(`none.${standing.why}`) : spoken(centile(standing.z)),
    /** What a number was compared with, and at which age or length. */
    basis: (basis: Compared) => {
      if (basis.reference === "who_length")
        return t("basis.length", { length: formatAmount("length", basis.mm, system, locale) });
      const age = weeksAndDays(basis.days);
      return basis.reference === "who"
        ? t(`basis.${basis.age}`, { age })
        : t("basis.intergrowth", { age, until: IG_UNTIL_DAYS / 7 });
    },
    ages: (age: { days: number; correctedDays: number | null }) => {
      const { age: plain, corrected } = ageParts(age, locale, ages);
      return { plain, corrected };
    },
    /** "6w 1d corrected" or "54.2 cm long", for the little room beside a point. */
    short: (days: number, kind: "corrected" | "birth" | "last_period" | "length") => {
      if (kind === "length")
        return t("short.length", { length: formatAmount("length", days, system, locale) });
      const [weeks, rest] = [Math.floor(days / 7), Math.round(days % 7)];
      const age = `${formatUnit(weeks, "week", locale, "narrow")}${rest ? ` ${formatUnit(rest, "day", locale, "narrow")}` : ""}`;
      return once(`${kind} ${age}`, () => t(`short.${kind}`, { age }));
    },
  };
}
export type GrowthWords = Awaited<ReturnType<typeof growthWords>>;
