import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import { DAY_MARKS, type DayMark, type LogSummary } from "@/lib/routines/rules";
import styles from "./routine-steps.module.css";

const SIZE = 20;
const GAP = 6;
const R = 8;

/** Shapes, not colours, tell the days apart: full, half, empty, dashed (design 2.6). */
function Mark({ mark, x }: { mark: DayMark; x: number }) {
  const at = { cx: x + SIZE / 2, cy: SIZE / 2, r: R };
  if (mark === "done") return <circle {...at} className={styles.done} />;
  if (mark === "today") return <circle {...at} className={styles.today} />;
  if (mark === "none") return <circle {...at} className={styles.none} />;
  const { cx, cy } = at;
  if (mark === "skipped")
    return (
      <>
        <circle {...at} className={styles.none} />
        <path d={`M${cx - 4} ${cy}h8`} className={styles.none} />
      </>
    );
  return (
    <>
      <circle {...at} className={styles.half} />
      <path d={`M${cx} ${cy - R}a${R} ${R} 0 0 0 0 ${2 * R}z`} className={styles.halfFill} />
    </>
  );
}

export type PracticeMarksProps = {
  summary: Pick<LogSummary, "marks" | "daysDone" | "daysEndedEarly" | "daysSkipped">;
  /** Under the row: what the shapes mean. */
  legend?: boolean | undefined;
};

/** The last days of home practice, oldest first. */
export async function PracticeMarks({ summary, legend }: PracticeMarksProps) {
  const [t, locale] = [await getTranslations("routines.summary"), await getLocale()];
  const { marks, daysDone, daysEndedEarly, daysSkipped } = summary;
  const width = marks.length * (SIZE + GAP) - GAP;
  const early = marks.filter(({ mark }) => mark === "ended_early");
  const days = early.map(({ day }) => formatDay(day, { locale, zone: "UTC" }, "brief")).join(", ");
  const said = t("sentence", {
    days: marks.length,
    done: daysDone,
    early: daysEndedEarly,
    skipped: daysSkipped,
  });
  const legendMarks = DAY_MARKS.filter((mark) => mark !== "skipped" || daysSkipped > 0);
  return (
    <>
      <svg
        className={styles.days}
        viewBox={`0 0 ${width} ${SIZE}`}
        role="img"
        aria-label={days ? `${said} ${t("marks.ended_early")}: ${days}.` : said}
      >
        {marks.map(({ day, mark }, index) => (
          <Mark key={day} mark={mark} x={index * (SIZE + GAP)} />
        ))}
      </svg>
      {legend ? (
        <ul className={styles.legend} aria-hidden="true">
          {legendMarks.map((mark) => (
            <li key={mark}>
              <svg viewBox={`0 0 ${SIZE} ${SIZE}`} width={SIZE} height={SIZE} aria-hidden="true">
                <Mark mark={mark} x={0} />
              </svg>
              {t(`marks.${mark}`)}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
