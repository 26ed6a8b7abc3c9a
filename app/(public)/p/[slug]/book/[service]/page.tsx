import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { actorIn, visitor } from "@/app/_server/actor";
import { head, page } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { AwayNote } from "@/app/(public)/away-note";
import { heldHere } from "@/app/(public)/book/hold-cookie";
import { referredHere } from "@/app/(public)/book/referral-cookie";
import { invitedHere } from "@/app/(public)/book/service-link-cookie";
import { BookingSteps } from "@/app/(public)/book/steps";
import { PublicShell } from "@/components/shell/public-shell";
import { DayStrip } from "@/components/slot-picker/day-strip";
import { MonthGrid } from "@/components/slot-picker/month-grid";
import { Nearest } from "@/components/slot-picker/nearest";
import { ZoneHint } from "@/components/slot-picker/zone-hint";
import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { formatDay, formatTime, zonePlace } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { nextFree } from "@/lib/availability/rules";
import { knownFamilyHere, type LessonTimes, lessonTimes } from "@/lib/booking/read";
import { NEAREST } from "@/lib/booking/rules";
import { instantOf, isDay, today } from "@/lib/core/time";
import { holdAction } from "./actions";
import { OfferSummary } from "./offer-summary";
import styles from "./time.module.css";
import { Times } from "./times";

