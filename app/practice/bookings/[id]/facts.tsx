import type { ReactNode } from "react";
import { Money } from "@/components/ui/price";
import { DateText, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { StaffBooking } from "@/lib/booking/staff-one.read";
import { directionsTo } from "../../today-next";
import styles from "../booking.module.css";

/** When, where, what and for how much; the place's own clock too, when it is another. */
export async function Facts({ booking }: { booking: StaffBooking }) {
  const t = await getTranslations("practice.booking");
  const { seat, startsAt, endsAt, practiceZone: zone, place, address } = booking;
  const f = await getTranslations("staff_change.facts");
  const kinds = await getTranslations("practice.placeKind");
  return (
    <dl className={styles.facts}>
      <Fact name={t("when")}>
        <DateText on={startsAt} zone={zone} />,{" "}
        <TimeRange start={startsAt} end={endsAt} zone={zone} />
        {booking.zone !== zone ? (
          <>
            <br />
            <TimeRange start={startsAt} end={endsAt} zone={booking.zone} viewerZone={zone} />
          </>
        ) : null}
      </Fact>
      <Fact name={t("where")}>
        {place ? kinds(place.kind) : null}
        {address ? (
          <>
            <br />
            {address}
          </>
        ) : null}
        {place?.kind === "home" && address ? (
          <>
            <br />
            <a className={styles.link} href={directionsTo(address)} rel="noreferrer">
              {t("directions")}
            </a>
          </>
        ) : null}
        {place?.kind === "online" && booking.meetingUrl ? (
          <>
            <br />
            <a className={styles.link} href={booking.meetingUrl} rel="noreferrer">
              {t("openVideo")}
            </a>
          </>
        ) : null}
      </Fact>
      <Fact name={t("service")}>{booking.service?.name}</Fact>
      <Fact name={t("with")}>{booking.practitioner.name}</Fact>
      <Fact name={t("price")}>
        <Money minor={seat.priceMinor} currency={seat.currency} />
      </Fact>
      {seat.feeMinor > 0 ? (
        <Fact name={f("fee")}>
          <Money minor={seat.feeMinor} currency={seat.currency} />
        </Fact>
      ) : null}
      {seat.confirmedAt ? (
        <Fact name={f("confirmed")}>
          <DateText on={seat.confirmedAt} zone={zone} look="brief" />
        </Fact>
      ) : null}
      {seat.heardFrom ? <Fact name={f("heard")}>{f(`heardFrom.${seat.heardFrom}`)}</Fact> : null}
      {seat.doctorName ? <Fact name={t("referredBy")}>{seat.doctorName}</Fact> : null}
      <Fact name={t("reference")}>
        <span className="num">{seat.reference}</span>
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
