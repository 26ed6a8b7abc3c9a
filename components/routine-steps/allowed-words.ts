import { getLocale } from "next-intl/server";
import { formatDay, formatList } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { DoctorLimit } from "@/lib/clients/rules";

type Said = Pick<DoctorLimit, "parts" | "positions"> & { kind: DoctorLimit["kind"] | "unsaid" };

/** What a doctor allows, in words: "Only legs and feet, lying on the back". */
export async function allowedWords({ kind, parts, positions }: Said): Promise<string> {
  const [t, safety, locale] = [
    await getTranslations("clients.allowed"),
    await getTranslations("safety"),
    await getLocale(),
  ];
  if (kind !== "some") return t(kind);
  const named = [
    parts.map((part) => safety(`parts.${part}`)),
    positions.map((position) => safety(`positions.${position}`)),
  ];
  const what = named.filter((list) => list.length > 0).map((list) => formatList(list, locale));
  return t("some", { what: what.join(", ") });
}

/** With who said it, and when: "Only legs and feet. Dr Imran Haddad, 22 Nov 2026". */
export async function allowedLine(said: Said & Pick<DoctorLimit, "by" | "on">): Promise<string> {
  const [t, locale] = [await getTranslations("clients.allowed"), await getLocale()];
  const day = formatDay(said.on, { locale, zone: "UTC" }, "date");
  return t("from", { what: await allowedWords(said), by: said.by, day });
}
