import { Link } from "@/components/ui/link";
import { DateText, Time } from "@/components/ui/time";
import type { StaffLesson } from "@/lib/booking/staff-lessons";
import { lessonLine, StatusTag } from "../../lesson-words";
import styles from "../clients.module.css";

type Props = { lessons: readonly StaffLesson[]; zone: string; empty: string };

export async function Lessons({ lessons, zone, empty }: Props) {
  if (lessons.length === 0) return <p className="sm muted">{empty}</p>;
  return (
    <ul className={`${styles.lessons} list num`}>
      {lessons.map((lesson) => (
        <Lesson key={lesson.lessonId} lesson={lesson} zone={zone} />
      ))}
    </ul>
  );
}

async function Lesson({ lesson, zone }: { lesson: StaffLesson; zone: string }) {
  const { startsAt, seat, status } = lesson;
  return (
    <li>
      <Link href={`/practice/bookings/${seat?.id ?? ""}`}>
        <span>
          <DateText on={startsAt} zone={zone} look="date" />, <Time at={startsAt} zone={zone} />
        </span>
      </Link>
      <span className="muted">{await lessonLine(lesson)}</span>
      <StatusTag status={status} />
    </li>
  );
}
