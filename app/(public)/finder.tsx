import { buttonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import styles from "./finder.module.css";

export const WHENS = { today: 1, week: 7, fortnight: 14 } as const;
export type When = keyof typeof WHENS;
export const isWhen = (value: unknown): value is When =>
  typeof value === "string" && Object.hasOwn(WHENS, value);

type FinderProps = { near?: string | undefined; when?: When | undefined };

/** A town or postcode and a stretch of days. A plain form that asks /find, so its answers have addresses. */
export async function Finder({ near, when = "week" }: FinderProps) {
  const t = await getTranslations("find");
  const words: Record<When, string> = {
    today: t("whenToday"),
    week: t("whenWeek"),
    fortnight: t("whenFortnight"),
  };
  return (
    <search>
      <form className={styles.finder} action="/find">
        <div className={styles.cell}>
          <label htmlFor="near">{t("near")}</label>
          <input
            id="near"
            name="near"
            defaultValue={near}
            maxLength={60}
            autoComplete="postal-code"
            enterKeyHint="search"
          />
        </div>
        <div className={styles.cell}>
          <label htmlFor="when">{t("when")}</label>
          <select id="when" name="when" defaultValue={when}>
            {Object.entries(words).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
            <option value="">{t("whenAny")}</option>
          </select>
        </div>
        <button type="submit" className={buttonClass({ variant: "primary", size: "lg" })}>
          <Icon name="search" />
          {t("search")}
        </button>
      </form>
    </search>
  );
}
