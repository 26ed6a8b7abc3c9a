import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { formatElapsed } from "@/components/ui/format";
import { Icon, type IconName } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Money } from "@/components/ui/price";
import { Tag } from "@/components/ui/tag";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { daysUntil } from "@/lib/booking/calendar.rules";
import type { StaffToday } from "@/lib/booking/today.read";
import type { UnsaidCounts } from "@/lib/booking/unsaid.read";
import { babyTitle } from "@/lib/clients/rules";
import type { LetterDue } from "@/lib/documents/letter-due.read";
import type { WaitingMeasurement } from "@/lib/growth/read";
import type { FormsToday, OpenAlert } from "@/lib/intake/staff.read";
import type { unreached } from "@/lib/messaging/log.read";
import type { NoteWork } from "@/lib/notes/list.read";
import { picturesOfToday } from "./babies/pictures-today";
import { familiesOver } from "./clients/kept/kept-today";
import { ALERT_MARK } from "./form-alerts";
import styles from "./today.module.css";

type Unreached = Awaited<ReturnType<typeof unreached>>;

/** What waits, the most pressing first. */
export async function ToDo({
  today,
  lost,
  notes,
  growth,
  unsaid,
  letters,
  answers,
}: {
  today: StaffToday;
  lost: Unreached;
  /** Not for the front desk. */
  notes: NoteWork | null;
  growth: readonly WaitingMeasurement[];
  /** Lessons that nobody marked, however old; for the front desk those that its own page shows. */
  unsaid: UnsaidCounts | null;
  letters: readonly LetterDue[];
  answers: FormsToday;
}) {
  const [t, locale] = [await getTranslations("practice.todo"), await getLocale()];
  const mail = await getTranslations("mail_settings.todo");
  const measured = await getTranslations("growth.toConfirm");
  const { referrals, credentials, stopped, now, thisDay } = today;
  const oldest = referrals.oldest && formatElapsed(referrals.oldest, now, locale);
  const forms = await getTranslations("intake.today");
  const { alerts, withoutTeaching, unfinished } = answers;
  const [over, keep] = [await familiesOver(), await getTranslations("clients.keep")];
  const pictures = await picturesOfToday();
  const open = unsaid ?? { own: today.unsaid.length, left: 0 };
  const items: ReactNode[] = [
    ...(await alertItems(alerts)),
    ...withoutTeaching.map(({ clientId, bookingId, family }) => (
      <Item
        key={bookingId}
        icon="hand"
        href={`/practice/clients/${clientId}/forms`}
        action={forms("see")}
        name={family}
      >
        {forms("teaching", { name: family })}
      </Item>
    )),
    ...unfinished.map(({ clientId, bookingId, babies, family }) => (
      <Item
        key={`${bookingId}-forms`}
        icon="clipboard-list"
        href={`/practice/clients/${clientId}/forms`}
        action={forms("see")}
        name={babyTitle(babies.join(" & "), family)}
      >
        {forms("unfinished", { name: babyTitle(babies.join(" & "), family) })}
      </Item>
    )),
    ...(referrals.count > 0
      ? [
          <Item key="referrals" icon="inbox" href="/practice/referrals" action={t("answer")}>
            {t("referrals", { count: referrals.count, oldest: oldest ?? "" })}
          </Item>,
        ]
      : []),
    ...(open.own > 0
      ? [
          <Item
            key="unsaid"
            icon="clipboard-list"
            href={unsaid ? "/practice/notes/work#unsaid" : "#unsaid"}
            action={t("say")}
          >
            {t("unsaid", { count: open.own })}
          </Item>,
        ]
      : []),
    ...(open.left > 0
      ? [
          <Item
            key="unsaid-left"
            icon="clipboard-list"
            href="/practice/notes/work#left"
            action={t("say")}
            name={t("ofLeft")}
          >
            {t("unsaidLeft", { count: open.left })}
          </Item>,
        ]
      : []),
    ...(notes ? await noteItems(notes) : []),
    ...(await letterItems(letters)),
    ...growth.map(({ babyId, title, count }) => (
      <Item
        key={`growth-${babyId}`}
        icon="scale"
        href={`/practice/babies/${babyId}/growth`}
        action={measured("look")}
        name={title}
      >
        {measured("todo", { name: title, count })}
      </Item>
    )),
    ...pictures.map(({ babyId, title, count }) => (
      <Item
        key={`pictures-${babyId}`}
        icon="trash-2"
        href={`/practice/babies/${babyId}/files`}
        action={t("look")}
        name={title}
      >
        {t("pictures", { name: title, count })}
      </Item>
    )),
    ...lost.map(({ clientId, name, channel, count }) => (
      <Item
        key={clientId}
        icon="mail"
        href={`/practice/clients/${clientId}/messages`}
        action={mail("look")}
        name={name}
      >
        {mail(channel, { name, count })}
      </Item>
    )),
    ...stopped.map(({ babyId, clientId, firstName, times }) => (
      <Item
        key={babyId}
        icon="hand"
        href={`/practice/clients/${clientId}`}
        action={t("look")}
        name={firstName}
      >
        {t("stopped", { name: firstName, times })}
      </Item>
    )),
    ...credentials.map(({ id, title, expiresOn }) => (
      <Item key={id} icon="badge-alert" href="/practice/profile" action={t("see")} name={title}>
        {t(daysUntil(thisDay, expiresOn) < 0 ? "ended" : "ends", { title })}{" "}
        <DateText on={expiresOn} look="date" />
      </Item>
    )),
    ...(over > 0
      ? [
          <Item key="kept" icon="calendar-clock" href="/practice/clients/kept" action={t("look")}>
            {keep("todo", { count: over })}
          </Item>,
        ]
      : []),
  ];
  return (
    <Card title={t("title")}>
      {items.length > 0 ? (
        <ul className={`${styles.todo} list`}>{items}</ul>
      ) : (
        <p className="sm muted">{t("nothing")}</p>
      )}
    </Card>
  );
}

