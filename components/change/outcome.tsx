import { getLocale } from "next-intl/server";
import { formatMoney } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import { DECLINE_REASONS } from "@/lib/booking/change.rules";

type Closed = {
  cancelledBy: "family" | "practice" | null;
  cancelRule: string | null;
  cancelReason: string | null;
  /** What the practice wrote beside its no. */
  declineNote: string | null;
  /** It did write, and only the link in the mail opens it. */
  declineNoteMailed?: boolean;
  feeMinor: number;
  price: { currency: string };
};

/** The headline of a lesson that is off: what was asked for and not given was never a lesson to cancel. */
export const offHeading = (cancelRule: Closed["cancelRule"]): "cancelled" | "notGiven" =>
  cancelRule === "declined" || cancelRule === "unanswered" ? "notGiven" : "cancelled";

/** Why a lesson does not take place, and what is owed for it. Bereaved families read one sentence and nothing of money. */
export async function OutcomeWords({ closed, name }: { closed: Closed; name: string }) {
  const [t, d, locale] = [
    await getTranslations("change.outcome"),
    await getTranslations("booking.done"),
    await getLocale(),
  ];
  const { cancelRule, cancelledBy, feeMinor, price } = closed;
  if (cancelRule === "bereavement") return <p className="muted">{t("bereavement")}</p>;
  if (cancelRule === "unanswered") return <p className="muted">{t("unanswered", { name })}</p>;
  if (cancelRule === "declined") {
    const known = DECLINE_REASONS.find((each) => each === closed.cancelReason);
    const why = known && known !== "other" ? t(`declineReason.${known}`) : "";
    return (
      <>
        <p className="muted">{[t("declined", { name }), why].filter(Boolean).join(" ")}</p>
        {closed.declineNote ? <p>{closed.declineNote}</p> : null}
        {closed.declineNoteMailed ? <p>{t("declineMailed", { name })}</p> : null}
      </>
    );
  }
  const fee = formatMoney({ minor: feeMinor, currency: price.currency }, locale);
  return (
    <>
      <p className="muted">
        {cancelledBy === "family" ? d("cancelledByFamily") : d("cancelledByPractice", { name })}
      </p>
      {cancelledBy === "family" || feeMinor > 0 ? (
        <p className="muted">{feeMinor > 0 ? t("fee", { fee, name }) : t("noFee")}</p>
      ) : null}
    </>
  );
}
