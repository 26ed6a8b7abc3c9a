import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { ChipCheck, ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextArea } from "@/components/ui/field";
import { formatDay, formatTime } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { DECLINE_REASONS } from "@/lib/booking/change.rules";
import { timesInstead } from "@/lib/booking/requests.read";
import { titleOf } from "@/lib/booking/staff.read";
import { staffBooking } from "@/lib/booking/staff-one.read";
import { instantOf } from "@/lib/core/time";
import { declineAction } from "../../actions";
import styles from "../../booking.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff_change.request"))("declineTitle") };
}

async function Decline({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const path = `/practice/bookings/${id}`;
  const actor = await pageActor("practice", `${path}/decline`);
  const [t, booking] = [
    await getTranslations("staff_change.request"),
    await found(staffBooking(actor, { bookingId: id })),
  ];
  const { startsAt, endsAt, practiceZone: zone, seat, status } = booking;
  const [locale, instead] = [
    await getLocale(),
    status === "requested" ? await timesInstead(actor, { bookingId: id }) : null,
  ];
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead
        title={t("declineHeading", { name: titleOf(booking) })}
        detail={
          <>
            <DateText on={startsAt} zone={zone} look="long" />,{" "}
            <TimeRange start={startsAt} end={endsAt} zone={zone} />
          </>
        }
      />
      {status === "requested" ? (
        <ActionForm action={declineAction}>
          <input type="hidden" name="bookingId" value={seat.id} />
          <input type="hidden" name="version" value={seat.version} />
          <ChoiceGroup name="reason" legend={t("why")}>
            {DECLINE_REASONS.map((reason) => (
              <ChoiceCard key={reason} value={reason} label={t(`reason.${reason}`)} />
            ))}
          </ChoiceGroup>
          {instead && instead.days.length > 0 ? (
            <ChoiceGroup
              name="times"
              type="checkbox"
              legend={t("times")}
              hint={t("timesHint")}
              className={styles.slots ?? ""}
            >
              {instead.days.map(({ day, times }) => {
                const name = formatDay(day, { locale, zone: "UTC" }, "long");
                return (
                  <div key={day} className={styles.day}>
                    <p className="label">{name}</p>
                    <div className={styles.times}>
                      {times.map((minute) => (
                        <ChipCheck
                          key={minute}
                          value={String(minute)}
                          label={
                            <>
                              {formatTime(instantOf(minute), { locale, zone: instead.zone })}
                              <span className="sr"> {name}</span>
                            </>
                          }
                        />
                      ))}
                    </div>
                  </div>
                );
              })}
            </ChoiceGroup>
          ) : null}
          <TextArea name="note" label={t("note2")} hint={t("note2Hint")} maxLength={300} optional />
          <Note>{t("mail")}</Note>
          <div className="wrap-row">
            <SubmitButton label={t("submit")} variant="danger" />
            <LinkButton href={path} size="lg">
              {t("keep")}
            </LinkButton>
          </div>
        </ActionForm>
      ) : (
        <Note action={<LinkButton href={path}>{t("keep")}</LinkButton>}>{t("closed")}</Note>
      )}
    </div>
  );
}

export default practicePage(Decline);
