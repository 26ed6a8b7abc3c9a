import { getLocale } from "next-intl/server";
import { offeredText } from "@/components/referral-form/offered-text";
import { ActionForm } from "@/components/ui/action-form";
import { ChipCheck, ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextArea } from "@/components/ui/field";
import { formatDay, formatTime } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { ZoneLine } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import { isClinician, type Staff } from "@/lib/core/actor";
import { instantOf } from "@/lib/core/time";
import type { ReferralDetail } from "@/lib/referrals/read";
import { firstNameOf } from "@/lib/referrals/rules";
import { DECLINE_REASONS, offerValue } from "@/lib/referrals/schema";
import { acceptReferralAction, declineReferralAction, familyLinkAction } from "./actions";
import { LetterBack } from "./letter-stands";
import styles from "./referrals.module.css";

type AnswerProps = { referral: ReferralDetail; actor: Staff };

/** What the practice does with a referral, or did. */
export async function Answer({ referral, actor }: AnswerProps) {
  const t = await getTranslations("referrals.detail");
  if (referral.status === "waiting")
    return isClinician(actor) ? (
      <Decide referral={referral} />
    ) : (
      <p className={`muted ${styles.answer}`}>{t("cliniciansOnly")}</p>
    );
  return <Decided referral={referral} />;
}

async function Decide({ referral }: { referral: ReferralDetail }) {
  const t = await getTranslations("referrals");
  const { parent } = referral.details;
  const name = parent.name.split(" ")[0] ?? parent.name;
  const hidden = <input type="hidden" name="referralId" value={referral.id} />;
  return (
    <div className={styles.answer}>
      {referral.offerable.length > 0 ? <Offer referral={referral} name={name} /> : null}
      <h3>{t(referral.offerable.length > 0 ? "detail.acceptInstead" : "detail.acceptTitle")}</h3>
      <p className="muted sm measure">
        {t(parent.email ? "detail.acceptLead" : "detail.acceptLeadPhone", { name })}
      </p>
      <div className={styles.choices}>
        <ActionForm id="accept" action={acceptReferralAction}>
          {hidden}
          <SubmitButton
            variant={referral.offerable.length > 0 ? "default" : "primary"}
            label={t("detail.accept")}
            busyLabel={t("detail.accepting")}
          />
        </ActionForm>
        <details className={styles.decline}>
          <summary>{t("detail.decline")}</summary>
          <ActionForm id="decline" action={declineReferralAction}>
            {hidden}
            <ChoiceGroup name="reason" legend={t("detail.declineReason")}>
              {DECLINE_REASONS.map((reason) => (
                <ChoiceCard key={reason} value={reason} label={t(`declineReason.${reason}`)} />
              ))}
            </ChoiceGroup>
            <TextArea
              name="note"
              label={t("detail.declineNote")}
              hint={t("detail.declineNoteHint")}
              maxLength={500}
              optional
            />
            <SubmitButton
              variant="danger"
              label={t("detail.declineButton")}
              busyLabel={t("detail.declining")}
            />
          </ActionForm>
        </details>
      </div>
    </div>
  );
}

/** One to three free times that the family sees first; ticked by hand, so that nobody suggests a time unseen. */
async function Offer({ referral, name }: { referral: ReferralDetail; name: string }) {
  const [t, locale] = [await getTranslations("referrals.detail"), await getLocale()];
  const many = referral.offerable.length > 1;
  return (
    <ActionForm id="offer" action={acceptReferralAction}>
      <input type="hidden" name="referralId" value={referral.id} />
      <input type="hidden" name="offer" value="yes" />
      <ChoiceGroup
        name="times"
        type="checkbox"
        legend={<span className={styles.offerTitle}>{t("offerTitle")}</span>}
        hint={t("offerLead", { name })}
        className={styles.offers ?? ""}
      >
        {referral.offerable.map(({ serviceId, name: service, zone, days }) => (
          <div key={serviceId} className={styles.service}>
            {many ? <p className="label">{service}</p> : null}
            <div className={styles.slots}>
              {days.flatMap(({ day, times }) =>
                times.map((start) => {
                  const where = { locale, zone };
                  const words = {
                    day: formatDay(day, where),
                    time: formatTime(instantOf(start), where),
                  };
                  return (
                    <ChipCheck
                      key={start}
                      value={offerValue({ serviceId, start })}
                      label={
                        <>
                          {many ? <span className="sr">{service}, </span> : null}
                          <span className="num">{`${words.day}, ${words.time}`}</span>
                        </>
                      }
                    />
                  );
                }),
              )}
            </div>
            <ZoneLine
              zone={zone}
              at={days.flatMap(({ times }) => times.map((start) => instantOf(start)))}
            />
          </div>
        ))}
      </ChoiceGroup>
      <SubmitButton label={t("offerAccept")} busyLabel={t("accepting")} />
    </ActionForm>
  );
}

async function Decided({ referral }: { referral: ReferralDetail }) {
  const [t, locale] = [await getTranslations("referrals"), await getLocale()];
  const { status, decided, declined, lesson, details, zone } = referral;
  const { baby, parent } = details;
  const by = decided && {
    name: decided.by ?? referral.practitioner.name,
    day: formatDay(decided.at, { locale, zone }),
  };
  const chart = referral.babyId ? (
    <p>
      <Link href={`/practice/babies/${referral.babyId}`}>
        {t("detail.chart", { name: firstNameOf(baby.name, parent.name) })}
      </Link>
    </p>
  ) : null;
  if (status === "withdrawn")
    return (
      <div className={styles.answer}>
        <Note>{t("detail.withdrawn")}</Note>
        {chart}
      </div>
    );
  if (status === "declined")
    return (
      <div className={styles.answer}>
        {by ? <p>{t("detail.declinedBy", by)}</p> : null}
        {declined ? <p>{t(`declineReason.${declined.reason}`)}</p> : null}
        {declined?.note ? (
          <p className={styles.words}>{t("detail.note", { note: declined.note })}</p>
        ) : null}
      </div>
    );
  return (
    <div className={styles.answer}>
      {by ? <p>{t("detail.acceptedBy", by)}</p> : null}
      {status === "booked" && lesson ? (
        <Note tone="good" icon="calendar-days">
          {t("detail.booked", {
            day: formatDay(lesson.startsAt, { locale, zone: lesson.zone }, "long"),
            time: formatTime(lesson.startsAt, { locale, zone: lesson.zone }),
          })}
        </Note>
      ) : (
        <Choosing referral={referral} />
      )}
      {chart}
      <LetterBack referral={referral} />
    </div>
  );
}

/** The family has yet to choose: by the link in its mail, or by one that is sent or read out. */
async function Choosing({ referral }: { referral: ReferralDetail }) {
  const [t, locale] = [await getTranslations("referrals.detail"), await getLocale()];
  const { name, email, phone } = referral.details.parent;
  const { offered } = referral.details;
  return (
    <>
      {offered.length > 0 ? <p>{t("offered", { times: offeredText(offered, locale) })}</p> : null}
      <p>{email ? t("choosing", { name }) : t("call", { name, phone: phone ?? "" })}</p>
      <ActionForm id="link" action={familyLinkAction}>
        <input type="hidden" name="referralId" value={referral.id} />
        <input type="hidden" name="name" value={name} />
        <SubmitButton variant="default" label={t("link")} busyLabel={t("making")} />
      </ActionForm>
    </>
  );
}
