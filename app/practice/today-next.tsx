import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Money } from "@/components/ui/price";
import { Tag } from "@/components/ui/tag";
import { Age, DateText, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { titleOf } from "@/lib/booking/staff.read";
import type { StaffLesson } from "@/lib/booking/staff-lessons";
import { wallOf } from "@/lib/core/time";
import type { NoteWork } from "@/lib/notes/list.read";
import { BabyAlerts, TakeCare } from "./baby-alerts";
import { OutcomeButtons, outcomesOf } from "./bookings/outcome";
import { BabyFormAlert } from "./form-alerts";
import styles from "./today.module.css";
import { NoteLink } from "./today-note";

/** Where the map of the reader's choice begins; nothing of ours goes there but the address. */
export const directionsTo = (address: string): string =>
  `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`;

/** The family that comes next, with everything one has to know before touching the baby. */
export async function NextLesson({
  lesson,
  now,
  zone,
  thisDay,
  notes,
}: {
  lesson: StaffLesson;
  now: Date;
  zone: string;
  /** The practice's own today: a lesson of another day names its day. */
  thisDay: string;
  notes?: NoteWork | null;
}) {
  const t = await getTranslations("practice.today");
  const { seat, place, startsAt, endsAt } = lesson;
  if (!seat) return null;
  const under = startsAt <= now;
  return (
    <section className={`card ${styles.next}`} aria-labelledby="next">
      <p className="sm muted num">
        {under ? t("now") : t("next")}{" "}
        {wallOf(startsAt, zone).day === thisDay ? null : (
          <>
            <DateText on={startsAt} zone={zone} />,{" "}
          </>
        )}
        <TimeRange start={startsAt} end={endsAt} zone={zone} />
      </p>
      <h2 id="next">
        {t("nameAndOrdinal", { name: titleOf(lesson), ordinal: t("ordinal", { n: seat.ordinal }) })}
      </h2>
      {seat.babies.map((baby) => (
        <div key={baby.id} className={styles.baby}>
          <p className="sm muted">
            {seat.babies.length > 1 ? <b>{baby.firstName} </b> : null}
            <Age {...baby.ages} strong />
          </p>
          <p className="wrap-row">
            <BabyAlerts alerts={baby.alerts} />
            <BabyFormAlert babyId={baby.id} clientId={baby.clientId} />
            <Tag icon="wallet">
              <Money minor={seat.priceMinor} currency={seat.currency} />
            </Tag>
          </p>
          <TakeCare alerts={baby.alerts} />
        </div>
      ))}
      {lesson.address || place ? (
        <p className={`sm ${styles.where}`}>
          <Icon name={place?.kind === "online" ? "video" : "map-pin"} />
          <span>{lesson.address ?? place?.name}</span>
        </p>
      ) : null}
      <div className={styles.acts}>
        <OutcomeButtons
          lesson={lesson}
          outcomes={outcomesOf(lesson, now).slice(0, 2)}
          back="/practice"
          main
          size="md"
        />
        {seat.babies.slice(0, 3).map((baby) => (
          <LinkButton
            key={baby.id}
            href={`/practice/babies/${baby.id}`}
            icon={<Icon name="baby" />}
          >
            {t("openRecord", { name: baby.firstName })}
          </LinkButton>
        ))}
        {notes ? <NoteLink lesson={lesson} notes={notes} now={now} size="md" /> : null}
        <LinkButton href={`/practice/bookings/${seat.id}`}>{t("openBooking")}</LinkButton>
        {place?.kind === "home" && lesson.address ? (
          <ButtonLink
            href={directionsTo(lesson.address)}
            rel="noreferrer"
            icon={<Icon name="map-pin" />}
          >
            {t("directions")}
          </ButtonLink>
        ) : null}
        {place?.kind === "online" && lesson.meetingUrl ? (
          <ButtonLink href={lesson.meetingUrl} rel="noreferrer" icon={<Icon name="video" />}>
            {t("openVideo")}
          </ButtonLink>
        ) : null}
        <LinkButton href={`/practice/clients/${seat.clientId}`} icon={<Icon name="users" />}>
          {t("openFamily")}
        </LinkButton>
      </div>
    </section>
  );
}
