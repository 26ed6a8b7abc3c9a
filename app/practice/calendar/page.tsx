import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { ZoneLine } from "@/components/ui/zone-line";
import { CalendarBoard } from "@/components/week-calendar/board";
import type { CalendarWords, Icons } from "@/components/week-calendar/model";
import { getTranslations } from "@/i18n/words";
import { firstWeekdayIn, monthGrid, weekStart } from "@/lib/booking/month.rules";
import { staffCalendar } from "@/lib/booking/staff.read";
import { addDays, addMonths, startOfDay, systemNow, today } from "@/lib/core/time";
import { practiceFacts, practiceTeachers } from "@/lib/practices/read";
import { addressOf, askedOf } from "./asked";
import styles from "./calendar.module.css";
import { lanesIn } from "./lanes";
import { boardWords } from "./words";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calendar");
  return { title: t("title") };
}

async function Calendar({ searchParams }: Props) {
  const search = await searchParams;
  const actor = await pageActor("practice", "/practice/calendar");
  const { zone } = await practiceFacts(actor, {});
  const thisDay = today(systemNow(), zone);
  const question = askedOf(search, thisDay);
  const { view, date, who } = question;
  const locale = await getLocale();
  const weekday = firstWeekdayIn(locale);
  const teachers = await practiceTeachers(actor, {});
  const [only] = teachers.length === 1 ? teachers : [];
  const asked = {
    ...(view === "month" ? monthGrid(date, weekday) : { from: weekStart(date, weekday), days: 7 }),
    practitionerId: who ?? actor.practitionerId ?? only?.id ?? "all",
  };
  const [first, words] = [await found(staffCalendar(actor, asked)), await boardWords()];
  const stepped = (by: 1 | -1) =>
    view === "month" ? addMonths(date, by) : addDays(date, view === "day" ? by : by * 7);
  const at = (change: Partial<Parameters<typeof addressOf>[0]>) =>
    addressOf({ ...question, ...change });
  const lanes = lanesIn(question, asked.practitionerId === "all" ? teachers : []);
  const t = await getTranslations("calendar");
  const people = [{ id: "all", name: t("everybody") }, ...teachers];
  return (
    <div className={`page ${styles.page}`}>
      <CalendarBoard
        key={`${view} ${date} ${asked.practitionerId}`}
        first={first}
        asked={asked}
        view={view}
        day={date}
        locale={locale}
        words={words satisfies CalendarWords}
        icons={icons}
        lanes={lanes.shown}
        links={{
          previous: at({ date: stepped(-1) }),
          next: at({ date: stepped(1) }),
          today: at({ date: thisDay }),
          views: {
            day: at({ view: "day" }),
            week: at({ view: "week" }),
            month: at({ view: "month" }),
            agenda: at({ view: "agenda" }),
          },
          newBooking: "/practice/bookings/new",
          timeOff: "/practice/block",
          daySheet: `/practice/day-sheet?day=${date}&who=${asked.practitionerId}`,
          lanes: lanes.choices,
          people:
            teachers.length > 1
              ? people.map(({ id, name }) => ({
                  key: id,
                  label: name,
                  href: at({ who: id }),
                  current: id === asked.practitionerId,
                }))
              : [],
        }}
      />
      <ZoneLine
        zone={zone}
        at={first.days.map(({ day }) => startOfDay(day, zone))}
        className={styles.zone}
      />
      {first.events.some((event) => event.kind !== "block") ||
      asked.from < weekStart(thisDay, weekday) ? null : (
        <p className={styles.free}>
          <Link href={`/practice/services?for=${encodeURIComponent(asked.practitionerId)}`}>
            {await whyWords()}
          </Link>
        </p>
      )}
    </div>
  );
}

/** A week without lessons: what families are offered in it, and why not more (feature c35). */
const whyWords = async () => (await getTranslations("hours.why"))("emptyWeek");

const icons: Icons = {
  check: <Icon name="check" />,
  "circle-x": <Icon name="circle-x" />,
  baby: <Icon name="baby" />,
  "triangle-alert": <Icon name="triangle-alert" />,
  clock: <Icon name="clock" />,
  house: <Icon name="house" />,
  "map-pin": <Icon name="map-pin" />,
  stethoscope: <Icon name="stethoscope" />,
  wallet: <Icon name="wallet" />,
  x: <Icon name="x" />,
  "chevron-left": <Icon name="chevron-left" />,
  "chevron-right": <Icon name="chevron-right" />,
  plus: <Icon name="plus" />,
  user: <Icon name="user" />,
  car: <Icon name="car" />,
  "circle-check": <Icon name="circle-check" />,
  "pen-line": <Icon name="pen-line" />,
  printer: <Icon name="printer" />,
};

export default practicePage(Calendar);
