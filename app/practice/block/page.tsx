import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { formatDay, formatTime, formatTimeEnds } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import { blocksAhead } from "@/lib/booking/staff-one.read";
import { addDays, isDay, systemNow, today, wallOf } from "@/lib/core/time";
import { practiceFacts, practiceTeachers } from "@/lib/practices/read";
import { RowForm } from "../_setup/row-form";
import styles from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import { type Search, Whose, whose } from "../_setup/whose";
import { unblockTimeAction } from "./actions";
import { BlockForm } from "./block-form";

type Props = { searchParams: Promise<Search> };
type Block = Awaited<ReturnType<typeof blocksAhead>>[number];

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.setup");
  return { title: t("title.block") };
}

async function TimeOff({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/block");
  const [t, services] = [
    await getTranslations("hours.block"),
    await getTranslations("services.list"),
  ];
  const search = await searchParams;
  // A practitioner keeps only her own time off; owner and front desk keep everybody's.
  const { teachers, chosen } = await whose(
    actor,
    search,
    (one) => actor.role !== "practitioner" || one.own,
  );
  if (!chosen)
    return (
      <div className={`page ${styles.page}`}>
        <SetupHead tab="block" search={search} />
        <Empty title={services("noTeacher")}>{services("noTeacherHint")}</Empty>
      </div>
    );
  const blocks = await blocksAhead(actor, { practitionerId: chosen.id });
  const { zone } = await practiceFacts(actor, {});
  const people = await practiceTeachers(actor, {});
  const colleagues = people.filter((one) => one.publishedAt && one.id !== chosen.id);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  return (
    <div className={`page ${styles.page}`}>
      <SetupHead tab="block" search={search} />
      <Whose path="/practice/block" teachers={teachers} chosen={chosen} />
      <Card title={t("add")}>
        <BlockForm
          key={[search.day, search.time, ...blocks.map((one) => one.lessonId)].join()}
          practitionerId={chosen.id}
          zone={zone}
          thisDay={today(systemNow(), zone)}
          colleagues={colleagues}
          drawn={drawnIn(search)}
        />
      </Card>
      <Card title={t("coming")}>
        {blocks.length > 0 ? (
          <ul className={styles.rows}>
            {blocks.map((block) => (
              <BlockRow
                key={block.lessonId}
                block={block}
                colleague={nameOf.get(block.handOverTo ?? "")}
              />
            ))}
          </ul>
        ) : (
          <p className="muted">{t("empty")}</p>
        )}
      </Card>
    </div>
  );
}

/** What somebody drew on the calendar; anything that is not a day with two times was not drawn. */
function drawnIn({ day, time, until }: Search) {
  const clock = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
  if (typeof day !== "string" || !isDay(day)) return undefined;
  if (typeof time !== "string" || typeof until !== "string") return undefined;
  // A time field ends at 23:59; what is drawn to midnight is left open.
  return clock.test(time) && clock.test(until)
    ? { day, time, until: until === "24:00" ? "" : until }
    : undefined;
}

type BlockRowProps = { block: Block; colleague: string | undefined };

async function BlockRow({ block, colleague }: BlockRowProps) {
  const t = await getTranslations("hours.block");
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <h3>{block.title}</h3>
        <p className="muted sm num">{await spanOf(block)}</p>
        {colleague ? <p className="muted sm">{t("teaches", { name: colleague })}</p> : null}
      </div>
      <div className={styles.tools}>
        <RowForm
          action={unblockTimeAction}
          fields={{ lessonId: block.lessonId, version: block.version, for: block.practitionerId }}
          label={t("remove")}
          about={block.title ?? ""}
        />
      </div>
    </li>
  );
}

/** "Thu 24 Dec", "Thu 24 Dec to Sun 3 Jan", or the times of day where it is not whole days. */
async function spanOf({ startsAt, endsAt, zone }: Block): Promise<string> {
  const [t, locale] = [await getTranslations("hours.block"), await getLocale()];
  const [from, until] = [wallOf(startsAt, zone), wallOf(endsAt, zone)];
  const where = { locale, zone };
  const whole = from.time === "00:00" && until.time === "00:00";
  const last = whole ? addDays(until.day, -1) : until.day;
  const [day, end] = [formatDay(from.day, where), formatDay(last, where)];
  if (whole) return from.day === last ? day : t("days", { from: day, until: end });
  if (from.day === last) return t("times", { day, ...formatTimeEnds(startsAt, endsAt, where) });
  return t("days", {
    from: `${day}, ${formatTime(startsAt, where)}`,
    until: `${end}, ${formatTime(endsAt, where)}`,
  });
}

export default practicePage(TimeOff);
