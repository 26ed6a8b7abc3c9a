import { buttonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { PLACE_KINDS } from "@/lib/directory/schema";
import styles from "./find.module.css";
import type { Asked } from "./page";

/** All filters in one plain form; the rarer ones fold away on a phone unless one of them is used. */
export async function FindForm({ asked, languages }: { asked: Asked; languages: string[] }) {
  const t = await getTranslations("find");
  const whens = [
    ["today", t("whenToday")],
    ["week", t("whenWeek")],
    ["fortnight", t("whenFortnight")],
  ] as const;
  const used = asked.language !== undefined || asked.preterm === "on";
  return (
    <search>
      <form className={styles.form} action="/find">
        <div className={styles.main}>
          <div className="field">
            <label htmlFor="near">{t("near")}</label>
            <input
              className="input"
              id="near"
              name="near"
              defaultValue={asked.near}
              maxLength={60}
              autoComplete="postal-code"
              enterKeyHint="search"
            />
          </div>
          <div className="field">
            <label htmlFor="when">{t("when")}</label>
            <select className="input" id="when" name="when" defaultValue={asked.when ?? ""}>
              <option value="">{t("whenAny")}</option>
              {whens.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="kind">{t("kind")}</label>
            <select className="input" id="kind" name="kind" defaultValue={asked.kind ?? ""}>
              <option value="">{t("kindAny")}</option>
              {PLACE_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" className={buttonClass({ variant: "primary", size: "lg" })}>
            <Icon name="search" />
            {t("search")}
          </button>
        </div>
        <details className={styles.more} open={used}>
          <summary>{t("more")}</summary>
          <div className={styles.rare}>
            <div className="field">
              <label htmlFor="language">{t("language")}</label>
              <select
                className="input"
                id="language"
                name="language"
                defaultValue={asked.language ?? ""}
              >
                <option value="">{t("languageAny")}</option>
                {languages.map((language) => (
                  <option key={language} value={language}>
                    {language}
                  </option>
                ))}
              </select>
            </div>
            <label className="choice">
              <input
                type="checkbox"
                name="preterm"
                value="on"
                defaultChecked={asked.preterm === "on"}
              />
              <span>{t("preterm")}</span>
            </label>
          </div>
        </details>
      </form>
    </search>
  );
}
