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
  const { details, doctor, age, zone } = referral;
  const { baby, parent } = details;
  const sex = t("detail.sex", { sex: baby.sex });
  const contact = [parent.phone, parent.email].filter(Boolean).join(", ");
  const allowed = details.allowed ?? { kind: "unsaid" as const, parts: [], positions: [] };
  const system = systemOf(locale);
  const care = details.precautions.map((one) => t(`precaution.${one}`));
  const facts: [label: string, value: ReactNode][] = [
    [
      t("detail.from"),
      <>
        {`${doctor.name}, ${t(`role.${doctor.role}`)}, ${doctor.organisation} `}
        <Tag tone="good" icon="circle-check">
          {t("detail.emailConfirmed")}
        </Tag>
      </>,
    ],
    [t("detail.why"), details.reasons.map((one) => t(`reason.${one}`)).join(". ")],
    [
      t("detail.care"),
      <>
        {care.length > 0 ? <p>{care.join(". ")}</p> : null}
        {details.care ? <p className={styles.words}>{details.care}</p> : null}
        {care.length === 0 && !details.care ? t("detail.noCare") : null}
      </>,
    ],
    ...(allowed.kind === "unsaid" && !allowed.words
      ? []
      : ([
          [
            t("detail.allowed"),
            <>
              {allowed.kind === "unsaid" ? null : <p>{await allowedWords(allowed)}</p>}
              {allowed.words ? <p className={styles.words}>{allowed.words}</p> : null}
            </>,
          ],
        ] as [string, ReactNode][])),
    ...(baby.birthGrams === undefined
      ? []
      : ([[t("detail.birthWeight"), formatAmount("weight", baby.birthGrams, system, locale)]] as [
          string,
          ReactNode,
        ][])),
    [
      t("detail.safe"),
      t("detail.safeOn", { day: formatDay(details.attestedOn, { locale, zone }, "brief") }),
    ],
    ...(referral.letterWanted === "unsaid"
      ? []
      : ([[t("detail.letter"), t(`letterWanted.${referral.letterWanted}`)]] as [
          string,
          ReactNode,
        ][])),
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
        {details.precautions.map((one) =>
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
        {allowed.kind === "some" || allowed.kind === "still" ? (
          <Tag tone="glow" icon="stethoscope">
            {alerts(`limit.${allowed.kind}`)}
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
