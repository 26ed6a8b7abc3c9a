import { getTranslations } from "next-intl/server";
import { DateText, Time } from "@/components/ui/time";
import type { StaffBooking } from "@/lib/booking/staff-one.read";
import styles from "./booking.module.css";

/** What happened, from the booking itself; an owner also reads who did it, from the audit trail. */
export async function History({ booking }: { booking: StaffBooking }) {
  const t = await getTranslations("practice.history");
  const { history, trail, sequence, status, practiceZone: zone } = booking;
  const moves = sequence - (status === "cancelled" ? 1 : 0);
  return (
    <>
      <ol className={`${styles.history} list num`}>
        {history.map(({ kind, at }) => (
          <li key={kind}>
            <span className="muted">
              {at ? (
                <>
                  <DateText on={at} zone={zone} look="brief" />, <Time at={at} zone={zone} />
                </>
              ) : null}
            </span>
            <b>
              {kind === "moved"
                ? t("moved", { count: moves })
                : kind === "booked"
                  ? t(`source.${booking.seat.source}`)
                  : t(kind)}
            </b>
          </li>
        ))}
      </ol>
      {trail && trail.length > 0 ? (
        <details className={styles.trail}>
          <summary>{t("trail")}</summary>
          <ol className={`${styles.history} list num`}>
            {trail.map((one) => (
              <li key={one.seq}>
                <span className="muted">
                  <DateText on={one.at} zone={zone} look="brief" />,{" "}
                  <Time at={one.at} zone={zone} />
                </span>
                <span>
                  {t.has(`operation.${keyOf(one.operation)}`)
                    ? t(`operation.${keyOf(one.operation)}`)
                    : one.operation}
                  , {one.name ?? t(`actor.${one.actorKind}`)}
                </span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </>
  );
}

/** Message keys have no dots inside a name. */
const keyOf = (operation: string): string => operation.replace(".", "_");
