import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Growth } from "@/lib/growth/record";
import styles from "./growth-chart.module.css";
import type { GrowthWords } from "./words";

type Doctor = { referralId: string; name: string };
export type ShareCardProps = {
  growth: Growth;
  words: GrowthWords;
  sheet: string;
  /** Who can send it; left out for the family, which gets the sheet. */
  share?: { agreed: boolean; doctor: Doctor | null; action: FormAction } | undefined;
  sharedAt: Date | null;
};

/** Where a number lies, calmly, and the way to the one who can say what it means. Never praise, never an alarm. */
export function ShareCard({ growth, words, sheet, share, sharedAt }: ShareCardProps) {
  const { t } = words;
  const { patterns, baby, zone } = growth;
  const doctor = share?.agreed ? share.doctor : null;
  return (
    <section className={`card ${styles.share}`} id="doctor">
      <h2>{t("share.title")}</h2>
      {patterns.map((pattern) => (
        <p key={pattern.kind}>
          {t(`pattern.${pattern.what}`, {
            kind: pattern.kind,
            name: baby.firstName,
            day: words.day(pattern.on),
            ...(pattern.what === "two_bands"
              ? { since: words.day(pattern.since), to: pattern.to }
              : {}),
          })}
        </p>
      ))}
      {share ? (
        <p className="sm muted">
          {doctor
            ? t("share.lead", { doctor: doctor.name })
            : share.doctor
              ? t("share.noConsent")
              : t("share.noDoctor", { name: baby.firstName })}
        </p>
      ) : (
        <p className="sm muted">{t("share.parent")}</p>
      )}
      <div className="wrap-row">
        {share && doctor ? (
          <ActionForm action={share.action} id="share" className="">
            <input type="hidden" name="babyId" value={baby.id} />
            <input type="hidden" name="referralId" value={doctor.referralId} />
            <SubmitButton
              variant={patterns.length > 0 ? "primary" : "default"}
              icon={<Icon name="stethoscope" />}
              label={t("share.button")}
            />
          </ActionForm>
        ) : null}
        <LinkButton href={sheet} size="lg" icon={<Icon name="printer" />}>
          {t("share.print")}
        </LinkButton>
      </div>
      {sharedAt ? (
        <p className="sm muted">{t("share.last", { day: words.instant(sharedAt, zone) })}</p>
      ) : null}
    </section>
  );
}
