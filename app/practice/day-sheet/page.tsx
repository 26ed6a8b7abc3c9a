import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { daySheet } from "@/lib/booking/day-sheet.read";
import { addDays, isDay } from "@/lib/core/time";
import { practiceTeachers } from "@/lib/practices/read";
import { PrintButton } from "./print";
import { SheetRow } from "./row";
import styles from "./sheet.module.css";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("day_sheet");
  return { title: t("title") };
}

async function Sheet({ searchParams }: Props) {
  const { day, who, page } = await searchParams;
  const actor = await pageActor("practice", "/practice/day-sheet");
  const t = await getTranslations("day_sheet");
  const sheet = await found(
    daySheet(actor, {
      ...(typeof day === "string" && isDay(day) && { day }),
      ...(typeof who === "string" && /^(all|[0-9a-f-]{36})$/.test(who) && { practitionerId: who }),
      ...(typeof page === "string" && /^[1-9]\d{0,2}$/.test(page) && { page }),
    }),
  );
  const { on, zone, pages, rows, total, practitionerId } = sheet;
  const at = (change: Record<string, string>) =>
    `/practice/day-sheet?${new URLSearchParams({
      day: on,
      who: practitionerId ?? "all",
      ...change,
    })}`;
  const teachers = await practiceTeachers(actor, {});
  const name =
    teachers.find((one) => one.id === practitionerId)?.name ??
    (teachers.length > 1 ? t("everybody") : null);
  const where = pages > 1 ? t("page", { page: sheet.page, pages }) : undefined;
  return (
    <div className={`page ${styles.page}`}>
      <PageHead
        title={<DateText on={on} look="full" />}
        detail={[name, t("lessons", { count: total }), where].filter(Boolean).join(", ")}
      >
        <div className={`${styles.tools} no-print`}>
          <LinkButton
            href={at({ day: addDays(on, -1) })}
            icon={<Icon name="chevron-left" />}
            square
            aria-label={t("previous")}
          />
          <LinkButton
            href={at({ day: addDays(on, 1) })}
            icon={<Icon name="chevron-right" />}
            square
            aria-label={t("next")}
          />
          <LinkButton
            href={`/practice/calendar?view=day&date=${on}&who=${practitionerId ?? "all"}`}
            icon={<Icon name="calendar-days" />}
          >
            {t("calendar")}
          </LinkButton>
          <PrintButton label={t("print")} icon={<Icon name="printer" />} />
        </div>
      </PageHead>
      {rows.length > 0 ? (
        <ol className={`${styles.rows} num`}>
          {rows.map((row) => (
            <SheetRow
              key={row.lessonId}
              row={row}
              zone={zone}
              clinical={actor.role !== "front_desk"}
              named={practitionerId === null && teachers.length > 1}
            />
          ))}
        </ol>
      ) : (
        <Empty
          title={t("nothing")}
          action={<LinkButton href="/practice/calendar">{t("toCalendar")}</LinkButton>}
        >
          {t("nothingHint")}
        </Empty>
      )}
      <p className={`sm muted ${styles.confidential}`}>{t("confidential")}</p>
      <div className="no-print">
        <Pager
          previous={sheet.page > 1 ? at({ page: String(sheet.page - 1) }) : null}
          next={sheet.page < pages ? at({ page: String(sheet.page + 1) }) : null}
          where={where}
        />
      </div>
    </div>
  );
}

export default practicePage(Sheet);
