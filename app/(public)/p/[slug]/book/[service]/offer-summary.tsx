import { getLocale } from "next-intl/server";
import { placeWords } from "@/app/(public)/place-words";
import { Avatar } from "@/components/ui/avatar";
import { formatMoney } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Money } from "@/components/ui/price";
import { getTranslations } from "@/i18n/words";
import type { ShownOffer } from "@/lib/booking/picker";
import styles from "./time.module.css";

/** What is being booked: with whom, where, how long, for how much. */
export async function OfferSummary({ offer }: { offer: ShownOffer }) {
  const [t, locale] = [await getTranslations("booking.time"), await getLocale()];
  const { practitioner, price } = offer;
  const first = practitioner.name.split(" ")[0] ?? practitioner.name;
  return (
    <section className={styles.summary}>
      <div className={`row ${styles.who}`}>
        <Avatar name={practitioner.name} />
        <span>
          <b>{practitioner.name}</b>
          <br />
          <a className="sm" href={`/p/${practitioner.slug}`}>
            {t("about", { name: first })}
          </a>
        </span>
      </div>
      <h1>{offer.name}</h1>
      <p className={styles.short}>
        {t("shortMinutes", { minutes: offer.minutes })} · <Money {...price} />
      </p>
      <ul>
        <li>
          <Icon name="clock" />
          {t("minutes", { minutes: offer.minutes })}
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
          {await placeWords(offer.place, practitioner.postcode)}
        </li>
        <li>
          <Icon name="wallet" />
          {price.minor === 0 ? t("free") : t("pay", { price: formatMoney(price, locale) })}
        </li>
        <li>
          <Icon name="undo-2" />
          <span>
            {t("cancel", { hours: offer.cancelHours })}
            {offer.lateFee.minor > 0 ? (
              <>
                <br />
                <span className="muted">
                  {t("lateFee", { fee: formatMoney(offer.lateFee, locale) })}
                </span>
              </>
            ) : null}
          </span>
        </li>
      </ul>
      <p className={`note note-glow ${styles.feed}`}>
        <Icon name="milk" />
        <span>{t("feed")}</span>
      </p>
    </section>
  );
}
