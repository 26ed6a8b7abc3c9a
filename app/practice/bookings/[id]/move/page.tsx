import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { titleOf } from "@/lib/booking/staff.read";
import { staffBooking, staffFreeTimes } from "@/lib/booking/staff-one.read";
import { wallOf } from "@/lib/core/time";
import { moveAction } from "../../actions";
import styles from "../../booking.module.css";
import { TimeChoice } from "../../time-choice";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("practice.move");
  return { title: t("title") };
}

async function Move({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const path = `/practice/bookings/${id}`;
  const actor = await pageActor("practice", `${path}/move`);
  const [t, booking] = [
    await getTranslations("practice.move"),
    await found(staffBooking(actor, { bookingId: id })),
  ];
  const { startsAt, endsAt, practiceZone: zone, service, lessonId } = booking;
  const at = wallOf(startsAt, zone);
  const today = wallOf(booking.now, zone).day;
  const free =
    (booking.status === "booked" || booking.status === "requested") && service
      ? await staffFreeTimes(actor, {
          serviceId: service.id,
          from: [at.day, today].sort()[1],
          days: 14,
          lessonId,
        })
      : null;
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead
        title={t("heading", { name: titleOf(booking) })}
        detail={
          <>
            {t("from")} <DateText on={startsAt} zone={zone} look="long" />,{" "}
            <TimeRange start={startsAt} end={endsAt} zone={zone} />
          </>
        }
      />
      {free ? (
        <ActionForm action={moveAction}>
          <input type="hidden" name="bookingId" value={booking.seat.id} />
          <input type="hidden" name="lessonId" value={lessonId} />
          <input type="hidden" name="version" value={booking.version} />
          <TimeChoice free={free} day={at.day} time={at.time} />
          <Note>{t("mail")}</Note>
          <div className="wrap-row">
            <SubmitButton label={t("submit")} />
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

export default practicePage(Move);
