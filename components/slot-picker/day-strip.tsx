import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { KeepInView } from "./keep-in-view";
import { dayLabel } from "./month-grid";
import type { PickerDay } from "./picker-day";
import styles from "./slot-picker.module.css";

export type DayStripProps = {
  days: readonly PickerDay[];
  picked: string | null;
  hrefOf: (day: string) => string;
  later: { href: string; label: string } | null;
};

/** On a phone: the days in a row, each with how many times it has. */
export async function DayStrip({ days, picked, hrefOf, later }: DayStripProps) {
  const [t, locale] = [await getTranslations("booking.time"), await getLocale()];
  const where = { locale, zone: "UTC" };
  const shown = days.filter((one) => one.state !== "past");
  return (
    <nav className={styles.strip} aria-label={t("day")}>
      <KeepInView of={picked} />
      <ul>
        {shown.map((one) => {
          const face = (
            <>
              <span className={styles.stripFace} aria-hidden="true">
                <small>{formatDay(one.day, where, "weekday")}</small>
                <b>{Number(one.day.slice(8))}</b>
                <i>
                  {one.state === "free"
                    ? t("count", { count: one.times.length })
                    : t(one.state === "full" ? "full" : "closed")}
                </i>
              </span>
              <span className="sr">{dayLabel(t, formatDay(one.day, where, "long"), one)}</span>
            </>
          );
          return (
            <li key={one.day}>
              {one.state === "free" ? (
                <Link
                  href={hrefOf(one.day)}
                  scroll={false}
                  aria-current={one.day === picked ? "date" : undefined}
                >
                  {face}
                </Link>
              ) : (
                <span>{face}</span>
              )}
            </li>
          );
        })}
        {later ? (
          <li>
            <Link href={later.href} scroll={false} rel="nofollow">
              <span className={styles.stripFace}>{later.label}</span>
            </Link>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}
