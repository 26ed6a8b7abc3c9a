import { getLocale } from "next-intl/server";
import { formatDay, formatTime } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import { titleOf } from "@/lib/booking/staff.read";
import type { StaffLesson } from "@/lib/booking/staff-lessons";
import styles from "./hours.module.css";

const SHOWN = 12;

/** Lessons that were booked before the hours changed: they stay, and the practitioner decides about each. */
export async function Outside({ lessons }: { lessons: readonly StaffLesson[] }) {
  if (lessons.length === 0) return null;
  const [t, locale] = [await getTranslations("hours"), await getLocale()];
  return (
    <Note tone="glow">
      <p>
        <b>{t("outside", { count: lessons.length })}</b>
      </p>
      <p>{t("outsideHint")}</p>
      <ul className={styles.outside}>
        {lessons.slice(0, SHOWN).map((lesson) => {
          const where = { locale, zone: lesson.zone };
          const words = t("outsideLine", {
            name: titleOf(lesson),
            day: formatDay(lesson.startsAt, where),
            time: formatTime(lesson.startsAt, where),
          });
          return (
            <li key={lesson.lessonId}>
              {lesson.seat ? (
                <Link href={`/practice/bookings/${lesson.seat.id}`}>{words}</Link>
              ) : (
                words
              )}
            </li>
          );
        })}
      </ul>
    </Note>
  );
}
