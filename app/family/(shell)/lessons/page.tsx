import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { callName } from "@/app/family/call-name";
import { Empty } from "@/components/ui/empty";
import { formatDay, formatTime } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { Tag } from "@/components/ui/tag";
import { ZoneMark } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import { ownLessons } from "@/lib/booking/read";
import styles from "../family.module.css";
import type { LessonItem } from "../hero";
import { CalendarLeaf, lessonLine } from "../next-lesson";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("family.title"))("lessons") };
}

async function Lessons({ searchParams }: { searchParams: Promise<{ page?: string }> }) {
  const actor = await pageActor("family", "/family/lessons");
  const lessons = await ownLessons(actor, { page: (await searchParams).page });
  const { upcoming, past } = lessons;
  const t = await getTranslations("family");
  const last = upcoming[0] ?? past[0];
  return (
    <div className={styles.page}>
      <PageHead title={t("title.lessons")}>
        {last ? (
          <LinkButton variant="primary" href={`/p/${last.slug}`}>
            {t("lesson.another")}
          </LinkButton>
        ) : null}
      </PageHead>
      {last ? null : (
        <Empty
          title={t("lesson.none")}
          action={
            <LinkButton href="/find" variant="primary" size="lg">
              {t("today.find")}
            </LinkButton>
          }
        >
          {t("lesson.noneAtAll")}
        </Empty>
      )}
      <Group title={t("lesson.coming")} lessons={upcoming} />
      <Group title={t("lesson.past")} lessons={past} />
      <Pager {...turns(lessons, (n) => `/family/lessons?page=${n}`)} />
    </div>
  );
}

function Group({ title, lessons }: { title: string; lessons: readonly LessonItem[] }) {
  if (lessons.length === 0) return null;
  return (
    <section className={styles.group}>
      <h2>{title}</h2>
      <ul className={styles.items}>
        {lessons.map((lesson) => (
          <Item key={lesson.bookingId} lesson={lesson} />
        ))}
      </ul>
    </section>
  );
}

async function Item({ lesson }: { lesson: LessonItem }) {
  const [t, locale] = [await getTranslations("family.lesson"), await getLocale()];
  const { bookingId, startsAt, zone, status, practitioner, babies } = lesson;
  const where = { locale, zone };
  return (
    <li className={`card ${styles.item}`}>
      <CalendarLeaf at={startsAt} zone={zone} />
      <div className="grow">
        <h3>
          <Link className={styles.whole} href={`/family/lessons/${bookingId}`}>
            {`${formatDay(startsAt, where)}, ${formatTime(startsAt, where)}`}
            <ZoneMark zone={zone} at={[startsAt]} />
          </Link>
        </h3>
        <p className="sm muted">{await lessonLine(lesson)}</p>
        <p className="sm muted">{[callName(practitioner), ...babies].join(", ")}</p>
      </div>
      {status === "booked" ? null : (
        <Tag tone={status === "completed" || status === "arrived" ? "good" : "neutral"}>
          {t(`status.${status}`)}
        </Tag>
      )}
    </li>
  );
}

export default familyPage(Lessons);
