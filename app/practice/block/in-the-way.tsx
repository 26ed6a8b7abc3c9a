"use client";

import { useForm } from "@/components/ui/form-context";
import { formatDay, formatTime } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import styles from "./block.module.css";

type Lesson = { bookingId: string | null; title: string; startsAt: string };

const isLesson = (fact: unknown): fact is Lesson =>
  typeof fact === "object" &&
  fact !== null &&
  "title" in fact &&
  typeof fact.title === "string" &&
  "startsAt" in fact &&
  typeof fact.startsAt === "string" &&
  "bookingId" in fact &&
  (fact.bookingId === null || typeof fact.bookingId === "string");

type InTheWayProps = { title: string; locale: string; zone: string };

/** What is booked in the time that was to be blocked: each can be moved or cancelled first. */
export function InTheWay({ title, locale, zone }: InTheWayProps) {
  const facts = useForm()?.state.facts?.inTheWay;
  const lessons = Array.isArray(facts) ? facts.filter(isLesson) : [];
  if (lessons.length === 0) return null;
  const words = (one: Lesson) =>
    `${formatDay(one.startsAt, { locale, zone })}, ${formatTime(one.startsAt, { locale, zone })}: ${one.title}`;
  return (
    <div className="note note-glow">
      <div className="grow">
        <b>{title}</b>
        <ul className={styles.list}>
          {lessons.map((one) => (
            <li key={`${one.startsAt} ${one.bookingId}`}>
              {one.bookingId ? (
                <Link href={`/practice/bookings/${one.bookingId}`}>{words(one)}</Link>
              ) : (
                words(one)
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
