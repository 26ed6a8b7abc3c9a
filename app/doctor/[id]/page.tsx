import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor, visitor } from "@/app/_server/actor";
import { doctorPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { readersCountry } from "@/app/(public)/refer/country";
import { forwardReferralAction, withdrawReferralAction } from "@/app/(public)/referral/actions";
import { DoctorsLetters } from "@/components/documents/doctors-letters";
import { SharedGrowthPart } from "@/components/growth-chart/shared-growth";
import { viewOf } from "@/components/growth-chart/view";
import { growthWords } from "@/components/growth-chart/words";
import { SenderActions } from "@/components/referral-form/sender-actions";
import { TrackingSteps } from "@/components/referral-form/tracking";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { lettersForDoctor } from "@/lib/documents/letter.read";
import { sharedGrowth } from "@/lib/growth/share.read";
import { referralTargets } from "@/lib/referrals/read";
import { trackReferral } from "@/lib/referrals/sender.read";
import styles from "../doctor.module.css";
import { DoctorShell } from "../doctor-shell";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.track");
  return { title: t("metaTitle") };
}

async function MyReferral({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await pageActor("doctor", `/doctor/${id}`);
  const referral = await found(trackReferral(actor, { referralId: id }));
  const growth = await sharedGrowth(actor, { referralId: id });
  const letters = await lettersForDoctor(actor, { referralId: id });
  const t = await getTranslations("referrals.track");
  const { initials, practitionerName: name, reference } = referral;
  const others = referral.mayForward
    ? (await referralTargets(visitor, { country: await readersCountry() })).all
    : [];
  return (
    <DoctorShell email={actor.email}>
      <p className={styles.back}>
        <Link href="/doctor">
          <Icon name="arrow-left" />
          {t("allMine")}
        </Link>
      </p>
      <h1>{t("title", { reference })}</h1>
      <p className="lg">{initials ? t("lead", { initials, name }) : t("leadEmpty", { name })}</p>
      <TrackingSteps {...referral} letterOn={letters[0]?.on} />
      <DoctorsLetters letters={letters} pdf={(letter) => `/api/letters/doctor/${letter}`} />
      {growth ? (
        <SharedGrowthPart
          shared={growth}
          words={await growthWords(viewOf({}, await getLocale()).system)}
        />
      ) : null}
      <SenderActions
        {...referral}
        referralId={referral.id}
        others={others.filter((one) => one.slug !== referral.practitionerSlug)}
        forward={forwardReferralAction}
        withdraw={withdrawReferralAction}
      />
    </DoctorShell>
  );
}

export default doctorPage(MyReferral);
