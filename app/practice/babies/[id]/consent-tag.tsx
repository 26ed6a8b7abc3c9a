import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { clientConsents } from "@/lib/intake/consent.read";

// Without these two there is no lesson and no record (features f2, f3); the others are the family's choice.
const NEEDED = ["teaching", "health_data"] as const;

type Props = { actor: Staff; clientId: string; zone: string };

/** Whether the family agreed to be taught and to have health data kept, and since when. */
export async function ConsentTag({ actor, clientId, zone }: Props) {
  const [t, n, locale] = [
    await getTranslations("record.head"),
    await getTranslations("notes.consent"),
    await getLocale(),
  ];
  const forms = `/practice/clients/${clientId}/forms`;
  const { lines } = await clientConsents(actor, { clientId });
  const needed = NEEDED.map((kind) => lines.find((line) => line.kind === kind));
  if (needed.some((line) => line?.state === "objected"))
    return (
      <>
        <Tag tone="bad" icon="circle-alert">
          {t("consentBack")}
        </Tag>
        <LinkButton href={forms}>{n("see")}</LinkButton>
      </>
    );
  if (needed.some((line) => line?.state === "older"))
    return (
      <>
        <Tag tone="glow" icon="file-text">
          {t("consentOlder")}
        </Tag>
        <LinkButton href={forms}>{n("ask")}</LinkButton>
      </>
    );
  const days = needed.flatMap((line) => (line?.state === "given" && line.on ? [line.on] : []));
  const last = days.toSorted((a, b) => b.getTime() - a.getTime())[0];
  if (days.length < NEEDED.length || !last)
    return (
      <>
        <Tag icon="file-text">{t("noConsent")}</Tag>
        <LinkButton href={forms}>{n("ask")}</LinkButton>
      </>
    );
  return (
    <Tag tone="good" icon="file-check">
      {t("consentOn", { day: formatDay(last, { locale, zone }, "brief") })}
    </Tag>
  );
}
