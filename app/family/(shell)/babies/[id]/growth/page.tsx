import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { GrowthPage } from "@/components/growth-chart/growth-page";
import { PrintedSheet } from "@/components/growth-chart/printed-sheet";
import { ShareCard } from "@/components/growth-chart/share-card";
import { type GrowthQuery, viewOf } from "@/components/growth-chart/view";
import { growthWords } from "@/components/growth-chart/words";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { ownGrowth } from "@/lib/growth/read";
import { ownShare } from "@/lib/growth/share.read";
import styles from "../../../family.module.css";
import { addMeasurementAction, correctMeasurementAction, removeMeasurementAction } from "./actions";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<GrowthQuery> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("growth"))("metaTitle") };
}

async function OwnGrowth({ params, searchParams }: Props) {
  const [{ id }, asked] = [await params, await searchParams];
  const root = `/family/babies/${id}/growth`;
  const actor = await pageActor("family", root);
  const [growth, sharedAt] = await Promise.all([
    found(ownGrowth(actor, { babyId: id })),
    found(ownShare(actor, { babyId: id })),
  ]);
  const view = viewOf(asked, await getLocale());
  const words = await growthWords(view.system);
  const { t } = words;
  const { firstName: name, ages } = growth.baby;
  if (asked.sheet)
    return (
      <div className={styles.page}>
        <PrintedSheet {...{ growth, words }} level={1} />
      </div>
    );
  return (
    <div className={styles.page}>
      <Link href={`/family/babies/${id}`} className={styles.back}>
        <Icon name="arrow-left" /> {t("page.back", { name })}
      </Link>
      <PageHead title={t("sheet.title", { name })} detail={<Age {...ages} strong />} />
      <GrowthPage
        {...{ growth, view, words, root }}
        as="parent"
        mayCorrect={(row) => !row.confirmed && row.enteredByUser === actor.userId}
        actions={{
          add: addMeasurementAction,
          correct: correctMeasurementAction,
          remove: removeMeasurementAction,
        }}
      />
      {growth.measurements.length > 0 ? (
        <ShareCard
          {...{ growth, words, sharedAt }}
          sheet={`${root}?sheet=yes&units=${view.system}`}
        />
      ) : null}
    </div>
  );
}

export default familyPage(OwnGrowth);
