import { getLocale } from "next-intl/server";
import { Avatar } from "@/components/ui/avatar";
import {
  formatDay,
  formatList,
  formatMoney,
  formatTime,
  isReadersOwn,
} from "@/components/ui/format";
import { Tag } from "@/components/ui/tag";
import { ZoneLine, ZoneMark } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import { instantOf, wallOf } from "@/lib/core/time";
import type { Card } from "@/lib/directory/read";
import styles from "./practitioner-card.module.css";

/** A practitioner with the next free times: one press leads to the picker with that time chosen. */
export async function PractitionerCard({ card, level = 3 }: { card: Card; level?: 2 | 3 }) {
  const [t, locale] = [await getTranslations("find"), await getLocale()];
  const Heading = `h${level}` as const;
  const page = `/p/${card.slug}`;
  const others = card.languages.filter((language) => !isReadersOwn(language, locale));
  const facts = [
    ...(card.area ? [card.area] : []),
    ...(card.kinds.length > 0
      ? [
          formatList(
            card.kinds.map((kind) => t(`place.${kind}`)),
            locale,
          ),
        ]
      : []),
    ...(others.length > 0 ? [t("speaks", { languages: formatList(others, locale) })] : []),
    ...(card.pretermExperience ? [t("preterms")] : []),
  ];
  const zones = [...new Set(card.times.map(({ zone }) => zone))];
  const [only] = zones;
  return (
    <article className={`card ${styles.card}`}>
      <div className="row">
        <Avatar name={card.name} />
        <div className="grow">
          <Heading className={styles.name}>
            <a href={page}>{card.name}</a>
          </Heading>
          <p className="sm muted">{facts.join(" · ")}</p>
        </div>
      </div>
      <p className={styles.line}>
        {card.checked ? (
          <Tag tone="good" icon="badge-check">
            {t("checked")}
          </Tag>
        ) : null}
        {card.from ? (
          <span className="sm muted num">
            {t("from", { price: formatMoney(card.from, locale) })}
          </span>
        ) : null}
      </p>
      {card.times.length > 0 ? (
        <div className={styles.slots}>
          {card.times.map(({ serviceId, start, zone }) => {
            const instant = instantOf(start);
            const where = { locale, zone };
            const time = formatTime(instant, where);
            return (
              <a
                key={start}
                className="btn num"
                rel="nofollow"
                href={`${page}/book/${serviceId}?day=${wallOf(instant, zone).day}&at=${start}`}
                aria-label={t("slot", {
                  name: card.name,
                  day: formatDay(instant, where, "long"),
                  time,
                })}
              >
                <small>{formatDay(instant, where)}</small>
                {time}
                {zones.length > 1 ? (
                  <ZoneMark zone={zone} at={[instant]} className={styles.zone} />
                ) : null}
              </a>
            );
          })}
        </div>
      ) : (
        <p className={`sm muted ${styles.none}`}>{t(card.accepting ? "noTimes" : "paused")}</p>
      )}
      {only && zones.length === 1 ? (
        <ZoneLine zone={only} at={card.times.map(({ start }) => instantOf(start))} />
      ) : null}
    </article>
  );
}
