import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextArea } from "@/components/ui/field";
import { formatMoney } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { CANCEL_REASONS } from "@/lib/booking/calendar.rules";
import { titleOf } from "@/lib/booking/staff.read";
import { CANCEL_RULES } from "@/lib/booking/staff.schema";
import { staffBooking } from "@/lib/booking/staff-one.read";
import { bookingTrail } from "@/lib/booking/trail.read";
import { isUntold } from "@/lib/booking/trail.rules";
import { cancelAction } from "../../actions";
import styles from "../../booking.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("practice.cancel");
  return { title: t("title") };
}

async function Cancel({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const path = `/practice/bookings/${id}`;
  const actor = await pageActor("practice", `${path}/cancel`);
  const [t, booking, trail] = [
    await getTranslations("practice.cancel"),
    await found(staffBooking(actor, { bookingId: id })),
    await found(bookingTrail(actor, { bookingId: id })),
  ];
  const { startsAt, endsAt, practiceZone: zone, seat, status } = booking;
  const r = await getTranslations("staff_change.rule");
  const l = await getTranslations("staff_change.loss");
  const fee = formatMoney(
    { minor: booking.lateFeeMinor, currency: seat.currency },
    await getLocale(),
  );
  const { heard } = booking;
  const untold = isUntold({ source: seat.source, heard, startsAt }, trail, booking.now);
  const open = status === "booked" || status === "arrived";
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead
        title={t("heading", { name: titleOf(booking) })}
        detail={
          <>
            <DateText on={startsAt} zone={zone} look="long" />,{" "}
            <TimeRange start={startsAt} end={endsAt} zone={zone} />
          </>
        }
      />
      {open ? (
        <ActionForm action={cancelAction}>
          <input type="hidden" name="bookingId" value={seat.id} />
          <input type="hidden" name="version" value={seat.version} />
          <ChoiceGroup name="reason" legend={t("why")}>
            {CANCEL_REASONS.map((reason) => (
              <ChoiceCard key={reason} value={reason} label={t(`reason.${reason}`)} />
            ))}
          </ChoiceGroup>
          <ChoiceGroup name="rule" legend={r("label")}>
            {CANCEL_RULES.map((rule) => (
              <ChoiceCard
                key={rule}
                value={rule}
                label={
                  rule === "late"
                    ? booking.lateFeeMinor > 0
                      ? r("late", { fee })
                      : r("lateNone")
                    : r(rule)
                }
                defaultChecked={rule === "free"}
              />
            ))}
          </ChoiceGroup>
          <TextArea name="note" label={t("note")} hint={t("noteHint")} maxLength={300} optional />
          <p>
            <Link href={`/practice/clients/${seat.clientId}/loss`}>{l("link")}</Link>
          </p>
          <Note>{untold ? t("untold") : booking.over ? t("noMail") : t("mail")}</Note>
          <div className="wrap-row">
            <SubmitButton label={t("submit")} variant="danger" />
            <LinkButton href={path} size="lg">
              {t("keep")}
            </LinkButton>
          </div>
        </ActionForm>
      ) : (
        <Note action={<LinkButton href={path}>{t("back")}</LinkButton>}>{t("closed")}</Note>
      )}
    </div>
  );
}

export default practicePage(Cancel);
