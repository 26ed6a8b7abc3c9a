import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { visitor } from "@/app/_server/actor";
import { readersCountry } from "@/app/(public)/refer/country";
import { DoctorsLetters } from "@/components/documents/doctors-letters";
import { SharedGrowthPart } from "@/components/growth-chart/shared-growth";
import { viewOf } from "@/components/growth-chart/view";
import { growthWords } from "@/components/growth-chart/words";
import { SenderActions } from "@/components/referral-form/sender-actions";
import { TrackingSteps } from "@/components/referral-form/tracking";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { lettersForDoctor } from "@/lib/documents/letter.read";
import { sharedGrowth } from "@/lib/growth/share.read";
import { referralTargets } from "@/lib/referrals/read";
import { confirmPath, familyPath } from "@/lib/referrals/rules";
import { trackReferral } from "@/lib/referrals/sender.read";
import { forwardReferralAction, withdrawReferralAction } from "../actions";
import { ExpiredLink } from "../expired";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.track");
  return { title: t("metaTitle") };
}

export default async function FollowReferral({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await linkHolder(token, "referral");
  if (!link) {
    // A family that typed its address in part: its page is the next one, and this one stays shut.
    if (await linkHolder(token, "family")) redirect(familyPath(token));
    return <ExpiredLink />;
  }
  const referral = await trackReferral(link, { referralId: link.subjectId });
  if (referral.status === "unconfirmed") redirect(confirmPath(token));
  const growth = await sharedGrowth(link, { referralId: link.subjectId });
  const letters = await lettersForDoctor(link, { referralId: link.subjectId });
  const t = await getTranslations("referrals.track");
  const { initials, practitionerName: name, reference } = referral;
  const others = referral.mayForward
    ? (await referralTargets(visitor, { country: await readersCountry() })).all
    : [];
  return (
    <>
      <h1>{t("title", { reference })}</h1>
      <p className="lg">{initials ? t("lead", { initials, name }) : t("leadEmpty", { name })}</p>
      <TrackingSteps {...referral} letterOn={letters[0]?.on} />
      <DoctorsLetters letters={letters} pdf={(letter) => `/referral/${token}/letter/${letter}`} />
      {growth ? (
        <SharedGrowthPart
          shared={growth}
          words={await growthWords(viewOf({}, await getLocale()).system)}
        />
      ) : null}
      <SenderActions
        {...referral}
        referralId={referral.id}
        token={token}
        others={others.filter((one) => one.slug !== referral.practitionerSlug)}
        forward={forwardReferralAction}
        withdraw={withdrawReferralAction}
      />
      <p className="muted sm">{t("private")}</p>
    </>
  );
}
