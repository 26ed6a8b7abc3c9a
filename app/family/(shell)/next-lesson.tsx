import { getLocale } from "next-intl/server";
import { callName } from "@/app/family/call-name";
import { formatDay, formatTime, formatUnit } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { ZoneLine } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import type { LessonItem } from "./hero";
import styles from "./today.module.css";

/** A leaf of a calendar: the month and the day, for the eye. The words beside it say the same. */
export async function CalendarLeaf({ at, zone }: { at: Date; zone: string }) {
  const locale = await getLocale();
  const month = formatDay(at, { locale, zone }, "monthName");
  const day = formatDay(at, { locale, zone }, "number");
  return (
    <span className={`num ${styles.leaf}`} aria-hidden="true">
      <small>{month}</small>
      {day}
    </span>
  );
}

/** "First lesson, 75 minutes, at your home". */
export async function lessonLine(lesson: LessonItem): Promise<string> {
  const [t, locale] = [await getTranslations("family.lesson"), await getLocale()];
  const { placeKind, placeName, startsAt, endsAt, service } = lesson;
  const minutes = formatUnit((endsAt.getTime() - startsAt.getTime()) / 60_000, "minute", locale);
  const place =
    placeKind === "home" ? t("atHome") : placeKind === "online" ? t("online") : placeName;
  return [t("what", { service, minutes }), place].filter(Boolean).join(", ");
}

export async function NextLesson({
  lesson,
  last,
}: {
  lesson: LessonItem | undefined;
  last: LessonItem | undefined;
}) {
  const [t, locale] = [await getTranslations("family.lesson"), await getLocale()];
  if (!lesson)
    return (
      <section className={`card ${styles.next}`} aria-labelledby="next">
        <h2 id="next">{t("none")}</h2>
        <p className="sm muted">
          {last ? t("noneText", { name: callName(last.practitioner) }) : t("noneAtAll")}
        </p>
        <div className={styles.acts}>
          <LinkButton href={last ? `/p/${last.slug}` : "/find"}>{t("another")}</LinkButton>
        </div>
      </section>
    );
  const where = { locale, zone: lesson.zone };
  return (
    <section className={`card ${styles.next}`} aria-labelledby="next">
      <div className={styles.when}>
        <CalendarLeaf at={lesson.startsAt} zone={lesson.zone} />
        <div className="grow">
          <h2 id="next">
            {t("comes", {
              kind: lesson.placeKind,
              name: callName(lesson.practitioner),
              time: formatTime(lesson.startsAt, where),
            })}
          </h2>
          <p className="sm muted">{formatDay(lesson.startsAt, where, "long")}</p>
          <ZoneLine zone={lesson.zone} at={[lesson.startsAt]} />
          <p className="sm muted">{await lessonLine(lesson)}</p>
        </div>
      </div>
      <div className={styles.acts}>
        <LinkButton href={`/family/lessons/${lesson.bookingId}#ready`}>{t("ready")}</LinkButton>
        <LinkButton href={`/family/lessons/${lesson.bookingId}`}>{t("see")}</LinkButton>
      </div>
    </section>
  );
}
