import { ActionForm } from "@/components/ui/action-form";
import { DateOfBirth } from "@/components/ui/birth-date";
import { ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Measurement } from "@/lib/growth/record";
import { type Kind, SOURCES, type Source, VOID_REASONS } from "@/lib/growth/schema";
import { fieldText, unitsOf, usualUnit } from "@/lib/growth/units.rules";
import styles from "./growth-chart.module.css";
import { SlipChoices } from "./slip-choices";
import type { GrowthWords } from "./words";

export type MeasureFormProps = {
  action: FormAction;
  kind: Kind;
  words: GrowthWords;
  babyId: string;
  thisDay: string;
  /** A parent has no scales of the practice's. */
  as: "staff" | "parent";
  /** The wrong entry that this one takes the place of. */
  wrong?: Measurement | undefined;
  /** Back to the page without the form. */
  back: string;
};

/** One measurement: the number and its unit; day and source are filled in. Two presses and the number. */
export async function MeasureForm(props: MeasureFormProps) {
  const { action, kind, words, babyId, thisDay, as, wrong, back } = props;
  const { t, system, locale } = words;
  const unit = usualUnit(kind, system);
  const filled = wrong ? fieldText(kind, wrong.amount, unit) : { amount: "", ounces: "" };
  const sources = SOURCES.filter((source) => as === "staff" || source !== "practitioner");
  const usual: Source = wrong?.source ?? (as === "staff" ? "practitioner" : "parent");
  return (
    <ActionForm
      action={action}
      id={wrong ? "correct" : "add"}
      className={`form ${styles.entryForm}`}
      aria-label={wrong ? t("correctTitle") : t(`addThe.${kind}`)}
    >
      <input type="hidden" name="babyId" value={babyId} />
      <input type="hidden" name="kind" value={kind} />
      {wrong ? (
        <>
          <input type="hidden" name="measurementId" value={wrong.id} />
          <SelectField
            name="reason"
            label={t("whyWrong")}
            defaultValue="wrong_value"
            options={VOID_REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
          />
        </>
      ) : null}
      <div className={styles.amounts}>
        <TextField
          name="amount"
          label={t(`kind.${kind}`)}
          hint={kind === "length" ? t("lying") : undefined}
          inputMode="decimal"
          autoComplete="off"
          maxLength={12}
          defaultValue={filled.amount}
        />
        {kind === "weight" ? (
          <div className={styles.ounces}>
            <TextField
              name="ounces"
              label={t("ounces")}
              inputMode="decimal"
              autoComplete="off"
              maxLength={6}
              defaultValue={filled.ounces}
              optional
            />
          </div>
        ) : null}
      </div>
      <ChoiceGroup name="unit" legend={t("unit")} layout="chips">
        {unitsOf(kind).map((one) => (
          <ChipCheck
            key={one}
            value={one}
            label={t(`unitName.${one}`)}
            defaultChecked={one === unit}
          />
        ))}
      </ChoiceGroup>
      <SlipChoices
        locale={locale}
        words={{
          meant: t("slip.meant"),
          use: t("slip.use", { amount: "{amount}", other: "{other}" }),
          anyway: t("slip.anyway", { amount: "{amount}" }),
          there: t("again.there", { day: "{day}", amount: "{amount}" }),
          keep: t("again.keep", { kind, amount: "{amount}" }),
        }}
      />
      <DateOfBirth name="measuredOn" legend={t("measuredOn")} defaultValue={wrong?.on ?? thisDay} />
      <SelectField
        name="source"
        label={t("source_label")}
        defaultValue={usual}
        options={sources.map((value) => ({ value, label: t(`source_of.${value}`) }))}
      />
      <TextField
        name="measuredTime"
        label={t("time")}
        type="time"
        defaultValue={wrong?.time ?? undefined}
        optional
      />
      <div className="wrap-row">
        <SubmitButton label={wrong ? t("saveCorrection") : t(`save.${kind}`)} />
        <LinkButton href={back} size="lg">
          {t("back")}
        </LinkButton>
      </div>
    </ActionForm>
  );
}
