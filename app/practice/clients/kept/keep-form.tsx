import { ActionForm } from "@/components/ui/action-form";
import { SelectField, TextField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { keepingSettings } from "@/lib/clients/retention.write";
import { saveKeepingAction } from "../keep-actions";

type Props = { settings: Awaited<ReturnType<typeof keepingSettings>> };

export async function KeepForm({ settings }: Props) {
  const t = await getTranslations("clients.keep");
  const years = (name: "keepContactYears" | "keepBirthYears") => (
    <TextField
      name={name}
      label={t(name)}
      suffix={t("years")}
      inputMode="numeric"
      maxLength={2}
      defaultValue={settings[name]}
    />
  );
  return (
    <ActionForm action={saveKeepingAction} id="keeping">
      <p className="sm muted">{t("ruleHint")}</p>
      {years("keepContactYears")}
      {years("keepBirthYears")}
      <SelectField
        name="correctUntilMonths"
        label={t("correctUntil")}
        hint={t("correctUntilHint")}
        defaultValue={String(settings.correctUntilMonths)}
        options={["12", "24", "36"].map((value) => ({
          value,
          label: t("months", { count: Number(value) }),
        }))}
      />
      <TextField
        name="vaccinationHours"
        label={t("vaccinationHours")}
        hint={t("vaccinationHoursHint")}
        suffix={t("hours")}
        inputMode="numeric"
        maxLength={3}
        defaultValue={settings.vaccinationHours}
      />
      <SubmitButton label={t("save")} />
    </ActionForm>
  );
}
