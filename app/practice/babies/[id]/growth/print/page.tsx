import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { PrintedSheet } from "@/components/growth-chart/printed-sheet";
import { type GrowthQuery, viewOf } from "@/components/growth-chart/view";
import { growthWords } from "@/components/growth-chart/words";
import { getTranslations } from "@/i18n/words";
import { babyGrowth } from "@/lib/growth/read";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<GrowthQuery> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("growth"))("metaTitle") };
}

/** For paper: the charts, the numbers and how they came about. */
async function GrowthOnPaper({ params, searchParams }: Props) {
  const [{ id }, asked] = [await params, await searchParams];
  const actor = await pageActor("practice", `/practice/babies/${id}/growth/print`);
  const growth = await found(babyGrowth(actor, { babyId: id }));
  const words = await growthWords(viewOf(asked, await getLocale()).system);
  return <PrintedSheet {...{ growth, words }} level={2} />;
}

export default practicePage(GrowthOnPaper);
