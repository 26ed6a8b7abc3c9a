import { allowedLine } from "@/components/routine-steps/allowed-words";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { Alerts } from "@/lib/clients/rules";
import { formatGestation } from "@/lib/core/age";

/** The facts beside a baby's name, wherever somebody acts on it. The front desk learns how many, never which. */
export async function BabyAlerts({ alerts }: { alerts: Alerts }) {
  const [t, safety] = [await getTranslations("practice.alerts"), await getTranslations("safety")];
  const { bornEarly, weeksUnknown, count, facts } = alerts;
  return (
    <>
      {bornEarly === null ? null : (
        <Tag tone="glow" icon="triangle-alert">
          {t("bornEarly", { at: formatGestation(bornEarly) })}
        </Tag>
      )}
      {weeksUnknown ? (
        <Tag tone="glow" icon="circle-question-mark">
          {t("weeksUnknown")}
        </Tag>
      ) : null}
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

/** How and when the baby is fed, as the family told it or a clinician wrote it down. Not for the front desk. */
export async function Feeding({ alerts }: { alerts: Alerts }) {
  const feeding = alerts.facts?.feeding;
  if (!feeding) return null;
  const t = await getTranslations("clients.care");
  const said = [feeding.how && t(`feedings.${feeding.how}`), feeding.times].filter(Boolean);
  return (
    <p className="sm">
      <b>{t("feedingLine")}</b> {said.join(", ")}
    </p>
  );
}

/** What a clinician wrote to take care of, and what a doctor allows only, in full. */
export async function TakeCare({ alerts }: { alerts: Alerts }) {
  const t = await getTranslations("practice.alerts");
  const text = alerts.facts?.takeCare;
  const limits = await Promise.all((alerts.facts?.limits ?? []).map(allowedLine));
  return (
    <>
      {alerts.weeksUnknown ? <p className="sm">{t("weeksUnknownLead")}</p> : null}
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
