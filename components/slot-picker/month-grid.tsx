import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import type { PickerDay } from "./picker-day";
import styles from "./slot-picker.module.css";

export type MonthGridProps = {
  days: readonly PickerDay[];
  today: string;
  picked: string | null;
  hrefOf: (day: string) => string;
  earlier: string | null;
  later: string | null;
};

/** Five weeks from this one on: no page of days that are gone, as a month has near its end. */
export async function MonthGrid({ days, today, picked, hrefOf, earlier, later }: MonthGridProps) {
  const [t, locale] = [await getTranslations("booking.time"), await getLocale()];
  const where = { locale, zone: "UTC" };
  const weeks = Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7));
  const [first, last] = [days[0]?.day ?? today, days.at(-1)?.day ?? today];
  return (
    <div className={styles.month}>
      <div className={styles.monthHead}>
        <h2 id="weeks">
          {t("weeks", {
            from: formatDay(first, where, "brief"),
            to: formatDay(last, where, "brief"),
          })}
        </h2>
        <Turn href={earlier} label={t("earlier")} icon="chevron-left" />
        <Turn href={later} label={t("later")} icon="chevron-right" />
      </div>
      <table className="num" aria-labelledby="weeks">
        <thead>
          <tr>
            {weeks[0]?.map(({ day }) => (
              <th key={day} scope="col" abbr={formatDay(day, where, "long").split(/[\s,]/)[0]}>
                {formatDay(day, where, "weekday")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.day}>
              {week.map((one) => (
                <td key={one.day} className={one.day === today ? styles.today : undefined}>
                  <Day
                    one={one}
                    href={hrefOf(one.day)}
                    picked={one.day === picked}
                    label={dayLabel(t, formatDay(one.day, where, "long"), one)}
                    month={
                      one.day.endsWith("-01")
                        ? formatDay(one.day, where, "brief").replace(/[\d\s]+/g, "")
                        : null
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations>>;

export function dayLabel(t: Words, day: string, { state, times }: PickerDay): string {
  if (state === "free") return t("dayFree", { day, count: times.length });
  return state === "full" ? t("dayFull", { day }) : t("dayClosed", { day });
}

type DayProps = {
  one: PickerDay;
  href: string;
  picked: boolean;
  label: string;
  month: string | null;
};

function Day({ one, href, picked, label, month }: DayProps) {
  const number = Number(one.day.slice(8));
  const face = (
    <>
      <span aria-hidden="true">
        {number}
        {month ? <small> {month}</small> : null}
      </span>
      <span className="sr">{label}</span>
    </>
  );
  return one.state === "free" ? (
    <Link
      className={styles.day}
      href={href}
      scroll={false}
      aria-current={picked ? "date" : undefined}
    >
      {face}
    </Link>
  ) : (
    <span className={styles.noDay}>{face}</span>
  );
}

type TurnProps = {
  href: string | null;
  label: string;
  icon: "chevron-left" | "chevron-right";
};

function Turn({ href, label, icon }: TurnProps) {
  return href ? (
    <Link className="btn btn-icon" href={href} scroll={false} rel="nofollow" aria-label={label}>
      <Icon name={icon} />
    </Link>
  ) : (
    <span className="btn btn-icon" aria-disabled="true">
      <Icon name={icon} />
    </span>
  );
}
