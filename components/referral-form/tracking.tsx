import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { formatDay, formatTime } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Note } from "@/components/ui/note";
import { ZoneLine } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import { instantOf } from "@/lib/core/time";
import type { ReferralStatus, Step } from "@/lib/referrals/rules";
import type { DeclineReason, LetterWanted, OfferedTime } from "@/lib/referrals/schema";
import { offeredText } from "./offered-text";
import styles from "./tracking.module.css";

export type TrackingProps = {
  status: ReferralStatus;
  practitionerName: string;
  zone: string;
  steps: readonly Step[];
  answerDueAt: Date | null;
  declined: { reason: DeclineReason; note: string | null } | null;
  lesson: { startsAt: Date; zone: string; status: string } | null;
  /** What the practitioner suggested to the family, while it chooses. */
  offered: readonly OfferedTime[];
  letterWanted: LetterWanted;
  /** The day of the last letter that the doctor was sent and may read. */
  letterOn?: string | undefined;
  /** What the sender may do now. */
  children?: ReactNode;
};

/** Where a letter may still come. */
const ON_ITS_WAY: readonly ReferralStatus[] = ["waiting", "accepted", "booked"];

/** The steps of a referral for its sender: no name, no reason, nothing of the family. */
export async function TrackingSteps(props: TrackingProps) {
  const {
    status,
    practitionerName: name,
    zone,
    answerDueAt,
    declined,
    offered,
    lesson,
    letterOn,
    letterWanted,
  } = props;
  const [t, locale] = [await getTranslations("referrals"), await getLocale()];
  const where = { locale, zone };
  const words = await stepWords(props, locale);
  // What comes after the end does not come any more.
  const end = props.steps.findIndex(({ state }) => state === "ended");
  const steps = end < 0 ? props.steps : props.steps.slice(0, end + 1);
  return (
    <>
      <ol className={styles.steps} aria-label={t("track.steps")}>
        {steps.map(({ key, state, at }) => (
          <li
            key={key}
            className={styles[state]}
            aria-current={state === "now" ? "step" : undefined}
          >
            <span className={styles.mark} aria-hidden="true">
              {state === "done" ? <Icon name="check" /> : null}
              {state === "ended" ? <Icon name="x" /> : null}
            </span>
            <span>
              <b>{words[key]}</b>
              {state === "done" ? <span className="sr">, {t("track.done")}</span> : null}
              {state === "now" ? <span className="sr">, {t("track.now")}</span> : null}
              {at ? (
                <time className="muted sm num" dateTime={at.toISOString()}>
                  {`${formatDay(at, where)}, ${formatTime(at, where)}`}
                </time>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
      <ZoneLine
        zone={zone}
        at={[
          ...steps.flatMap(({ at }) => (at ? [at] : [])),
          ...(answerDueAt ? [answerDueAt] : []),
          ...offered.flatMap((one) => (one.zone === zone ? [instantOf(one.start)] : [])),
          ...(lesson && lesson.zone === zone ? [lesson.startsAt] : []),
        ]}
      />
      {answerDueAt ? (
        <p className="muted">
          {t("track.due", {
            name,
            day: formatDay(answerDueAt, where, "long"),
            time: formatTime(answerDueAt, where),
          })}
        </p>
      ) : null}
      {offered.length > 0 ? (
        <p className="muted">{t("track.offered", { times: offeredText(offered, locale) })}</p>
      ) : null}
      {letterWanted !== "unsaid" && ON_ITS_WAY.includes(status) ? (
        <p className="muted">{t("track.wanted", { wanted: letterWanted })}</p>
      ) : null}
      {letterOn ? (
        <p className="muted">
          {t("track.letter", { day: formatDay(letterOn, { locale, zone: "UTC" }, "date") })}
        </p>
      ) : null}
      {status === "expired" ? <Note tone="glow">{t("track.expired")}</Note> : null}
      {declined ? (
        <Note tone="glow" icon="stethoscope">
          <b>{t("track.declinedTitle", { name })}</b>
          <p>{t(`declineReason.${declined.reason}`)}</p>
          {declined.note ? (
            <>
              <p className={styles.writes}>{t("track.declinedNote", { name })}</p>
              <p className={styles.words}>{declined.note}</p>
            </>
          ) : null}
        </Note>
      ) : null}
    </>
  );
}

async function stepWords(
  { status, steps, lesson }: TrackingProps,
  locale: string,
): Promise<Record<Step["key"], string>> {
  const t = await getTranslations("referrals.track");
  const of = (key: Step["key"]) => steps.find((step) => step.key === key)?.state ?? "later";
  const ended = t("ended");
  const day = lesson && formatDay(lesson.startsAt, { locale, zone: lesson.zone });
  const answered = () => {
    if (status === "declined") return t("answeredDeclined");
    if (of("answered") === "ended") return ended;
    if (of("answered") === "now") return t("answeredNow");
    if (of("answered") === "later") return t("answeredLater");
    return status === "accepted" ? t("answered") : t("answeredBooked");
  };
  const booked = () => {
    if (of("booked") === "ended") return ended;
    if (status !== "booked" || !day) return t("bookedLater");
    if (lesson.status === "not_told") return t("bookedNotTold");
    if (lesson.status === "completed") return t("bookedPast");
    return lesson.status === "no_show" ? t("bookedMissed") : t("booked", { day });
  };
  const confirmed = { now: "confirmedNow", ended: "confirmedEnded" } as const;
  const state = of("confirmed");
  return {
    sent: t("sent"),
    confirmed: state === "now" || state === "ended" ? t(confirmed[state]) : t("confirmed"),
    answered: answered(),
    booked: booked(),
  };
}
