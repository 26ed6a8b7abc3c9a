import { agesOf } from "@/lib/clients/rules";
import type { Pair } from "@/lib/growth/proportion.rules";
import type { Child } from "@/lib/growth/rules";
import styles from "./growth-chart.module.css";
import type { GrowthWords } from "./words";

type Props = {
  child: Child;
  /** The newest first. */
  rows: readonly Pair[];
  words: GrowthWords;
  /** Deviations beside the centiles. */
  clinical: boolean;
  /** Its name, where no heading with the id "all" is above it. */
  caption?: string | undefined;
};

/** Each weight with the length of its day, and where it lies among babies of that length. */
export function LengthTable({ child, rows, words, clinical, caption }: Props) {
  const { t } = words;
  // On a sheet the weight has its own row as well.
  const prefix = caption === undefined ? "m-" : "l-";
  return (
    <div className={styles.region}>
      <table
        className={`num ${styles.table}`}
        aria-labelledby={caption === undefined ? "all" : undefined}
      >
        {caption === undefined ? null : <caption className="sr">{caption}</caption>}
        <thead>
          <tr>
            <th scope="col">{t("column.day")}</th>
            <th scope="col">{t("column.age")}</th>
            <th scope="col">{t("kind.length")}</th>
            <th scope="col">{t("kind.weight")}</th>
            <th scope="col">{t("column.centile")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} {...{ row, child, words, clinical, prefix }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = Omit<Props, "rows" | "caption"> & { row: Pair; prefix: string };

function Row({ row, child, words, clinical, prefix }: RowProps) {
  const { id, on, weight, length, standing, confirmed } = row;
  const { t } = words;
  const age = words.ages(agesOf(child.bornOn, child.gestationDays, on, child.correctUntilMonths));
  return (
    <tr id={`${prefix}${id}`}>
      <th scope="row">
        <time dateTime={on}>{words.day(on)}</time>
      </th>
      <td>
        {age.plain}
        {age.corrected ? <> · {age.corrected}</> : null}
      </td>
      <td className={styles.whole}>{words.amount("length", length)}</td>
      <td className={styles.amount}>
        <b>{words.amount("weight", weight)}</b>
        {confirmed ? null : <p className="muted">{t("waitingShort")}</p>}
      </td>
      <td>
        {standing.z === null ? (
          <span className="muted">{words.standing(standing)}</span>
        ) : (
          <>
            <b>{words.centile(standing.z)}</b>
            {clinical ? (
              <span className="muted"> {t("zIs", { z: words.z(standing.z) })}</span>
            ) : null}
            <p className="muted">{words.basis(standing.basis)}</p>
            {standing.flagged ? <p>{t("flagged")}</p> : null}
          </>
        )}
      </td>
    </tr>
  );
}
