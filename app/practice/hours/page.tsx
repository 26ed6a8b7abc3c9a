import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { getTranslations } from "@/i18n/words";
import { type HoursDetail, hoursDetail } from "@/lib/availability/hours.read";
import { lessonsOutsideHours } from "@/lib/booking/staff-one.read";
import styles from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import { type Search, Whose, whose } from "../_setup/whose";
import { Outside } from "./outside";
import { OverrideForm, Overrides } from "./overrides";
import { WeekForm, WeekRead } from "./week";

type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.setup");
  return { title: t("title.hours") };
}

async function Hours({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/hours");
  const [t, services] = [await getTranslations("hours"), await getTranslations("services.list")];
  const search = await searchParams;
  const { teachers, chosen } = await whose(actor, search);
  if (!chosen)
    return (
      <div className={`page ${styles.page}`}>
        <SetupHead tab="hours" search={search} />
        <Empty title={services("noTeacher")}>{services("noTeacherHint")}</Empty>
      </div>
    );
  const detail = await found(hoursDetail(actor, { practitionerId: chosen.id }));
  const outside = await lessonsOutsideHours(actor, { practitionerId: chosen.id });
  return (
    <div className={`page ${styles.page}`}>
      <SetupHead tab="hours" search={search} />
      <Whose path="/practice/hours" teachers={teachers} chosen={chosen} />
      <Outside lessons={outside} />
      <Card title={t("week")}>
        {detail.mayManage ? (
          <WeekForm key={detail.seen} practitionerId={chosen.id} detail={detail} />
        ) : (
          <WeekRead detail={detail} />
        )}
      </Card>
      <OtherDays practitionerId={chosen.id} detail={detail} />
    </div>
  );
}

async function OtherDays(props: { practitionerId: string; detail: HoursDetail }) {
  const t = await getTranslations("hours");
  const { overrides, mayManage } = props.detail;
  return (
    <Card title={t("other")} className={styles.several}>
      {overrides.length > 0 ? <Overrides {...props} /> : <p className="muted">{t("none")}</p>}
      {mayManage ? (
        // A new day makes a new form, emptied of the one that was just added.
        <OverrideForm key={JSON.stringify(overrides)} {...props} />
      ) : null}
    </Card>
  );
}

export default practicePage(Hours);
