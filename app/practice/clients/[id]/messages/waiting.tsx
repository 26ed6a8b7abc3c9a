import { getLocale } from "next-intl/server";
import { formatDay, formatTime } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import type { familyLog } from "@/lib/messaging/log.read";
import styles from "./messages.module.css";

type Waiting = Awaited<ReturnType<typeof familyLog>>["waiting"];

/** Planned and not sent: what, and until when it waits. */
export async function Waiting({ waiting, zone }: { waiting: Waiting; zone: string }) {
  const [t, locale] = [await getTranslations("mail_settings.log"), await getLocale()];
  const where = { locale, zone };
  return (
    <ul className={`${styles.log} list num`}>
      {waiting.map(({ id, kind, dueAt, startsAt, zone: place }) => (
        <li key={id}>
          <Icon name="clock" />
          <span>
            <b>{t("waitingLine", { kind, day: formatDay(startsAt, { locale, zone: place }) })}</b>
            <span className="muted">
              {t("until", { when: `${formatDay(dueAt, where)}, ${formatTime(dueAt, where)}` })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
