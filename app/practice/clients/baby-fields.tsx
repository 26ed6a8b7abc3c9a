import { getTranslations } from "next-intl/server";
import { DateOfBirth } from "@/components/ui/birth-date";
import { SelectField, TextField } from "@/components/ui/field";
import { GestationField } from "@/components/ui/gestation";
import type { BabySeen } from "@/lib/clients/read";
import { bornEarly } from "@/lib/core/age";

export async function BabyFields({ baby }: { baby?: BabySeen | undefined }) {
  const t = await getTranslations("clients.form");
  const early = baby?.gestationDays ?? null;
  const isEarly = early !== null && bornEarly(early);
  return (
    <>
      <TextField
        name="baby.firstName"
        label={t("firstName")}
        defaultValue={baby?.firstName}
        autoComplete="off"
        maxLength={40}
      />
      <DateOfBirth name="baby.bornOn" legend={t("bornOn")} defaultValue={baby?.bornOn} />
      <GestationField
        name="baby.born"
        {...(baby && { defaultEarly: isEarly ? "yes" : "no" })}
        {...(isEarly && {
          defaultWeeks: Math.floor((early ?? 0) / 7),
          defaultDays: (early ?? 0) % 7,
        })}
      />
      <SelectField
        name="baby.sex"
        label={t("sex")}
        defaultValue={baby?.sex ?? "unsaid"}
        options={(["unsaid", "girl", "boy"] as const).map((value) => ({
          value,
          label: t(`sexes.${value}`),
        }))}
      />
    </>
  );
}
