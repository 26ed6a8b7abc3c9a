import { getLocale } from "next-intl/server";
import { formatDay, formatMoney, formatTime } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { TrailEntry } from "@/lib/booking/trail.rules";
import styles from "./change.module.css";

type Props = { entries: readonly TrailEntry[]; zone: string; currency: string };

/** What became of the lesson, oldest first, as the family may know it. */
export async function FamilyTrail({ entries, zone, currency }: Props) {
  const [t, locale] = [await getTranslations("change.trail"), await getLocale()];
  const where = { locale, zone };
  const moment = (at: Date) => t("at", { day: formatDay(at, where), time: formatTime(at, where) });
  const said = ({ kind, from, to, by, practitioner }: TrailEntry): string => {
    const times = { from: from ? moment(from) : "", to: to ? moment(to) : "" };
    const ours = by.kind !== "staff" && by.kind !== "system";
    if (kind === "moved") {
      // Whoever gave it in between may be nobody that this family knows.
      const handed = practitioner
        ? practitioner.name
          ? t("handed", { name: practitioner.name })
          : t("handedOn")
        : "";
      if (handed && times.from === times.to) return handed;
      return [t(ours ? "movedByYou" : "moved", times), handed].filter(Boolean).join(". ");
    }
    if (kind === "cancelled") return t(ours ? "cancelledByYou" : "cancelled");
    if (kind === "booked") return to ? t("booked", times) : t("bookedPlain");
    return kind === "asked" ||
      kind === "confirmed" ||
      kind === "approved" ||
      kind === "declined" ||
      kind === "unanswered"
      ? t(kind, times)
      : "";
  };
  if (entries.length < 2) return null;
  return (
    <section className="card stack" aria-labelledby="trail-title">
      <h2 id="trail-title">{t("title")}</h2>
      <ol className={`${styles.trail} num`}>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <span className="muted">{moment(entry.at)}</span>
            <span>
              {said(entry)}
              {entry.feeMinor > 0
                ? `. ${t("fee", { fee: formatMoney({ minor: entry.feeMinor, currency }, locale) })}`
                : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
