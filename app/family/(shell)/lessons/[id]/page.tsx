import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { GetReady } from "@/app/(public)/booking/[token]/get-ready";
import { confirmOwnAction } from "@/app/(public)/booking/change-actions";
import { callName } from "@/app/family/call-name";
import { ChangeCard } from "@/components/change/change-card";
import { FamilyTrail } from "@/components/change/family-trail";
import { LossLink } from "@/components/change/loss-link";
import { OutcomeWords, offHeading } from "@/components/change/outcome";
import { ButtonLink } from "@/components/ui/button";
import {
  formatDay,
  formatMoney,
  formatTime,
  formatTimeEnds,
  zonePlace,
} from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { getTranslations } from "@/i18n/words";
import { type OwnLesson, ownLesson } from "@/lib/booking/own.read";
import { bookingTrail } from "@/lib/booking/trail.read";
import { lessonSummaries } from "@/lib/notes/family.read";
import styles from "../../family.module.css";
import { FromPractitioner } from "./from-practitioner";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("booking.done"))("title") };
}

async function Lesson({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("family", `/family/lessons/${id}`);
  const lesson = await found(ownLesson(actor, { bookingId: id }));
  const summaries = await found(lessonSummaries(actor, { bookingId: id }));
  const [t, d, r, locale] = [
    await getTranslations("family.lesson"),
    await getTranslations("booking.done"),
    await getTranslations("change.request"),
    await getLocale(),
  ];
  const c = await getTranslations("change.copies");
  const where = { locale, zone: lesson.zone };
  const coming = lesson.comes && lesson.status !== "requested";
  return (
    <div className={styles.page}>
      <p>
        <Link className={styles.back} href="/family/lessons">
          <Icon name="arrow-left" /> {t("back")}
        </Link>
      </p>
      <h1>{await headline(lesson)}</h1>
      {lesson.status === "requested" && lesson.answerBy ? (
        <p className="muted">
          {r("answers", {
            name: callName(lesson.practitioner),
            until: `${formatDay(lesson.answerBy, where)}, ${formatTime(lesson.answerBy, where)}`,
          })}
        </p>
      ) : null}
      {lesson.status === "cancelled" ? (
        <OutcomeWords closed={lesson} name={callName(lesson.practitioner)} />
      ) : null}
      <Facts lesson={lesson} />
      <FromPractitioner summaries={summaries} zone={lesson.zone} />
      <div className="wrap-row">
        {lesson.status === "requested" && lesson.comes ? null : lesson.comes ? (
          <ButtonLink
            variant="primary"
            size="lg"
            href={`/family/lessons/${id}/lesson.ics`}
            icon={<Icon name="calendar-plus" />}
            download
          >
            {d("calendar")}
          </ButtonLink>
        ) : lesson.cancelRule === "bereavement" ? null : (
          <LinkButton variant="primary" size="lg" href={`/p/${lesson.slug}`}>
            {t("another")}
          </LinkButton>
        )}
      </div>
      {lesson.comes ? (
        <ChangeCard
          lesson={lesson}
          name={callName(lesson.practitioner)}
          base={`/family/lessons/${id}`}
          hidden={{ bookingId: id }}
          confirm={confirmOwnAction}
        />
      ) : null}
      {coming ? <GetReady kind={lesson.placeKind} /> : null}
      <FamilyTrail
        entries={await found(bookingTrail(actor, { bookingId: id }))}
        zone={lesson.zone}
        currency={lesson.price.currency}
      />
      <p>
        <Link className={styles.back} href={`/family/lessons/${id}/copies`}>
          <Icon name="mail" /> {c("who")}
        </Link>
      </p>
      {lesson.comes || lesson.cancelRule === "bereavement" ? null : (
        <LossLink base={`/family/lessons/${id}`} />
      )}
    </div>
  );
}

async function headline(lesson: OwnLesson) {
  const { startsAt, zone, placeKind, status, comes, practitioner } = lesson;
  const [d, locale] = [await getTranslations("booking.done"), await getLocale()];
  const where = { locale, zone };
  if (status === "requested" && comes)
    return (await getTranslations("change.request"))("title", {
      name: callName(practitioner),
      kind: placeKind,
      day: formatDay(startsAt, where, "long"),
      time: formatTime(startsAt, where),
    });
  return d(status === "cancelled" ? offHeading(lesson.cancelRule) : comes ? "booked" : "past", {
    name: callName(practitioner),
    kind: placeKind,
    day: formatDay(startsAt, where, "long"),
    time: formatTime(startsAt, where),
  });
}

async function Facts({ lesson }: { lesson: OwnLesson }) {
  const [t, d, u, locale] = [
    await getTranslations("family.lesson"),
    await getTranslations("booking.done"),
    await getTranslations("ui"),
    await getLocale(),
  ];
  const { startsAt, endsAt, zone, price, placeKind, familyNote, visitAddress } = lesson;
  const where = { locale, zone };
  const place =
    placeKind === "home"
      ? (visitAddress ?? d("home"))
      : placeKind === "online"
        ? d("online")
        : [lesson.placeName, lesson.placeAddress].filter(Boolean).join(", ");
  const facts: [label: string, value: ReactNode][] = [
    [
      d("when"),
      <>
        <b>{formatDay(startsAt, where, "full")}</b>
        <br />
        {u("timeRange", formatTimeEnds(startsAt, endsAt, where))}
        <br />
        <span className="muted sm">{d("zoneTime", { place: zonePlace(zone) })}</span>
      </>,
    ],
    [d("what"), lesson.service],
    [
      d("who"),
      <a key="who" href={`/p/${lesson.slug}`}>
        {lesson.practitioner}
      </a>,
    ],
    [placeKind === "home" ? t("visit") : d("where"), place],
    [t("babies"), lesson.babies.join(", ")],
    [d("price"), price.minor === 0 ? t("free") : t("pay", { price: formatMoney(price, locale) })],
    [d("reference"), lesson.reference],
  ];
  if (placeKind === "online" && lesson.meetingUrl && lesson.comes)
    facts.push([
      d("online"),
      <a key="join" href={lesson.meetingUrl} rel="noreferrer">
        {d("join")}
      </a>,
    ]);
  if (familyNote) facts.push([t("wroteNote", { name: callName(lesson.practitioner) }), familyNote]);
  return (
    <dl className={`card ${styles.facts}`}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export default familyPage(Lesson);
