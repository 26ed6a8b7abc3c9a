import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { Access } from "@/lib/audit/access.read";
import styles from "./by-day.module.css";
import { trailWords } from "./words";

export type ByDayProps = { items: readonly Access[]; zone: string };

/** Who opened or changed a record, a list for each day, the newest first. */
export async function ByDay({ items, zone }: ByDayProps) {
  const [words, locale] = [await trailWords(), await getLocale()];
  const days = new Map<string, Access[]>();
  for (const item of items) {
    const day = formatDay(item.at, { locale, zone }, "full");
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, own]) => (
    <section key={day} className={styles.day}>
      <h2>{day}</h2>
      <ul className="list">
        {own.map((item) => (
          <li key={item.seq} className={styles.row}>
            <span className="muted">
              <Time at={item.at} zone={zone} />
            </span>
            <span>
              <b>{words.who(item.by)}</b> <span className="muted sm">{words.role(item.by)}</span>
              <br />
              {words.what(item)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  ));
}
