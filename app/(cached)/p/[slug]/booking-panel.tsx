import { getLocale } from "next-intl/server";
import { placeWords } from "@/app/(public)/place-words";
import { ButtonLink } from "@/components/ui/button";
import { formatDay, formatMoney, formatTime, zonePlace } from "@/components/ui/format";
import { Money } from "@/components/ui/price";
import { getTranslations } from "@/i18n/words";
import { freeHours } from "@/lib/booking/change.rules";
import { instantOf } from "@/lib/core/time";
import type { PublicProfile } from "@/lib/directory/read";
import styles from "./profile.module.css";

type Service = PublicProfile["services"][number];
const bookPath = (person: PublicProfile, service: Service) =>
  `/p/${person.slug}/book/${service.serviceId}`;

/** Lessons with their prices; the chosen one shows its next times. The choice is a radio button and needs no script. */
export async function BookingPanel({ person }: { person: PublicProfile }) {
  const t = await getTranslations("profile");
  const [first] = person.services;
  if (!person.accepting || !first) return <Paused person={person} />;
  const zones = new Set(person.services.map((service) => service.zone));
  return (
    <aside id="book" className={`card ${styles.panel}`} aria-labelledby="book-title">
      <h2 id="book-title">{t("book")}</h2>
      <fieldset className={styles.services}>
        <legend className="sr">{t("lesson")}</legend>
        {person.services.map((service, i) => (
          <ServiceChoice
            key={service.serviceId}
            person={person}
            service={service}
            checked={i === 0}
            zoned={zones.size > 1}
          />
        ))}
      </fieldset>
      <p className={`sm muted ${styles.foot}`}>
        {t("terms", { hours: freeHours(first, first.price.minor) })}{" "}
        {zones.size === 1 ? t("zone", { place: zonePlace(first.zone) }) : null}
      </p>
    </aside>
  );
}

type ChoiceProps = {
  person: PublicProfile;
  service: Service;
  checked: boolean;
  /** Times of these lessons are of several places, so each says of which. */
  zoned: boolean;
};

async function ServiceChoice({ person, service, checked, zoned }: ChoiceProps) {
  const t = await getTranslations("profile");
  return (
    <div className={styles.service}>
      <label className="choice tall">
        <input type="radio" name="service" value={service.serviceId} defaultChecked={checked} />
        <span>
          <b>{service.name}</b>
          <span className="detail">
            {t("minutes", { minutes: service.minutes })} · {await placeWords(service.place, null)}
          </span>
        </span>
        <b>
          <Money {...service.price} />
        </b>
      </label>
      <div className={styles.times}>
        <NextTimes person={person} service={service} />
        {zoned ? <p className="sm muted">{t("zone", { place: zonePlace(service.zone) })}</p> : null}
        <ButtonLink
          variant="primary"
          size="lg"
          block
          href={bookPath(person, service)}
          rel="nofollow"
        >
          {t("seeAll")}
        </ButtonLink>
      </div>
    </div>
  );
}

async function NextTimes({ person, service }: { person: PublicProfile; service: Service }) {
  const [t, locale] = [await getTranslations("profile"), await getLocale()];
  const where = { locale, zone: service.zone };
  if (service.days.length === 0) return <p className="muted sm">{t("noTimes")}</p>;
  return (
    <div className={styles.days}>
      {service.days.map(({ day, times }) => (
        <div key={day}>
          <h3>{formatDay(day, where)}</h3>
          {times.map((minute) => {
            const time = formatTime(instantOf(minute), where);
            return (
              <ButtonLink
                key={minute}
                className="num"
                href={`${bookPath(person, service)}?day=${day}&at=${minute}`}
                rel="nofollow"
                aria-label={t("slot", {
                  service: service.name,
                  day: formatDay(day, where, "long"),
                  time,
                })}
              >
                {time}
              </ButtonLink>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** On a phone: price, next time and the button stay at the thumb. */
export async function BookingBar({ person }: { person: PublicProfile }) {
  const [t, locale] = [await getTranslations("profile"), await getLocale()];
  const [first] = person.services;
  if (!person.accepting || !first || !person.from) return null;
  const next = person.services
    .flatMap((service) =>
      service.days.flatMap(({ times }) => times.map((start) => ({ start, zone: service.zone }))),
    )
    .sort((a, b) => a.start - b.start)[0];
  const where = { locale, zone: next?.zone ?? first.zone };
  const only = person.services.length === 1;
  return (
    <div className={styles.bar}>
      <div>
        <b>{t("from", { price: formatMoney(person.from, locale) })}</b>
        {next ? (
          <p className="sm muted num">
            {t("next", {
              day: formatDay(instantOf(next.start), where),
              time: formatTime(instantOf(next.start), where),
            })}
          </p>
        ) : null}
      </div>
      <ButtonLink variant="primary" size="lg" href={only ? bookPath(person, first) : "#book"}>
        {t("chooseTime")}
      </ButtonLink>
    </div>
  );
}

/**
 * What everybody reads alike, as the page is kept: the lessons lead on to where whoever asks is known, or has brought a
 * referral or a link.
 */
async function Paused({ person }: { person: PublicProfile }) {
  const t = await getTranslations("profile");
  return (
    <aside id="book" className={`card stack ${styles.closed}`} aria-labelledby="book-title">
      <h2 id="book-title">{person.accepting ? t("noTimes") : t("paused")}</h2>
      <p className="muted">
        {person.phone ? t("pausedText", { phone: person.phone }) : t("pausedNoPhone")}
      </p>
      <ButtonLink href="/find">{t("findOther")}</ButtonLink>
      {person.services.length > 0 ? (
        <>
          <h3>{t("known")}</h3>
          <p className="muted">{t("knownLead", { name: person.name })}</p>
          {person.services.map((service) => (
            <ButtonLink key={service.serviceId} href={bookPath(person, service)} rel="nofollow">
              {service.name}
            </ButtonLink>
          ))}
        </>
      ) : null}
    </aside>
  );
}
