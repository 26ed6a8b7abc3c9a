import { Icon, type IconName } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import type { LinkedBooking } from "@/lib/booking/read";
import styles from "./booking.module.css";

// The source article's own list: when to feed, the baby's state, warmth, jewellery, the oil's patch test, the doctor.
const advice: readonly [key: string, icon: IconName][] = [
  ["feed", "milk"],
  ["calm", "eye"],
  ["room", "house"],
  ["diaper", "baby"],
  ["hands", "hand"],
  ["oil", "droplet-off"],
  ["doctor", "stethoscope"],
];

export async function GetReady({ kind }: { kind: LinkedBooking["placeKind"] }) {
  const t = await getTranslations("booking.ready");
  return (
    <section className="card" id="ready" aria-labelledby="ready-title">
      <h2 id="ready-title">{t("title")}</h2>
      <ul className={styles.ready}>
        {advice.map(([key, icon]) => (
          <li key={key}>
            <Icon name={icon} />
            <div>
              <h3>{t(key, { kind })}</h3>
              <p className="sm muted">{t(`${key}Why`, { kind })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
