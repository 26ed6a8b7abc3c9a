import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { linkHolder } from "@/lib/accounts/links";
import { Refusal } from "@/lib/core/refusal";
import { referralForBooking } from "@/lib/referrals/lessons";
import { chooseTimeAction } from "../../choose-action";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.choose");
  return { title: t("metaTitle") };
}

/** Where the family's mail leads: who referred them to whom, and on to the free times. */
export default async function ChooseTime({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations("referrals.choose");
  const family = await familyOf(token);
  if (!family)
    return (
      <>
        <h1>{t("goneTitle")}</h1>
        <p className="muted">{t("gone")}</p>
      </>
    );
  const { practitionerName: name, doctorName: doctor, babyName: baby } = family;
  const { guardianName: guardian, guardianEmail: email } = family;
  return (
    <div className="stack">
      <h1>{t("title", { name })}</h1>
      <p className="lg">{t("lead", { doctor, baby, name })}</p>
      <p className="muted">
        {email ? t("details", { guardian, email }) : t("detailsNoEmail", { guardian })}
      </p>
      <ActionForm action={chooseTimeAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton label={t("button")} busyLabel={t("opening")} />
      </ActionForm>
    </div>
  );
}

async function familyOf(token: string) {
  const link = await linkHolder(token, "referral");
  if (!link) return null;
  try {
    return await referralForBooking(link, {});
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}
