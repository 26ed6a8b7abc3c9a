import { getLocale } from "next-intl/server";
import { cache } from "react";
import { getTranslations } from "@/i18n/words";
import { dateOrder } from "./date-parts";
import type { FormWords } from "./form-context";

/**
 * For pages that give a client component its own FormRoot; ActionForm calls it by itself. The same object for all forms
 * of a page: it is made once and sent once.
 */
export const formWords = cache(async (): Promise<FormWords> => {
  const [t, locale] = [await getTranslations("ui.form"), await getLocale()];
  const ui = await getTranslations("ui");
  const order = dateOrder(locale);
  const example = { day: "24", month: "8", year: "2026" };
  return {
    problem: t("problem"),
    errorPrefix: t("errorPrefix"),
    optional: t("optional"),
    busy: t("busy"),
    notSent: t("notSent"),
    signedOut: t("signedOut"),
    signIn: t("signIn"),
    day: t("day"),
    month: t("month"),
    year: t("year"),
    dateOrder: order,
    dateExample: t("dateExample", { date: order.map((part) => example[part]).join(" ") }),
    early: t("early"),
    earlyNo: t("earlyNo"),
    earlyYes: t("earlyYes"),
    earlyUnknown: t("earlyUnknown"),
    gestationTerm: t("gestationTerm"),
    weeksAtBirth: t("weeksAtBirth"),
    weeks: t("weeks"),
    days: t("days"),
    gestationExample: t("gestationExample"),
    corrected: ui("corrected", { age: "{age}" }),
    beforeDue: ui("beforeDue", { age: "{age}" }),
  };
});
