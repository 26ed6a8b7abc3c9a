import { Link } from "@/components/ui/link";
import { DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { titleOf } from "@/lib/booking/staff.read";
import type { StaffLesson } from "@/lib/booking/staff-lessons";
import type { NoteWork } from "@/lib/notes/list.read";
import { OutcomeButtons, outcomesOf } from "./bookings/outcome";
import { lessonLine, StatusTag } from "./lesson-words";
import styles from "./today.module.css";
import { NoteLink } from "./today-note";

type Props = {
  lessons: readonly StaffLesson[];
  now: Date;
  zone: string;
  back: string;
  /** The day as well as the time. */
  dated?: boolean;
  /** For clinicians: which of the lessons have a note. */
  notes?: NoteWork | null;
};

/** Lessons of a day: when, who, how it stands, and what can be said about it now. */
export async function DayRows({ lessons, ...rest }: Props) {
  return (
    <ul className={`${styles.rows} ${rest.dated ? styles.dated : ""} list num`}>
      {lessons.map((lesson) => (
        <Row key={lesson.lessonId} lesson={lesson} {...rest} />
      ))}
    </ul>
  );
}

async function Row({
  lesson,
  now,
  zone,
  back,
  dated,
  notes,
}: Omit<Props, "lessons"> & { lesson: StaffLesson }) {
  const t = await getTranslations("practice");
  const { seat, startsAt, status } = lesson;
  const settled = status === "completed" || status === "no_show";
  const asks = status === "booked" && lesson.endsAt <= now;
  const outcomes = outcomesOf(lesson, now);
  return (
    <li className={settled ? styles.done : undefined}>
      <span className={styles.when}>
        {dated ? <DateText on={startsAt} zone={zone} /> : null}
        <Time at={startsAt} zone={zone} />
      </span>
      <span>
        {seat ? (
          <Link href={`/practice/bookings/${seat.id}`} className={styles.name}>
            {titleOf(lesson)}
          </Link>
        ) : (
          <b>{lesson.title || t(`status.${status}`)}</b>
        )}
        <span className={`muted ${styles.line}`}>
          {seat ? await lessonLine(lesson) : t("busy")}
          {asks && !dated ? ` · ${t("today.howDidItGo")}` : null}
        </span>
      </span>
      <span className={styles.rowEnd}>
        <span role="status">{seat && !asks ? <StatusTag status={status} /> : null}</span>
        <OutcomeButtons lesson={lesson} outcomes={outcomes} back={back} />
        {notes ? <NoteLink lesson={lesson} notes={notes} now={now} /> : null}
      </span>
    </li>
  );
}
