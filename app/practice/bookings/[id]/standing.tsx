import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { formatDay, formatTime } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { FAMILY_REASONS } from "@/lib/booking/change.rules";
import { ON_TOP_REASONS } from "@/lib/booking/staff.schema";
import type { StaffBooking } from "@/lib/booking/staff-one.read";
import type { TakenBack } from "@/lib/booking/trail.rules";
import { restoreAction, takeBackAction } from "../actions";
import styles from "../booking.module.css";
import { LimitReasonAsked } from "../reasons";

/** How a booking stands, where that needs a word: a request, what was cancelled and why, what the family will be told. */
export async function Standing({
  booking,
  onTop,
  undo,
  toldAt,
}: {
  booking: StaffBooking;
  onTop: string | null;
  undo: TakenBack | null;
  /** When the family is told of the lesson, where it was not yet. */
  toldAt: Date | null;
}) {
  const [t, o, f, u, locale] = [
    await getTranslations("staff_change.request"),
    await getTranslations("staff_change.onTop"),
    await getTranslations("staff_change.facts"),
    await getTranslations("staff_change.undo"),
    await getLocale(),
  ];
  const { practiceZone: zone, answerBy, status } = booking;
  const where = { locale, zone };
  const reason = ON_TOP_REASONS.find((each) => each === onTop);
  return (
    <>
      {status === "requested" && answerBy ? (
        <Note tone="glow" icon="clock" className={styles.gap}>
          {booking.started
            ? t("over")
            : t("note", { until: `${formatDay(answerBy, where)}, ${formatTime(answerBy, where)}` })}
        </Note>
      ) : null}
      {booking.onTop && status !== "cancelled" ? (
        <Note tone="glow" className={styles.gap}>
          {o("note", { reason: reason ? o(`reason.${reason}`) : o("reason.other") })}
        </Note>
      ) : null}
      {toldAt && !undo && !booking.newsToCome && !booking.seat.silent ? (
        <Note tone="info" icon="clock" className={styles.gap}>
          {u("soonTold", { time: formatTime(toldAt, where) })}
        </Note>
      ) : null}
      {booking.newsToCome ? (
        <Note tone="info" icon="clock" className={styles.gap}>
          {u("soon")}
        </Note>
      ) : null}
      {status === "cancelled" ? <Cancelled booking={booking} /> : null}
      {undo ? (
        <Note tone="info" icon="clock" className={styles.gap}>
          <p>{u(booking.over ? "untold" : "until", { time: formatTime(undo.until, where) })}</p>
          <ActionForm action={takeBackAction} id="take-back" className="">
            <input type="hidden" name="bookingId" value={booking.seat.id} />
            <input type="hidden" name="version" value={booking.seat.version} />
            <SubmitButton label={u("button")} size="md" variant="default" />
          </ActionForm>
        </Note>
      ) : null}
      {booking.seat.silent ? (
        <Note tone="info" className={styles.gap}>
          {f("silent")}
        </Note>
      ) : null}
    </>
  );
}

async function Cancelled({ booking }: { booking: StaffBooking }) {
  const [t, f, u, locale] = [
    await getTranslations("practice.cancel"),
    await getTranslations("staff_change.facts"),
    await getTranslations("staff_change.undo"),
    await getLocale(),
  ];
  const { cancelled, seat, undoUntil, practiceZone: zone } = booking;
  const byFamily = FAMILY_REASONS.find(
    (each) => seat.cancelledBy === "family" && each === seat.cancelReason,
  );
  const words = (): string => {
    if (seat.cancelRule === "bereavement") return f("bereavement");
    if (seat.cancelRule === "unanswered") return f("unanswered");
    if (seat.cancelRule === "declined")
      return [f("declined"), cancelled?.note].filter(Boolean).join(" ");
    const why = byFamily
      ? f(`familyReason.${byFamily}`)
      : cancelled
        ? [t(`reason.${cancelled.reason}`), cancelled.note].filter(Boolean).join(" ")
        : "";
    return [t("by", { by: seat.cancelledBy ?? "practice" }), why].filter(Boolean).join(" ");
  };
  return (
    <Note className={styles.gap} icon="calendar-x">
      <p>{words()}</p>
      {seat.cancelRule === "untold" ? <p>{f("untold")}</p> : null}
      {undoUntil ? (
        <>
          <p>
            {u(seat.cancelRule === "untold" ? "untold" : "until", {
              time: formatTime(undoUntil, { locale, zone }),
            })}
          </p>
          <ActionForm action={restoreAction} id="restore" className="">
            <input type="hidden" name="bookingId" value={seat.id} />
            <input type="hidden" name="version" value={seat.version} />
            <LimitReasonAsked />
            <SubmitButton label={u("button")} size="md" variant="default" />
          </ActionForm>
        </>
      ) : null}
    </Note>
  );
}
