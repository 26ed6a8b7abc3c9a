import { getTranslations } from "next-intl/server";
import { allowedLine } from "@/components/routine-steps/allowed-words";
import { Tag } from "@/components/ui/tag";
import type { Alerts } from "@/lib/clients/rules";
import { formatGestation } from "@/lib/core/age";

/** The facts beside a baby's name, wherever somebody acts on it. The front desk learns how many, never which. */
export async function BabyAlerts({ alerts }: { alerts: Alerts }) {
  const [t, safety] = [await getTranslations("practice.alerts"), await getTranslations("safety")];
  const { bornEarly, count, facts } = alerts;
  return (
    <>
      {bornEarly === null ? null : (
        <Tag tone="glow" icon="triangle-alert">
          {t("bornEarly", { at: formatGestation(bornEarly) })}
        </Tag>
      )}
      {facts?.allergies.map((allergy) => (
        <Tag key={allergy} tone="bad" icon="droplet-off">
          {allergy}
        </Tag>
      ))}
      {facts?.familyAllergies.map((allergy) => (
        <Tag key={`family ${allergy}`} tone="bad" icon="droplet-off">
          {t("inFamily", { allergy })}
        </Tag>
      ))}
      {facts?.conditions.map((condition) => (
        <Tag key={condition} tone="info" icon="stethoscope">
          {condition}
        </Tag>
      ))}
      {facts?.findings.map((finding) => (
        <Tag key={finding} tone="info" icon="stethoscope">
          {safety(`findings.${finding}`)}
        </Tag>
      ))}
      {facts?.limits.map(({ kind, by, on }) => (
        <Tag key={`${kind} ${by} ${on}`} tone="glow" icon="stethoscope">
          {t(`limit.${kind}`)}
        </Tag>
      ))}
      {facts === null && count > 0 ? (
        <Tag tone="glow" icon="triangle-alert">
          {t("count", { count })}
        </Tag>
      ) : null}
    </>
  );
}

/** What a clinician wrote to take care of, and what a doctor allows only, in full. */
export async function TakeCare({ alerts }: { alerts: Alerts }) {
  const t = await getTranslations("practice.alerts");
  const text = alerts.facts?.takeCare;
  const limits = await Promise.all((alerts.facts?.limits ?? []).map(allowedLine));
  return (
    <>
      {text ? (
        <p className="sm">
          <b>{t("takeCare")}</b> {text}
        </p>
      ) : null}
      {limits.map((line) => (
        <p key={line} className="sm">
          <b>{t("allowed")}</b> {line}
        </p>
      ))}
    </>
  );
}
