import { getLocale } from "next-intl/server";
import { formatDay, formatMoney, formatTime } from "@/components/ui/format";
import { DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { LIMIT_REASONS } from "@/lib/booking/limits.rules";
import { ON_TOP_REASONS, OUTSIDE_REASONS } from "@/lib/booking/staff.schema";
import type { TrailEntry } from "@/lib/booking/trail.rules";
import styles from "./booking.module.css";

type Props = { entries: readonly TrailEntry[]; zone: string; currency: string };

/** Everything that happened to a booking: when, what, from what to what, why, and by whom (feature c33). */
export async function History({ entries, zone, currency }: Props) {
  const lines = await Promise.all(entries.map((entry) => said(entry, zone, currency)));
  const t = await getTranslations("staff_change.trail");
  return (
    <ol className={`${styles.history} list num`}>
      {entries.map((entry, i) => (
        <li key={entry.seq}>
          <span className="muted">
            <DateText on={entry.at} zone={zone} look="brief" />, <Time at={entry.at} zone={zone} />
          </span>
          <span>
            <b>{lines[i]}</b>
            <br />
            <span className="muted">{entry.by.name ?? t(`who.${entry.by.kind}`)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

const toldOf = [
  "booked",
  "moved",
  "cancelled",
  "asked",
  "declined",
  "unanswered",
  "given_back",
] as const;

async function said(entry: TrailEntry, zone: string, currency: string): Promise<string> {
  const [t, c, f, o, l, locale] = [
    await getTranslations("staff_change.trail"),
    await getTranslations("practice.cancel.reason"),
    await getTranslations("staff_change.facts.familyReason"),
    await getTranslations("staff_change.onTop.reason"),
    await getTranslations("staff_change.limits.reason"),
    await getLocale(),
  ];
  const where = { locale, zone };
  const moment = (at: Date) => `${formatDay(at, where)}, ${formatTime(at, where)}`;
  const { kind, from, to, reason, feeMinor } = entry;
  const times = { from: from ? moment(from) : "", to: to ? moment(to) : "" };
  const what = (): string => {
    if (kind === "told") {
      const told = toldOf.find((each) => each === entry.told);
      return told ? t(`told.${told}`) : "";
    }
    if (kind === "booked" || kind === "asked") return t(to ? kind : `${kind}Plain`, times);
    if (kind === "moved") {
      const { practitioner, minutes } = entry;
      const changes = [
        practitioner?.name ? t("handed", { name: practitioner.name }) : "",
        minutes === undefined ? "" : t("length", { minutes }),
      ].filter(Boolean);
      const moved = t(from && to ? "moved" : "movedPlain", times);
      const sameTime = changes.length > 0 && times.from === times.to;
      return [...(sameTime ? [] : [moved]), ...changes].join(". ");
    }
    return t(kind);
  };
  const onTop = ON_TOP_REASONS.find((each) => each === entry.onTop);
  const outside = [...OUTSIDE_REASONS, "undo" as const].find((each) => each === entry.outside);
  const limits = LIMIT_REASONS.find((each) => each === entry.limits);
  const why = !reason
    ? ""
    : kind === "declined"
      ? ""
      : f.has(reason as "ill") && entry.by.kind !== "staff"
        ? f(reason as "ill")
        : c.has(reason as "other")
          ? c(reason as "other")
          : "";
  return [
    [what(), why].filter(Boolean).join(": "),
    onTop ? t("onTop", { reason: o(onTop) }) : "",
    outside ? t("outside", { reason: t(`outsideReason.${outside}`) }) : "",
    limits ? t("limits", { reason: l(limits) }) : "",
    feeMinor > 0 ? t("fee", { fee: formatMoney({ minor: feeMinor, currency }, locale) }) : "",
  ]
    .filter(Boolean)
    .join(", ");
}
