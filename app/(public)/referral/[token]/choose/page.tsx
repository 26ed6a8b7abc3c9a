import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { offeredMoment } from "@/components/referral-form/offered-text";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { ZoneLine } from "@/components/ui/zone-line";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { Refusal } from "@/lib/core/refusal";
import { instantOf } from "@/lib/core/time";
import { offeredTimes } from "@/lib/referrals/family.read";
import { referralForBooking } from "@/lib/referrals/lessons";
import { offerValue } from "@/lib/referrals/schema";
import { chooseTimeAction } from "../../choose-action";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.choose");
  return { title: t("metaTitle") };
}

/** Where the family's mail leads: who referred them to whom, and on to the free times. */
export default async function ChooseTime({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [t, locale] = [await getTranslations("referrals.choose"), await getLocale()];
  const family = await familyOf(token);
  if (!family)
    return (
      <>
        <h1>{t("goneTitle")}</h1>
        <p className="muted">{t("gone")}</p>
      </>
    );
  const { times } = family;
  const { practitionerName: name, doctorName: doctor, babyName: baby } = family;
  const { guardianName: guardian, guardianEmail: email } = family;
  return (
    <div className="stack">
      <h1>{t("title", { name })}</h1>
      <p className="lg">{t("lead", { doctor, baby, name })}</p>
      <p className="muted">
        {email ? t("details", { guardian, email }) : t("detailsNoEmail", { guardian })}
      </p>
      {times.length > 0 ? (
        <section className="stack" aria-labelledby="offered">
          <h2 id="offered">{t("offered", { name })}</h2>
          {times.map((one, index) => (
            <ActionForm key={offerValue(one)} id={`at-${index}`} action={chooseTimeAction}>
              <input type="hidden" name="token" value={token} />
              <input type="hidden" name="at" value={offerValue(one)} />
              <SubmitButton
                label={t(one.service ? "pickOf" : "pick", {
                  time: offeredMoment(one, locale),
                  service: one.service ?? "",
                })}
                busyLabel={t("opening")}
              />
              <ZoneLine zone={one.zone} at={[instantOf(one.start)]} />
            </ActionForm>
          ))}
        </section>
      ) : null}
      <ActionForm id="all" action={chooseTimeAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton
          variant={times.length > 0 ? "default" : "primary"}
          label={times.length > 0 ? t("other") : t("button")}
          busyLabel={t("opening")}
        />
      </ActionForm>
    </div>
  );
}

async function familyOf(token: string) {
  const link = await linkHolder(token, "family");
  if (!link) return null;
  try {
    const known = await referralForBooking(link, {});
    return { ...known, times: (await offeredTimes(link, {})).times };
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}