type Props = {
  params: Promise<{ slug: string; service: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

// Asked for the title and for the page, read once.
const timesOf = cache(async (slug: string, serviceId: string, from: string | undefined) =>
  found(
    lessonTimes(visitor, {
      slug,
      serviceId,
      from,
      hold: await heldHere(),
      serviceLink: await invitedHere(),
      referral: await referredHere(),
    }),
  ),
);

async function read({ params, searchParams }: Props) {
  const [{ slug, service }, search] = [await params, await searchParams];
  const day = dayIn(search.day);
  const times = await timesOf(slug, service, dayIn(search.from) ?? day);
  return { times, day, at: minuteIn(search.at), lost: minuteIn(search.lost) };
}
const dayIn = (value: unknown) => (typeof value === "string" && isDay(value) ? value : undefined);
const minuteIn = (value: unknown) =>
  typeof value === "string" && /^\d{7,9}$/.test(value) ? Number(value) : undefined;

export const generateMetadata = head(async (props: Props): Promise<Metadata> => {
  const t = await getTranslations("booking.time");
  const { offer } = (await read(props)).times;
  return { title: t("title", { service: offer.name, name: offer.practitioner.name }) };
});

export default page(ChooseTime);

/** Screen one of booking: the time. Days are links and times are radio buttons, so it works without JavaScript. */
async function ChooseTime(props: Props) {
  const { times, day, at, lost } = await read(props);
  const [t, locale] = [await getTranslations("booking.time"), await getLocale()];
  const { offer, days } = times;
  const parent = times.welcome ? null : await actorIn("family");
  const welcome =
    times.welcome ||
    (parent !== null && (await knownFamilyHere(parent, { practiceId: offer.practiceId })));
  const { zone } = offer;
  const where = { locale, zone };
  const path = `/p/${offer.practitioner.slug}/book/${offer.serviceId}`;
  const all = days.flatMap((one) => one.times);
  const nearest = lost === undefined ? [] : nextFree(all, lost, NEAREST);
  const wanted = at ?? nearest[0];
  const picked = pickDay(times, wanted === undefined ? day : today(instantOf(wanted), zone));
  const hrefOf = (on: string) => `${path}?from=${times.first}&day=${on}`;
  const turn = (from: string | null) => (from ? `${path}?from=${from}` : null);
  const moment = (minute: number, key: "book" | null) => {
    const time = formatTime(instantOf(minute), where);
    return key ? t(key, { time, day: formatDay(instantOf(minute), where) }) : time;
  };
  const hidden = {
    slug: offer.practitioner.slug,
    practiceId: offer.practiceId,
    serviceId: offer.serviceId,
  };

  return (
    <PublicShell
      items={["find", "refer", "signIn"]}
      width="mid"
      aside={<BookingSteps current="time" />}
    >
      <div className={styles.book}>
        <OfferSummary offer={offer} />
        {welcome ? (
          <>
            <DayStrip
              days={days}
              picked={picked?.day ?? null}
              hrefOf={hrefOf}
              later={times.later ? { href: turn(times.later) ?? path, label: t("later") } : null}
            />
            <div className={styles.calendar}>
              <MonthGrid
                days={days}
                today={times.today}
                picked={picked?.day ?? null}
                hrefOf={hrefOf}
                earlier={turn(times.earlier)}
                later={turn(times.later)}
              />
              <p className={`sm muted ${styles.zone}`}>
                <Icon name="globe" size="sm" /> {t("zone", { place: zonePlace(zone) })}
                <ZoneHint
                  zone={zone}
                  at={instantOf(all[0] ?? 0).toISOString()}
                  text={t("zoneHint", { zone: "%" })}
                  mark="%"
                />
              </p>
            </div>
            <section className={styles.times}>
              {lost === undefined ? null : (
                <Nearest
                  title={t(nearest.length > 0 ? "lost" : "lostNone", {
                    time: moment(lost, "book"),
                  })}
                  times={nearest.map((minute) => ({
                    value: instantOf(minute).toISOString(),
                    label: moment(minute, "book"),
                  }))}
                  action={holdAction}
                  hidden={hidden}
                />
              )}
              {at !== undefined && !all.includes(at) ? (
                <p className="note note-glow">{t("gone", { time: moment(at, "book") })}</p>
              ) : null}
              {picked ? (
                <Times
                  day={picked}
                  zone={zone}
                  wanted={wanted}
                  hidden={hidden}
                  kind={offer.place.kind}
                />
              ) : (
                <NoTimes times={times} path={path} />
              )}
            </section>
            <p className={`note note-glow ${styles.phoneNote}`}>
              <Icon name="milk" />
              <span>
                {t("feed")} {t("cancel", { hours: offer.cancelHours })}.
              </span>
            </p>
          </>
        ) : (
          <Paused
            offer={offer}
            signIn={parent ? null : at === undefined ? path : `${path}?at=${at}`}
          />
        )}
      </div>
    </PublicShell>
  );
}

function pickDay({ days }: LessonTimes, asked: string | undefined) {
  const free = days.filter((one) => one.state === "free");
  return (
    free.find((one) => one.day === asked) ?? free.find((one) => one.day > (asked ?? "")) ?? free[0]
  );
}

async function NoTimes({ times, path }: { times: LessonTimes; path: string }) {
  const [t, locale] = [await getTranslations("booking.time"), await getLocale()];
  const next = times.nextDay;
  const day = next && formatDay(next, { locale, zone: "UTC" }, "long");
  return (
    <>
      <AwayNote slug={times.offer.practitioner.slug} from={times.first} days={times.days.length} />
      <Empty
        title={t("emptyTitle")}
        action={
          day ? (
            <ButtonLink variant="primary" size="lg" href={`${path}?day=${next}`}>
              {t("showNext", { day })}
            </ButtonLink>
          ) : (
            <ButtonLink href="/find">{t("findOther")}</ButtonLink>
          )
        }
      >
        {day ? t("emptyNext", { day }) : t("emptyNone", { name: times.offer.practitioner.name })}
      </Empty>
    </>
  );
}

type PausedProps = {
  offer: LessonTimes["offer"];
  /** Where somebody who is not signed in comes back to. */
  signIn: string | null;
};

/** For whom the times are not: a family that the practice knows signs in to be seen as one. */
async function Paused({ offer, signIn }: PausedProps) {
  const t = await getTranslations("booking.time");
  return (
    <section className={styles.paused}>
      <Empty
        title={t("pausedTitle", { name: offer.practitioner.name })}
        action={
          <div className="wrap-row">
            {signIn ? (
              <ButtonLink variant="primary" href={`/sign-in?next=${encodeURIComponent(signIn)}`}>
                {t("signIn")}
              </ButtonLink>
            ) : null}
            <ButtonLink variant={signIn ? "default" : "primary"} href="/find">
              {t("findOther")}
            </ButtonLink>
          </div>
        }
      >
        {signIn ? `${t("pausedKnown")} ` : null}
        {offer.phone ? t("paused", { phone: offer.phone }) : t("pausedNoPhone")}
      </Empty>
    </section>
  );
}
