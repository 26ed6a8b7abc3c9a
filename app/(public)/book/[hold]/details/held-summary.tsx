import { getLocale } from "next-intl/server";
import { placeWords } from "@/app/(public)/place-words";
import { formatDay, formatMoney, formatTime, zonePlace } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { systemNow, today } from "@/lib/core/time";
import styles from "./details.module.css";
import type { Held } from "./details-form";

/** The lesson beside the form, and how long its time is kept. */
export async function HeldSummary({ lesson }: { lesson: Held }) {
  const [t, time, locale] = [
    await getTranslations("booking.details"),
    await getTranslations("booking.time"),
    await getLocale(),
  ];
  const { offer, startsAt, secondsLeft } = lesson;
  const where = { locale, zone: offer.zone };
  const until = new Date(systemNow().getTime() + secondsLeft * 1000);
  const back = `/p/${offer.practitioner.slug}/book/${offer.serviceId}?day=${today(startsAt, offer.zone)}`;
  return (
    <aside className={`card ${styles.summary}`} aria-label={t("summary")}>
      <h2>{offer.name}</h2>
      <p className="muted">{offer.practitioner.name}</p>
      <ul>
        <li>
          <Icon name="calendar-days" />
          <span>
            <b>{formatDay(startsAt, where, "long")}</b>
            <br />
            <span className="num">{formatTime(startsAt, where)}</span>
            <span className="muted sm"> · {time("zone", { place: zonePlace(offer.zone) })}</span>
          </span>
        </li>
        <li>
          <Icon name="clock" />
          {time("minutes", { minutes: offer.minutes })}
        </li>
        <li>
          <Icon
            name={
              offer.place.kind === "home"
                ? "house"
                : offer.place.kind === "online"
                  ? "video"
                  : "map-pin"
            }
          />
          {await placeWords(offer.place, offer.practitioner.postcode)}
        </li>
        <li>
          <Icon name="wallet" />
          {offer.price.minor === 0
            ? time("free")
            : time("pay", { price: formatMoney(offer.price, locale) })}
        </li>
        <li>
          <Icon name="undo-2" />
          <span>
            {time("cancel", { hours: offer.cancelHours })}
            {offer.lateFee.minor > 0 ? (
              <>
                <br />
                <span className="muted sm">
                  {time("lateFee", { fee: formatMoney(offer.lateFee, locale) })}
                </span>
              </>
            ) : null}
          </span>
        </li>
      </ul>
      <p className="note note-glow">
        <Icon name="calendar-clock" />
        <span>
          {secondsLeft > 0 ? t("held", { time: formatTime(until, where) }) : t("heldOver")}
        </span>
      </p>
      <a className={styles.back} href={back}>
        {t("otherTime")}
      </a>
    </aside>
  );
}
