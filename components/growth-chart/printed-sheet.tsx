import { Icon } from "@/components/ui/icon";
import { formatGestation } from "@/lib/core/age";
import type { Growth } from "@/lib/growth/record";
import styles from "./growth-chart.module.css";
import { GrowthSheet } from "./growth-sheet";
import { PrintButton } from "./print-button";
import type { GrowthWords } from "./words";

/** The sheet that a family hands to its doctor: what is confirmed, with whose baby it is on top. */
export function PrintedSheet({
  growth,
  words,
  level,
}: {
  growth: Growth;
  words: GrowthWords;
  level: 1 | 2;
}) {
  const { t } = words;
  const { child, baby, practice, thisDay, measurements } = growth;
  const Heading = `h${level}` as const;
  return (
    <>
      <div className={`wrap-row ${styles.top}`} data-paper="">
        <div className="grow">
          <Heading>{t("sheet.title", { name: baby.firstName })}</Heading>
          <p className="muted num">
            {t("sheet.born", {
              day: words.day(child.bornOn),
              gestation:
                child.gestationDays !== null
                  ? formatGestation(child.gestationDays)
                  : baby.weeksUnknown
                    ? "unknown"
                    : "none",
              sex: child.sex,
            })}{" "}
            {t("sheet.made", { practice, day: words.day(thisDay) })}
          </p>
        </div>
        <PrintButton label={t("sheet.print")} icon={<Icon name="printer" />} />
      </div>
      <GrowthSheet
        child={child}
        rows={measurements.filter((one) => one.confirmed)}
        {...{ thisDay, words }}
      />
    </>
  );
}
