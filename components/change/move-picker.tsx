import { getLocale } from "next-intl/server";
import { DayStrip } from "@/components/slot-picker/day-strip";
import { MonthGrid } from "@/components/slot-picker/month-grid";
import { Nearest } from "@/components/slot-picker/nearest";
import { dayPart, ownClock } from "@/components/slot-picker/picker-day";
import { SlotChoice } from "@/components/slot-picker/slot-choice";
import { ZoneHint } from "@/components/slot-picker/zone-hint";
import { ActionForm } from "@/components/ui/action-form";
import { CheckField } from "@/components/ui/choice";
import type { FormAction } from "@/components/ui/form-state";
import { formatDay, formatMoney, formatTime, zonePlace } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import { nextFree } from "@/lib/availability/rules";
import type { OwnTimes } from "@/lib/booking/own.read";
import { NEAREST } from "@/lib/booking/rules";
import { type Day, instantOf, isDay, today, wallOf } from "@/lib/core/time";
import styles from "./change.module.css";
import { termsWords } from "./words";

const parts = ["morning", "afternoon", "evening"] as const;

export type MoveSearch = {
  day?: Day | undefined;
  from?: Day | undefined;
  lost?: number | undefined;
};

export function moveSearch(search: Record<string, string | string[] | undefined>): MoveSearch {
  const dayIn = (value: unknown) => (typeof value === "string" && isDay(value) ? value : undefined);
  const { lost } = search;
  return {
    day: dayIn(search.day),
    from: dayIn(search.from) ?? dayIn(search.day),
    lost: typeof lost === "string" && /^\d{7,9}$/.test(lost) ? Number(lost) : undefined,
  };
}

type Props = {
  times: OwnTimes;
  search: MoveSearch;
  /** The lesson's own page. */
  base: string;
  hidden: Readonly<Record<string, string>>;
  action: FormAction;
};

/** A new time for a lesson. Days are links and times are radio buttons, so it works without JavaScript. */
export async function MovePicker({ times, search, base, hidden, action }: Props) {
  const [t, booking, locale] = [
    await getTranslations("change.move"),
    await getTranslations("booking.time"),
    await getLocale(),
  ];
  const { offer, days, startsAt, version } = times;
  const { zone } = offer;
  const where = { locale, zone };
  const path = `${base}/move`;
  const moment = (minute: number) =>
    booking("book", {
      day: formatDay(instantOf(minute), where),
      time: formatTime(instantOf(minute), where),
    });
  const all = days.flatMap((one) => one.times);
  const nearest = search.lost === undefined ? [] : nextFree(all, search.lost, NEAREST);
  const wanted = nearest[0];
  const asked = wanted === undefined ? search.day : today(instantOf(wanted), zone);
  const free = days.filter(({ state }) => state === "free");
  const picked =
    free.find(({ day }) => day === asked) ?? free.find(({ day }) => day > (asked ?? "")) ?? free[0];
  const hrefOf = (on: string) => `${path}?from=${times.first}&day=${on}`;
  const turn = (from: string | null) => (from ? `${path}?from=${from}` : null);
  const forms = {
    ...hidden,
    version: String(version),
    feeMinor: String(times.terms.feeMinor),
    illFree: times.terms.illnessFree ? "yes" : "",
  };
  return (
    <>
      <h1>{t("heading")}</h1>
      <p className={`muted ${styles.lead}`}>
        {t("now", { day: formatDay(startsAt, where, "long"), time: formatTime(startsAt, where) })}
      </p>
      <div className={styles.move}>
        <div className={styles.strip}>
          <DayStrip
            days={days}
            picked={picked?.day ?? null}
            hrefOf={hrefOf}
            later={
              times.later ? { href: turn(times.later) ?? path, label: booking("later") } : null
            }
          />
        </div>
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
            <Icon name="globe" size="sm" /> {booking("zone", { place: zonePlace(zone) })}
            <ZoneHint
              zone={zone}
              at={startsAt.toISOString()}
              text={booking("zoneHint", { zone: "%" })}
              mark="%"
            />
          </p>
        </div>
        <section className={styles.times}>
          {search.lost === undefined ? null : (
            <Nearest
              title={t(nearest.length > 0 ? "lost" : "lostNone", { time: moment(search.lost) })}
              times={nearest.map((minute) => ({
                value: instantOf(minute).toISOString(),
                label: moment(minute),
              }))}
              action={action}
              hidden={forms}
            />
          )}
          {picked ? (
            <Choice times={times} day={picked} wanted={wanted} forms={forms} action={action} />
          ) : (
            <Note>{t("none")}</Note>
          )}
          <p>
            <LinkButton href={base} size="lg">
              {t("keep")}
            </LinkButton>
          </p>
        </section>
      </div>
    </>
  );
}

type ChoiceProps = {
  times: OwnTimes;
  day: OwnTimes["days"][number];
  wanted: number | undefined;
  forms: Readonly<Record<string, string>>;
  action: FormAction;
};

async function Choice({ times, day, wanted, forms, action }: ChoiceProps) {
  const [t, booking, locale] = [
    await getTranslations("change.move"),
    await getTranslations("booking.time"),
    await getLocale(),
  ];
  const { terms, offer, currency } = times;
  const where = { locale, zone: offer.zone };
  const name = formatDay(day.day, where, "long");
  const fee = formatMoney({ minor: terms.feeMinor, currency }, locale);
  const costs = terms.feeMinor > 0;
  const slots = day.times.map((minute) => {
    const instant = instantOf(minute);
    const label = formatTime(instant, where);
    return {
      value: instant.toISOString(),
      label,
      name: booking("slot", { time: label, day: name }),
      go: costs ? t("submitFee", { time: label, fee }) : t("submit", { time: label }),
      part: dayPart(wallOf(instant, offer.zone).time),
    };
  });
  const groups = parts.flatMap((part) => {
    const own = slots.filter((slot) => slot.part === part);
    return own.length > 0 ? [{ title: booking(part), slots: own }] : [];
  });
  const chosen = wanted !== undefined && day.times.includes(wanted) ? wanted : day.times[0];
  const told = await termsWords({
    terms,
    startsAt: times.startsAt,
    zone: offer.zone,
    status: times.status,
    price: { currency },
  });
  return (
    <>
      <h2>{name}</h2>
      <ActionForm action={action} className="">
        {Object.entries(forms).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <div className={styles.terms}>
          {told.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        {costs && terms.illnessFree ? (
          <CheckField name="ill" label={t("ill")} detail={t("illDetail")} />
        ) : null}
        <SlotChoice
          key={`${day.day} ${wanted ?? ""}`}
          legend={name}
          groups={groups}
          picked={instantOf(chosen ?? 0).toISOString()}
          words={{
            plain: costs ? t("submitPlainFee", { fee }) : t("submitPlain"),
            busy: t("moving"),
          }}
          own={ownClock(offer.place.kind, {
            ...{ zone: offer.zone, locale, text: booking("ownTime", { time: "%" }) },
          })}
        />
      </ActionForm>
    </>
  );
}
