import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ConfirmCard } from "@/components/growth-chart/confirm-card";
import { GrowthPage } from "@/components/growth-chart/growth-page";
import { ShareCard } from "@/components/growth-chart/share-card";
import { type GrowthQuery, viewOf } from "@/components/growth-chart/view";
import { growthWords } from "@/components/growth-chart/words";
import { getTranslations } from "@/i18n/words";
import { babyGrowth } from "@/lib/growth/read";
import { shareOptions } from "@/lib/growth/share.read";
import {
  addMeasurementAction,
  confirmMeasurementsAction,
  correctMeasurementAction,
  removeMeasurementAction,
  shareGrowthAction,
} from "./actions";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<GrowthQuery> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("growth"))("metaTitle") };
}

async function Growth({ params, searchParams }: Props) {
  const [{ id }, asked] = [await params, await searchParams];
  const root = `/practice/babies/${id}/growth`;
  const actor = await pageActor("practice", root);
  const [growth, options] = await Promise.all([
    found(babyGrowth(actor, { babyId: id })),
    found(shareOptions(actor, { babyId: id })),
  ]);
  const view = viewOf(asked, await getLocale());
  const words = await growthWords(view.system);
  const share =
    growth.measurements.length > 0 ? (
      <ShareCard
        {...{ growth, words }}
        sheet={`${root}/print?units=${view.system}`}
        share={{ ...options, action: shareGrowthAction }}
        sharedAt={options.sharedAt}
      />
    ) : null;
  return (
    <GrowthPage
      {...{ growth, view, words, root }}
      as="staff"
      mayCorrect={() => !growth.baby.archived}
      actions={{
        add: addMeasurementAction,
        correct: correctMeasurementAction,
        remove: removeMeasurementAction,
      }}
      aside={share}
    >
      <ConfirmCard {...{ growth, words }} kind={view.kind} action={confirmMeasurementsAction} />
    </GrowthPage>
  );
}

export default practicePage(Growth);
