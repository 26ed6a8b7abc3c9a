import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Age, DateText, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { titleOf } from "@/lib/booking/staff.read";
import { staffBooking } from "@/lib/booking/staff-one.read";
import { bookingTrail } from "@/lib/booking/trail.read";
import { toldAt, undoable } from "@/lib/booking/trail.rules";
import { BabyAlerts, TakeCare } from "../../baby-alerts";
import { BabyFormAlert } from "../../form-alerts";
import { StatusTag } from "../../lesson-words";
import styles from "../booking.module.css";
import { History } from "../history";
import { OutcomeButtons, outcomesOf } from "../outcome";
import { Facts } from "./facts";
import { Standing } from "./standing";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("practice.booking");
  return { title: t("title") };
}

async function Booking({ params }: Props) {
  const { id } = await params;
  const path = `/practice/bookings/${id}`;
  const actor = await pageActor("practice", path);
  const [t, booking, trail] = [
    await getTranslations("practice.booking"),
    await found(staffBooking(actor, { bookingId: id })),
    await found(bookingTrail(actor, { bookingId: id })),
  ];
  const { seat, startsAt, endsAt, practiceZone: zone } = booking;
  const open = booking.status === "booked" || booking.status === "arrived";
  const outcomes = outcomesOf(booking, booking.now);
  const r = await getTranslations("staff_change.request");
  const n = await getTranslations("notes.work");
  return (
    <div className="page">
      <PageHead
        title={titleOf(booking)}
        detail={
          <>
            {booking.status === "cancelled" ? null : `${t("ordinal", { n: seat.ordinal })}, `}
            <DateText on={startsAt} zone={zone} look="long" />,{" "}
            <TimeRange start={startsAt} end={endsAt} zone={zone} />
          </>
        }
      >
        <span role="status">
          <StatusTag status={booking.status} />
        </span>
      </PageHead>
      <Standing
        booking={booking}
        onTop={trail.findLast((one) => one.onTop)?.onTop ?? null}
        undo={seat.toldStartsAt ? null : undoable(trail, booking.now)}
        toldAt={booking.status === "booked" ? toldAt(trail, booking.now) : null}
      />
      {booking.status === "booked" && booking.over ? (
        <Note className={styles.gap}>{t("howDidItGo")}</Note>
      ) : null}
      <div className={styles.acts}>
        <OutcomeButtons lesson={booking} outcomes={outcomes} back={path} main size="md" />
        {booking.status === "requested" ? (
          <LinkButton href={`${path}/decline`} icon={<Icon name="x" />}>
            {r("decline")}
          </LinkButton>
        ) : null}
        {booking.status === "booked" || booking.status === "requested" ? (
          <LinkButton href={`${path}/move`} icon={<Icon name="calendar-clock" />}>
            {t("move")}
          </LinkButton>
        ) : null}
        {actor.role !== "front_desk" &&
        (booking.status === "arrived" || booking.status === "completed") ? (
          <LinkButton href={`/practice/notes/new?booking=${id}`} icon={<Icon name="pen-line" />}>
            {n("writeNote")}
          </LinkButton>
        ) : null}
        {open ? (
          <LinkButton href={`${path}/cancel`} icon={<Icon name="calendar-x" />}>
            {t("cancel")}
          </LinkButton>
        ) : null}
      </div>
      <div className={styles.columns}>
        <div>
          <Card title={t("babies")}>
            <ul className="list">
              {seat.babies.map((baby) => (
                <li key={baby.id} className={styles.baby}>
                  <h3>{baby.firstName}</h3>
                  <p className="sm muted">
                    <Age {...baby.ages} strong />, {t("bornOn")}{" "}
                    <DateText on={baby.bornOn} look="date" />
                  </p>
                  <div className="wrap-row">
                    <BabyAlerts alerts={baby.alerts} />
                    <BabyFormAlert babyId={baby.id} clientId={baby.clientId} />
                  </div>
                  <TakeCare alerts={baby.alerts} />
                  <p>
                    <Link href={`/practice/babies/${baby.id}`} className={styles.link}>
                      {t("record", { name: baby.firstName })}
                    </Link>
                  </p>
                </li>
              ))}
            </ul>
          </Card>
          {seat.familyNote ? (
            <Card title={t("fromFamily")}>
              <p className={styles.words}>{seat.familyNote}</p>
            </Card>
          ) : null}
          <Card title={t("history")}>
            <History entries={trail} zone={zone} currency={seat.currency} />
          </Card>
        </div>
        <div>
          <Card title={t("lesson")}>
            <Facts booking={booking} />
          </Card>
          <Card title={t("family")}>
            <p>{seat.guardians.join(", ")}</p>
            <p>
              <Link href={`/practice/clients/${seat.clientId}`} className={styles.link}>
                {t("openFamily")}
              </Link>
            </p>
          </Card>
        </div>
      </div>
    </div>
  );
}

export default practicePage(Booking);
