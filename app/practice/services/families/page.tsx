import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { BackLink } from "@/app/practice/_setup/back-link";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { CheckField } from "@/components/ui/choice";
import { TextField } from "@/components/ui/field";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { welcomeSettings } from "@/lib/booking/welcome.write";
import { isOwner } from "@/lib/core/actor";
import { saveWelcomeAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff_change.families"))("title") };
}

/** For the owner: how families that book by themselves are met. */
async function Families() {
  const actor = await pageActor("practice", "/practice/services/families");
  if (!isOwner(actor)) notFound();
  const [t, links, settings] = [
    await getTranslations("staff_change.families"),
    await getTranslations("staff_change.links"),
    await welcomeSettings(actor, {}),
  ];
  return (
    <div className="page stack">
      <BackLink href="/practice/services">{links("back")}</BackLink>
      <PageHead title={t("title")} />
      <Card>
        <ActionForm action={saveWelcomeAction}>
          <TextField
            name="requestHours"
            label={t("hours")}
            hint={t("hoursHint")}
            suffix={t("hoursSuffix")}
            inputMode="numeric"
            maxLength={3}
            defaultValue={settings.requestHours}
          />
          <CheckField
            name="proveFirst"
            label={t("prove")}
            detail={t("proveHint")}
            defaultChecked={settings.proveFirst}
          />
          <SubmitButton label={t("save")} />
        </ActionForm>
      </Card>
    </div>
  );
}

export default practicePage(Families);
