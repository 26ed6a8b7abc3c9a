import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { visitor } from "@/app/_server/actor";
import { found } from "@/app/_server/page";
import { ChosenPractitioner } from "@/components/referral-form/practitioner-choice";
import { getTranslations } from "@/i18n/words";
import { publicPractitioner, referralTarget } from "@/lib/referrals/read";
import { ReferPage } from "../refer-page";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.refer");
  return { title: t("title"), description: t("lead") };
}

export default async function ReferTo({ params }: Props) {
  const { slug } = await params;
  const target = await found(referralTarget(visitor, { slug }));
  if (!target) {
    if (!(await found(publicPractitioner(visitor, { slug })))) notFound();
    redirect("/refer?not=taking");
  }
  return <ReferPage practitioner={<ChosenPractitioner {...target} />} to={target.name} />;
}
