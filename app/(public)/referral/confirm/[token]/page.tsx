import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { trackPath } from "@/lib/referrals/rules";
import { trackReferral } from "@/lib/referrals/sender.read";
import { confirmReferralAction } from "../../actions";
import { ExpiredLink } from "../../expired";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.confirm");
  return { title: t("title") };
}

/** Opening the page sends nothing: mail scanners open every link. A person presses the button. */
export default async function ConfirmReferral({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await linkHolder(token, "referral");
  if (!link) return <ExpiredLink />;
  const referral = await trackReferral(link, { referralId: link.subjectId });
  if (referral.status !== "unconfirmed") redirect(trackPath(token));
  const t = await getTranslations("referrals.confirm");
  const { initials, practitionerName: name } = referral;
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="lg">{t("lead", { initials, name })}</p>
      <ActionForm action={confirmReferralAction}>
        <input type="hidden" name="referralId" value={referral.id} />
        <input type="hidden" name="token" value={token} />
        <SubmitButton label={t("button")} busyLabel={t("sending")} />
      </ActionForm>
      <p className="muted sm">{t("notYou")}</p>
    </div>
  );
}
