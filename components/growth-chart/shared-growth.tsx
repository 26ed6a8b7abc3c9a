import type { SharedGrowth } from "@/lib/growth/share.rules";
import styles from "./growth-chart.module.css";
import { GrowthSheet } from "./growth-sheet";
import type { GrowthWords } from "./words";

/** On the page of the doctor who referred the baby: the summary as it was on the day it was shared. */
export function SharedGrowthPart({ shared, words }: { shared: SharedGrowth; words: GrowthWords }) {
  const { t } = words;
  const { at, by, zone, day, child, weeksUnknown, rows } = shared;
  return (
    <section className="card" id="growth">
      <header>
        <h2>{t("doctor.title")}</h2>
      </header>
      <p className={`muted ${styles.lead}`}>
        {t("doctor.lead", { name: by, day: words.instant(at, zone) })}
      </p>
      {weeksUnknown ? <p className={styles.lead}>{t("weeksUnknown")}</p> : null}
      <GrowthSheet child={child} rows={rows} thisDay={day} words={words} level={3} />
    </section>
  );
}