const ALERTS_SHOWN = 5;

/** The most pressing first, and nothing left out: what has time is folded where there is much of it. */
async function alertItems(alerts: readonly OpenAlert[]): Promise<ReactNode[]> {
  const t = await getTranslations("intake.today");
  const flags = await getTranslations("intake.flags");
  const pressing = alerts.filter(({ worst }) => ALERT_MARK[worst].tone === "bad").length;
  const shown = Math.max(pressing, ALERTS_SHOWN);
  const items = alerts.map(({ id, assignmentId, clientId, baby, family, worst }) => (
    <Item
      key={id}
      icon={ALERT_MARK[worst].icon}
      href={`/practice/clients/${clientId}/forms/${assignmentId}`}
      action={t("look")}
      name={baby ?? family}
    >
      {ALERT_MARK[worst].tone === "bad" ? (
        <>
          <Tag tone="bad">{flags(worst)}</Tag>{" "}
        </>
      ) : null}
      {t(`alerts.${worst}`, { name: baby ?? family })}
    </Item>
  ));
  const more = items.slice(shown);
  return [
    ...items.slice(0, shown),
    ...(more.length > 0
      ? [
          <li key="more-alerts">
            <details>
              <summary>{t("more", { count: more.length })}</summary>
              <ul className={`${styles.todo} list`}>{more}</ul>
            </details>
          </li>,
        ]
      : []),
  ];
}

async function noteItems(work: NoteWork): Promise<ReactNode[]> {
  const { toSign, old, without, withoutLeft, draftsLeft } = work;
  const t = await getTranslations("notes.work");
  const page = "/practice/notes/work";
  return [
    ...(toSign > 0
      ? [
          <Item key="sign" icon="signature" href={page} action={t("goOn")} name={t("draftsTitle")}>
            {t("toSign", { count: toSign })}
            {old > 0 ? <span className="muted"> · {t("old", { count: old })}</span> : null}
          </Item>,
        ]
      : []),
    ...(without > 0
      ? [
          <Item key="unnoted" icon="pen-line" href={page} action={t("write")}>
            {t("without", { count: without })}
          </Item>,
        ]
      : []),
    ...(draftsLeft > 0
      ? [
          <Item
            key="left-drafts"
            icon="signature"
            href={`${page}#left-drafts`}
            action={t("look")}
            name={t("leftDrafts")}
          >
            {t("draftsLeft", { count: draftsLeft })}
          </Item>,
        ]
      : []),
    ...(withoutLeft > 0
      ? [
          <Item key="left" icon="pen-line" href={`${page}#left-notes`} action={t("look")}>
            {t("withoutLeft", { count: withoutLeft })}
          </Item>,
        ]
      : []),
  ];
}

const LETTERS_SHOWN = 4;

/** Letters back to doctors that are owed, each with its own way there; the rest in one line. */
async function letterItems(letters: readonly LetterDue[]): Promise<ReactNode[]> {
  const t = await getTranslations("documents.letter");
  const more = letters.length - LETTERS_SHOWN;
  return [
    ...letters.slice(0, LETTERS_SHOWN).map(({ referralId, doctor, baby, draft, atEnd }) => {
      const words = { doctor, name: baby, draft: draft ? "yes" : "no" };
      const said = t(atEnd ? "todoEnd" : "todo", words);
      return (
        <Item
          key={`letter-${referralId}`}
          icon="stethoscope"
          href={`/practice/referrals/${referralId}/letter`}
          action={t(draft ? "todoGoOn" : "todoWrite")}
          name={said}
        >
          {said}
        </Item>
      );
    }),
    ...(more > 0
      ? [
          <Item
            key="letters"
            icon="stethoscope"
            href="/practice/referrals?tab=accepted"
            action={t("todoLook")}
          >
            {t("todoMore", { count: more })}
          </Item>,
        ]
      : []),
  ];
}

function Item({
  icon,
  href,
  action,
  name,
  children,
}: {
  icon: IconName;
  href: string;
  action: string;
  /** Tells two links of one word apart for listeners. */
  name?: string;
  children: ReactNode;
}) {
  return (
    <li>
      <Icon name={icon} />
      <span className="grow">{children}</span>
      <Link href={href}>
        {action}
        {name ? <span className="sr"> {name}</span> : null}
      </Link>
    </li>
  );
}

export async function ThisWeek({ today }: { today: StaffToday }) {
  const t = await getTranslations("practice.week");
  const { week, lastWeek, currency } = today;
  const more = week.lessons - lastWeek.lessons;
  const money = week.money.length > 0 ? week.money : [{ minor: 0, currency }];
  return (
    <Card title={t("title")}>
      <div className={`${styles.figures} num`}>
        <p>
          <b>{week.lessons}</b>
          <span className="sm muted">
            {t("lessons", { count: week.lessons })}{" "}
            {t("compared", {
              how: more > 0 ? "more" : more < 0 ? "fewer" : "same",
              by: Math.abs(more),
            })}
          </span>
        </p>
        <p>
          {money.map((sum) => (
            <b key={sum.currency}>
              <Money {...sum} exact />
            </b>
          ))}
          <span className="sm muted">{t("booked")}</span>
        </p>
      </div>
    </Card>
  );
}
