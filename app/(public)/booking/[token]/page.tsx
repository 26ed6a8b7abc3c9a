import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { markMissing } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ChangeCard } from "@/components/change/change-card";
import { FamilyTrail } from "@/components/change/family-trail";
import { LossLink } from "@/components/change/loss-link";
import { OutcomeWords, offHeading } from "@/components/change/outcome";
import { PublicShell } from "@/components/shell/public-shell";
import { ButtonLink } from "@/components/ui/button";
import {
  formatDay,
  formatMoney,
  formatTime,
  formatTimeEnds,
  zonePlace,
} from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { bookingByLink, type LinkedBooking } from "@/lib/booking/read";
import { bookingTrail } from "@/lib/booking/trail.read";
import { headlineOf } from "@/lib/booking/trail.rules";
import { confirmOwnAction } from "../change-actions";
import styles from "./booking.module.css";
import { EndedLink } from "./ended";
import { GetReady } from "./get-ready";
import { SaveDetails } from "./save-details";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("booking.done");
  return { title: t("title"), robots: { index: false, follow: false } };
}

/** Behind the booking's link: what was booked, how to get ready, and nothing about the family. */
export default async function Booking({ params }: Props) {
  const { token } = await params;
  const holder = await linkHolder(token, "booking");
  if (!holder) {
    await markMissing();
    return <EndedLink />;
  }
  const booking = await found(bookingByLink(holder, {}));
  const entries = await found(bookingTrail(holder, {}));
  const t = await getTranslations("booking.done");
  const comes = (booking.status === "booked" || booking.status === "requested") && !booking.past;
  const name = booking.practitioner.split(" ")[0] ?? booking.practitioner;
  return (
    <PublicShell items={["find", "refer", "signIn"]} width="mid">
      <Headline booking={booking} says={headlineOf(entries, booking.known)} />
      <div className={styles.layout}>
        <div className={styles.column}>
          <Facts booking={booking} />
          {booking.status === "requested" && comes ? null : comes ? (
            <div className={styles.actions}>
              <ButtonLink
                variant="primary"
                size="lg"
                href={`/booking/${token}/lesson.ics`}
                icon={<Icon name="calendar-plus" />}
                download
              >
                {t("calendar")}
              </ButtonLink>
            </div>
          ) : booking.cancelRule === "bereavement" ? null : (
            <div className={styles.actions}>
              <ButtonLink variant="primary" size="lg" href={`/p/${booking.slug}`}>
                {t(booking.status === "cancelled" ? "newTime" : "again")}
              </ButtonLink>
            </div>
          )}
          {comes ? (
            <ChangeCard
              lesson={booking}
              name={name}
              base={`/booking/${token}`}
              hidden={{ link: token }}
              confirm={confirmOwnAction}
            />
          ) : null}
          <FamilyTrail entries={entries} zone={booking.zone} currency={booking.price.currency} />
          {comes || booking.cancelRule === "bereavement" ? null : (
            <LossLink base={`/booking/${token}`} />
          )}
        </div>
        <div className={styles.column}>
          {comes && booking.status === "booked" ? <GetReady kind={booking.placeKind} /> : null}
          {booking.cancelRule === "bereavement" ? null : <SaveDetails token={token} />}
        </div>
      </div>
    </PublicShell>
  );
}

type Head = { booking: LinkedBooking; says: ReturnType<typeof headlineOf> };

async function Headline({ booking, says }: Head) {
  const [t, locale] = [await getTranslations("booking.done"), await getLocale()];
  const { startsAt, zone, placeKind, status } = booking;
  const where = { locale, zone };
  const name = booking.practitioner.split(" ")[0] ?? booking.practitioner;
  const values = {
    name,
    kind: placeKind,
    day: formatDay(startsAt, where, "long"),
    time: formatTime(startsAt, where),
  };
  const state =
    status === "cancelled"
      ? offHeading(booking.cancelRule)
      : booking.past
        ? "past"
        : says.moved
          ? "moved"
          : "booked";
  const asked = status === "requested" && !booking.past;
  const r = await getTranslations("change.request");
  const { answerBy } = booking;
  return (
    <div className={styles.head}>
      <span className={status === "cancelled" ? styles.markOff : styles.mark} aria-hidden="true">
        <Icon name={status === "cancelled" ? "calendar-x" : asked ? "clock" : "check"} size="lg" />
      </span>
      <div>
        <h1>{asked ? r("title", values) : t(state, values)}</h1>
        {asked && answerBy ? (
          <p className="muted">
            {r("answers", {
              name,
              until: `${formatDay(answerBy, where)}, ${formatTime(answerBy, where)}`,
            })}
          </p>
        ) : says.mailed && (state === "booked" || state === "moved") ? (
          <p className="muted">{t("mailed")}</p>
        ) : null}
        {status === "cancelled" ? <OutcomeWords closed={booking} name={name} /> : null}
      </div>
    </div>
  );
}

async function Facts({ booking }: { booking: LinkedBooking }) {
  const [t, locale] = [await getTranslations("booking.done"), await getLocale()];
  const { startsAt, endsAt, zone, price } = booking;
  const where = { locale, zone };
  const ends = formatTimeEnds(startsAt, endsAt, where);
  const words = await getTranslations("ui");
  return (
    <dl className={`card ${styles.facts}`}>
      <dt>{t("when")}</dt>
      <dd className="num">
        <b>{formatDay(startsAt, where, "full")}</b>
        <br />
        {words("timeRange", ends)}
        <br />
        <span className="muted sm">{t("zoneTime", { place: zonePlace(zone) })}</span>
      </dd>
      <dt>{t("what")}</dt>
      <dd>{booking.service}</dd>
      <dt>{t("who")}</dt>
      <dd>
        <a href={`/p/${booking.slug}`}>{booking.practitioner}</a>
      </dd>
      <dt>{t("where")}</dt>
      <dd>
        <Where booking={booking} />
      </dd>
      <dt>{t("price")}</dt>
      <dd className="num">
        {price.minor === 0
          ? (await getTranslations("booking.time"))("free")
          : t("payAtLesson", { price: formatMoney(price, locale) })}
      </dd>
      <dt>{t("reference")}</dt>
      <dd className="num">{booking.reference}</dd>
    </dl>
  );
}

async function Where({ booking }: { booking: LinkedBooking }) {
  const t = await getTranslations("booking.done");
  const { placeKind, placeName, placeAddress, meetingUrl } = booking;
  if (placeKind === "home") return t("home");
  if (placeKind === "online")
    return meetingUrl && booking.status === "booked" ? (
      <>
        {t("online")}
        <br />
        <a href={meetingUrl} rel="noreferrer">
          {t("join")}
        </a>
      </>
    ) : (
      t("online")
    );
  return (
    <>
      {placeName}
      {placeAddress ? (
        <>
          <br />
          {placeAddress}
        </>
      ) : null}
    </>
  );
}
