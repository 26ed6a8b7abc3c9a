import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { GrowthCard } from "@/components/growth-chart/growth-card";
import { Timeline } from "@/components/timeline/timeline";
import { timelineWords } from "@/components/timeline/words";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { type BabyOverview, babyOverview } from "@/lib/audit/overview.read";
import type { BabyHead } from "@/lib/clients/baby.read";
import { babyGrowth } from "@/lib/growth/read";
import { systemOf } from "@/lib/growth/units.rules";
import { babyOfPage, babyReader } from "./baby";
import styles from "./baby.module.css";
import { FamilyCard } from "./family-card";
import { NextLessonCard } from "./next-lesson";
import { RoutineCard } from "./routine-card";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("record.head"))("title") };
}

/** The first page of a baby's record: growth, what happened lately, what the family does at home, what comes. */
async function Overview({ params }: Props) {
  const { id } = await params;
  const actor = await babyReader(id);
  const clinician = actor.role !== "front_desk";
  const [{ baby }, overview, growth] = await Promise.all([
    babyOfPage(id),
    found(babyOverview(actor, { babyId: id })),
    clinician ? found(babyGrowth(actor, { babyId: id })) : null,
  ]);
  const root = `/practice/babies/${baby.id}`;
  return (
    <div className={styles.columns}>
      <div>
        {growth ? (
          <GrowthCard
            growth={growth}
            system={systemOf(await getLocale())}
            root={`${root}/growth`}
          />
        ) : null}
        <Happened overview={overview} baby={baby} root={root} />
      </div>
      <div>
        {clinician ? (
          <RoutineCard actor={actor} baby={baby} assignmentId={overview.assignmentId} />
        ) : null}
        <NextLessonCard lesson={overview.next} baby={baby} />
        <FamilyCard baby={baby} doctor={overview.doctor} />
      </div>
    </div>
  );
}

type HappenedProps = { overview: BabyOverview; baby: BabyHead; root: string };

async function Happened({ overview: { timeline }, baby, root }: HappenedProps) {
  const t = await getTranslations("record.overview");
  const words = await timelineWords({ zone: timeline.zone, name: baby.firstName });
  return (
    <Card title={t("happened")} action={<Link href={`${root}/everything`}>{t("everything")}</Link>}>
      {timeline.items.length === 0 ? (
        <p className="muted">{t("nothing")}</p>
      ) : (
        <Timeline entries={timeline.items.map(words)} zone={timeline.zone} />
      )}
    </Card>
  );
}

export default practicePage(Overview);
