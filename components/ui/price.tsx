import { getLocale } from "next-intl/server";
import { getTranslations } from "@/i18n/words";
import { type Amount, formatMoney } from "./format";

export type MoneyProps = Amount & { locale?: string | undefined; exact?: boolean | undefined };

/** "£62", "£61.50", "Free". `exact` writes zero as an amount, for receipts and sums. */
export async function Money({ minor, currency, locale, exact }: MoneyProps) {
  const t = await getTranslations("ui");
  const free = exact ? undefined : t("free");
  return (
    <span className="num nowrap">
      {formatMoney({ minor, currency }, locale ?? (await getLocale()), free)}
    </span>
  );
}
