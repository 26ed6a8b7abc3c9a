import type { Metadata } from "next";
import { visitor } from "@/app/_server/actor";
import { PractitionerList } from "@/components/referral-form/practitioner-choice";
import { Empty } from "@/components/ui/empty";
import { getTranslations } from "@/i18n/words";
import { referralTargets } from "@/lib/referrals/read";
import { readersCountry } from "./country";
import { ReferPage } from "./refer-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.refer");
  return { title: t("title"), description: t("lead") };
}

export default async function Refer({
  searchParams,
}: {
  searchParams: Promise<{ not?: string | string[] }>;
}) {
  const t = await getTranslations("referrals.refer");
  const { all, first } = await referralTargets(visitor, { country: await readersCountry() });
  if (all.length === 0)
    return (
      <>
        <h1>{t("title")}</h1>
        <Empty title={t("nobodyTitle")}>{t("nobody")}</Empty>
      </>
    );
  return (
    <ReferPage
      practitioner={<PractitionerList all={all} first={first} label={t("to")} />}
      warning={(await searchParams).not === "taking" ? t("notTakingAny") : undefined}
    />
  );
}
