import { Icon, type IconName } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { DateText, Time } from "@/components/ui/time";
import styles from "./timeline.module.css";

export type TimelineEntry = {
  key: string;
  at: Date;
  icon: IconName;
  title: string;
  /** A line below: who, how much of it, what about. */
  line: string;
  href: string | null;
};
export type TimelineProps = {
  entries: readonly TimelineEntry[];
  zone: string;
  /** With the year and the time of day: for the whole record. */
  exact?: boolean | undefined;
};

/** What happened, newest first: the day, what it was, and more about it below. */
export function Timeline({ entries, zone, exact }: TimelineProps) {
  return (
    <ol className={`list ${styles.timeline}`}>
      {entries.map(({ key, at, icon, title, line, href }) => (
        <li key={key}>
          <span className={`muted num ${styles.when}`}>
            <DateText on={at} zone={zone} look={exact ? "date" : "brief"} />
            {exact ? (
              <>
                {", "}
                <Time at={at} zone={zone} />
              </>
            ) : null}
          </span>
          <Icon name={icon} />
          <span className={styles.what}>
            {href ? <Link href={href}>{title}</Link> : <b>{title}</b>}
            {line ? <span className="muted">{line}</span> : null}
          </span>
        </li>
      ))}
    </ol>
  );
}
