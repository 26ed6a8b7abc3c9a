import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { CheckField } from "@/components/ui/choice";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { BLOCKS } from "@/lib/practices/schema";
import setup from "../_setup/setup.module.css";
import { saveProfileAction } from "./actions";
import type { ProfileDetail } from "./publish";

/** Door to door, with finding the house and a place to park. */
const SPEEDS = [
  { kmh: 5, by: "foot" },
  { kmh: 13, by: "bicycle" },
  { kmh: 18, by: "transit" },
  { kmh: 25, by: "town" },
  { kmh: 40, by: "country" },
] as const;
const speedsWith = (own: number | null) =>
  own === null || SPEEDS.some(({ kmh }) => kmh === own)
    ? SPEEDS
    : ([...SPEEDS, { kmh: own, by: "other" }] as const);

type ProfileFormProps = { practitionerId: string; detail: ProfileDetail; first: boolean };

export async function ProfileForm({ practitionerId, detail, first }: ProfileFormProps) {
  const t = await getTranslations("profile_edit");
  const { profile, seen } = detail;
  return (
    <ActionForm action={saveProfileAction} className={setup.form}>
      <input type="hidden" name="practitionerId" value={practitionerId} />
      <input type="hidden" name="seen" value={seen} />
      <Card title={t("you")}>
        <div className={setup.pair}>
          <TextField
            name="displayName"
            label={t("displayName")}
            maxLength={80}
            autoComplete="name"
            defaultValue={profile.displayName}
          />
          <TextField
            name="letters"
            label={t("letters")}
            maxLength={40}
            optional
            autoComplete="off"
            defaultValue={profile.letters ?? ""}
          />
        </div>
        <TextField
          name="headline"
          label={t("headline")}
          hint={t("headlineHint")}
          maxLength={120}
          optional
          autoComplete="off"
          defaultValue={profile.headline ?? ""}
        />
        <div className={setup.pair}>
          <TextField
            name="area"
            label={t("area")}
            maxLength={80}
            optional
            autoComplete="off"
            defaultValue={profile.area ?? ""}
          />
          <TextField
            name="postcode"
            label={t("postcode")}
            maxLength={16}
            optional
            autoComplete="off"
            defaultValue={profile.postcode ?? ""}
          />
        </div>
        <TextField
          name="languages"
          label={t("languages")}
          hint={t("languagesHint")}
          maxLength={400}
          optional
          autoComplete="off"
          defaultValue={profile.languages.join(", ")}
        />
      </Card>
      <Card title={t("questions")}>
        <p className="muted sm">{t("questionsLead")}</p>
        {BLOCKS.map((block) => (
          <TextArea
            key={block}
            name={block}
            label={t(block)}
            hint={t(`${block}Hint`)}
            maxLength={1200}
            rows={4}
            required={false}
            defaultValue={profile[block] ?? ""}
          />
        ))}
      </Card>
      <Card title={t("families")}>
        <CheckField
          name="accepting"
          label={t("accepting")}
          detail={t("acceptingHint")}
          defaultChecked={profile.accepting === "new_families"}
        />
        <CheckField
          name="acceptsReferrals"
          label={t("acceptsReferrals")}
          detail={t("acceptsReferralsHint")}
          defaultChecked={profile.acceptsReferrals}
        />
        <CheckField
          name="pretermExperience"
          label={t("pretermExperience")}
          detail={t("pretermExperienceHint")}
          defaultChecked={profile.pretermExperience}
        />
        <CheckField
          name="indexable"
          label={t("indexable")}
          detail={t("indexableHint")}
          defaultChecked={profile.indexable}
        />
      </Card>
      <Card title={t("much")}>
        <div className={setup.pair}>
          <TextField
            name="maxPerDay"
            label={t("maxPerDay")}
            hint={t("maxPerDayHint")}
            suffix={t("lessons")}
            inputMode="numeric"
            maxLength={3}
            optional
            autoComplete="off"
            defaultValue={profile.maxPerDay ?? ""}
          />
          <TextField
            name="maxPerWeek"
            label={t("maxPerWeek")}
            hint={t("maxPerWeekHint")}
            suffix={t("lessons")}
            inputMode="numeric"
            maxLength={3}
            optional
            autoComplete="off"
            defaultValue={profile.maxPerWeek ?? ""}
          />
        </div>
        <SelectField
          name="travelKmh"
          label={t("travel")}
          hint={t("travelHint")}
          optional
          defaultValue={profile.travelKmh ?? ""}
          options={[
            { value: "", label: t("travels.none") },
            ...speedsWith(profile.travelKmh).map(({ kmh, by }) => ({
              value: String(kmh),
              label: t(`travels.${by}`, { kmh }),
            })),
          ]}
        />
      </Card>
      <div className={setup.ends}>
        <SubmitButton
          variant={first ? "primary" : "default"}
          label={t("save")}
          busyLabel={t("saving")}
        />
      </div>
    </ActionForm>
  );
}
