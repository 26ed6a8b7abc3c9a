import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { allowedWords } from "@/components/routine-steps/allowed-words";
import { formatDay, formatTime, languageName } from "@/components/ui/format";
import { Tag } from "@/components/ui/tag";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { bornEarly, formatGestation } from "@/lib/core/age";
import { formatAmount, systemOf } from "@/lib/growth/units.rules";
import type { ReferralDetail } from "@/lib/referrals/read";
import { Answer } from "./answer";
import styles from "./referrals.module.css";

export async function Detail({ referral, actor }: { referral: ReferralDetail; actor: Staff }) {
  const [t, alerts, locale] = [
    await getTranslations("referrals"),
    await getTranslations("practice.alerts"),
    await getLocale(),
  ];
  const { details, clinical, doctor, age } = referral;
  const { baby, parent } = details;
  const sex = t("detail.sex", { sex: baby.sex });
  const contact = [parent.phone, parent.email].filter(Boolean).join(", ");
  const from = [doctor.name, doctor.role && t(`role.${doctor.role}`), doctor.organisation];
  const facts: Fact[] = [
    [
      t("detail.from"),
      <>
        {`${from.filter(Boolean).join(", ")} `}
        <Tag tone="good" icon="circle-check">
          {t("detail.emailConfirmed")}
        </Tag>
      </>,
    ],
    ...(clinical ? await clinicalFacts(referral, clinical) : []),
    [
      t("detail.parent"),
      `${parent.name}, ${contact}. ${t("detail.speaks", {
        language: languageName(parent.language, locale),
      })}`,
    ],
    [
      t("detail.reference"),
      <span key="reference" className="num">
        {referral.reference}
      </span>,
    ],
  ];
  const limit = clinical?.allowed?.kind;
  return (
    <section className="card" aria-labelledby={`r-${referral.id}`}>
      <div className={styles.head}>
        <div>
          <h2 id={`r-${referral.id}`}>{baby.name}</h2>
          <p className="muted sm num">
            <Age {...age} strong />
            {sex ? `. ${sex}` : null}
          </p>
        </div>
        <DueTag referral={referral} />
      </div>
      <div className={`wrap-row ${styles.alerts}`}>
        {baby.gestationDays !== null && bornEarly(baby.gestationDays) ? (
          <Tag tone="info" icon="baby">
            {t("detail.bornEarly", { weeks: formatGestation(baby.gestationDays) })}
          </Tag>
        ) : null}
        {baby.gestationUnknown ? (
          <Tag tone="glow" icon="circle-question-mark">
            {alerts("weeksUnknown")}
          </Tag>
        ) : null}
        {clinical ? null : referral.careCount > 0 ? (
          <Tag tone="glow" icon="triangle-alert">
            {alerts("count", { count: referral.careCount })}
          </Tag>
        ) : null}
        {clinical?.precautions.map((one) =>
          one === "nut_allergy" ? (
            <Tag key={one} tone="bad" icon="droplet-off">
              {t(`precaution.${one}`)}
            </Tag>
          ) : (
            <Tag key={one} tone="glow" icon="triangle-alert">
              {t(`precaution.${one}`)}
            </Tag>
          ),
        )}
        {limit === "some" || limit === "still" ? (
          <Tag tone="glow" icon="stethoscope">
            {alerts(`limit.${limit}`)}
          </Tag>
        ) : null}
        {referral.priority === "soon" && referral.status === "waiting" ? (
          <Tag tone="brand" icon="flag">
            {t("detail.soon")}
          </Tag>
        ) : null}
      </div>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label} className={styles.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Answer referral={referral} actor={actor} />
    </section>
  );
}

type Fact = [label: string, value: ReactNode];

/** What the doctor wrote for whoever teaches the family. */
async function clinicalFacts(
  { letterWanted, zone }: ReferralDetail,
  clinical: NonNullable<ReferralDetail["clinical"]>,
): Promise<Fact[]> {
  const [t, locale] = [await getTranslations("referrals"), await getLocale()];
  const { allowed, birthGrams } = clinical;
  const care = clinical.precautions.map((one) => t(`precaution.${one}`));
  const facts: Fact[] = [
    [t("detail.why"), clinical.reasons.map((one) => t(`reason.${one}`)).join(". ")],
    [
      t("detail.care"),
      <>
        {care.length > 0 ? <p>{care.join(". ")}</p> : null}
        {clinical.care ? <p className={styles.words}>{clinical.care}</p> : null}
        {care.length === 0 && !clinical.care ? t("detail.noCare") : null}
      </>,
    ],
  ];
  if (allowed && (allowed.kind !== "unsaid" || allowed.words))
    facts.push([
      t("detail.allowed"),
      <>
        {allowed.kind === "unsaid" ? null : <p>{await allowedWords(allowed)}</p>}
        {allowed.words ? <p className={styles.words}>{allowed.words}</p> : null}
      </>,
    ]);
  if (birthGrams !== undefined)
    facts.push([
      t("detail.birthWeight"),
      formatAmount("weight", birthGrams, systemOf(locale), locale),
    ]);
  const day = formatDay(clinical.attestedOn, { locale, zone }, "brief");
  facts.push([t("detail.safe"), t("detail.safeOn", { day })]);
  if (letterWanted !== "unsaid")
    facts.push([t("detail.letter"), t(`letterWanted.${letterWanted}`)]);
  return facts;
}

async function DueTag({ referral: { due, zone } }: { referral: ReferralDetail }) {
  if (!due) return null;
  const [t, locale] = [await getTranslations("referrals.detail"), await getLocale()];
  const where = { locale, zone };
  const words = { time: formatTime(due.at, where), day: formatDay(due.at, where) };
  const said = {
    overdue: t("overdue", words),
    today: t("dueToday", words),
    tomorrow: t("dueTomorrow", words),
    later: t("dueOn", words),
  };
  return (
    <Tag
      tone={due.state === "overdue" ? "bad" : due.state === "later" ? "neutral" : "glow"}
      icon="clock"
    >
      {said[due.state]}
    </Tag>
  );
}
