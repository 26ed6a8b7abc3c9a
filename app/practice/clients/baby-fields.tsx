import { DateOfBirth } from "@/components/ui/birth-date";
import { SelectField, TextField } from "@/components/ui/field";
import { GestationField } from "@/components/ui/gestation";
import { getTranslations } from "@/i18n/words";
import type { BabySeen } from "@/lib/clients/read";
import { bornEarly } from "@/lib/core/age";
import styles from "./clients.module.css";

export async function BabyFields({ baby }: { baby?: BabySeen | undefined }) {
  const t = await getTranslations("clients.form");
  const at = baby?.gestationDays ?? null;
  const early = baby?.gestationUnknown
    ? "unknown"
    : at !== null && bornEarly(at)
      ? "yes"
      : ("no" as const);
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
        full
        {...(baby && { defaultEarly: early })}
        {...(at !== null && { defaultWeeks: Math.floor(at / 7), defaultDays: at % 7 })}
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
      <div className={styles.pair}>
        <SelectField
          name="baby.bornOf"
          label={t("bornOf")}
          defaultValue={String(baby?.bornOf ?? "")}
          optional
          options={["", "1", "2", "3", "4", "5", "6"].map((value) => ({
            value,
            label: t(`multiple.${value || "unsaid"}`),
          }))}
        />
        <SelectField
          name="baby.birthOrder"
          label={t("birthOrder")}
          defaultValue={String(baby?.birthOrder ?? "")}
          optional
          options={["", "1", "2", "3", "4", "5", "6"].map((value) => ({
            value,
            label: t(`order.${value || "unsaid"}`),
          }))}
        />
      </div>
      <TextField
        name="baby.bornAt"
        type="time"
        label={t("bornAt")}
        hint={t("bornAtHint")}
        defaultValue={baby?.bornAt?.slice(0, 5)}
        optional
      />
    </>
  );
}
