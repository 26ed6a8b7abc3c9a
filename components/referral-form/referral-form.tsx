import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { DateOfBirth } from "@/components/ui/birth-date";
import { BirthWeight } from "@/components/ui/birth-weight";
import { CheckField, ChipCheck, ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { languageName } from "@/components/ui/format";
import { GestationField } from "@/components/ui/gestation";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { ALLOWED } from "@/lib/clients/schema";
import {
  COMMON_REASONS,
  DOCTOR_ROLES,
  LANGUAGES,
  LETTER_WANTED,
  PRECAUTIONS,
  PRIORITIES,
  REASONS,
} from "@/lib/referrals/schema";
import { BODY_PARTS, POSITIONS } from "@/lib/safety/schema";
import styles from "./referral-form.module.css";

export type ReferralFormProps = {
  action: FormAction;
  /** To whom: a card for one practitioner, or a list to choose from. */
  to: ReactNode;
  /** A signed-in doctor, whose address is proved. */
  doctor?: { name: string | null; email: string } | null | undefined;
};

/** The whole referral on one page. Everything works without JavaScript. */
export async function ReferralForm({ action, to, doctor }: ReferralFormProps) {
  const [t, locale] = [await getTranslations("referrals"), await getLocale()];
  return (
    <ActionForm action={action} className={styles.form ?? ""}>
      <input type="hidden" name="locale" value={locale} />
      <Group legend={t("refer.baby")}>
        <div className={styles.pair}>
          <TextField
            name="baby.name"
            label={t("refer.babyName")}
            autoComplete="off"
            maxLength={40}
          />
          <SelectField
            name="baby.sex"
            label={t("refer.sex")}
            optional
            defaultValue="unsaid"
            options={(["unsaid", "girl", "boy"] as const).map((sex) => ({
              value: sex,
              label: t(`sex.${sex}`),
            }))}
          />
        </div>
        <DateOfBirth name="baby.born" legend={t("refer.born")} />
        <GestationField name="baby.gestation" />
        <Weight pounds={locale === "en-US"} />
      </Group>
      <Group legend={t("refer.why")}>
        <ChoiceGroup
          name="reasons"
          type="checkbox"
          legend={t("refer.reasons")}
          hint={t("refer.reasonsHint")}
          className={styles.reasons ?? ""}
        >
          <Chips values={REASONS.slice(0, COMMON_REASONS)} label={(one) => t(`reason.${one}`)} />
          <details className={styles.more}>
            <summary>{t("refer.moreReasons")}</summary>
            <Chips values={REASONS.slice(COMMON_REASONS)} label={(one) => t(`reason.${one}`)} />
          </details>
        </ChoiceGroup>
        <ChoiceGroup
          name="precautions"
          type="checkbox"
          layout="chips"
          legend={t("refer.precautions")}
          hint={t("refer.precautionsHint")}
        >
          {PRECAUTIONS.map((one) => (
            <ChipCheck key={one} value={one} label={t(`precaution.${one}`)} />
          ))}
        </ChoiceGroup>
        <TextArea
          name="care"
          label={t("refer.care")}
          hint={t("refer.careHint")}
          maxLength={1000}
          optional
        />
        <Allowed />
        <SelectField
          name="letter"
          label={t("refer.letter")}
          hint={t("refer.letterHint")}
          optional
          defaultValue="unsaid"
          options={LETTER_WANTED.map((one) => ({
            value: one,
            label: t(`refer.letterKind.${one}`),
          }))}
        />
        <ChoiceGroup name="priority" legend={t("refer.priority")} className={styles.pair ?? ""}>
          {PRIORITIES.map((one) => (
            <ChoiceCard
              key={one}
              value={one}
              label={t(`priority.${one}`)}
              detail={t(`priority.${one}Detail`)}
              defaultChecked={one === "routine"}
            />
          ))}
        </ChoiceGroup>
        <CheckField name="safe" value="on" label={t("refer.safe")} />
      </Group>
      <Group legend={t("refer.parent")}>
        <div className={styles.pair}>
          <TextField
            name="parent.name"
            label={t("refer.parentName")}
            autoComplete="off"
            maxLength={80}
          />
          <SelectField
            name="parent.language"
            label={t("refer.language")}
            options={languages(locale)}
            defaultValue="en"
          />
        </div>
        <TextField
          name="parent.contact"
          label={t("refer.contact")}
          hint={t("refer.contactHint")}
          autoComplete="off"
          maxLength={254}
        />
        <CheckField name="agreed" value="on" label={t("refer.agreed")} />
      </Group>
      <Group legend={t("refer.you")}>
        <div className={styles.pair}>
          <TextField
            name="doctor.name"
            label={t("refer.doctorName")}
            autoComplete="name"
            maxLength={80}
            defaultValue={doctor?.name ?? undefined}
          />
          <SelectField
            name="doctor.role"
            label={t("refer.role")}
            defaultValue=""
            options={[
              { value: "", label: t("refer.chooseRole") },
              ...DOCTOR_ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
            ]}
          />
          <TextField
            name="doctor.organisation"
            label={t("refer.organisation")}
            autoComplete="organization"
            maxLength={120}
          />
          <TextField
            name="doctor.email"
            type="email"
            label={t("refer.email")}
            hint={doctor ? t("refer.emailSignedIn") : undefined}
            autoComplete="email"
            maxLength={254}
            readOnly={Boolean(doctor)}
            defaultValue={doctor?.email}
          />
        </div>
        {to}
      </Group>
      <div className={styles.send}>
        <SubmitButton label={t("refer.send")} busyLabel={t("refer.sending")} />
        <p className="sm muted">{t(doctor ? "refer.sendHintSignedIn" : "refer.sendHint")}</p>
      </div>
    </ActionForm>
  );
}

async function Weight({ pounds }: { pounds: boolean }) {
  const [t, birth] = [await getTranslations("referrals.refer"), await getTranslations("birth")];
  return (
    <BirthWeight
      name="baby.birthWeight"
      legend={t("birthWeight")}
      hint={birth("weightHint")}
      labels={{ kg: birth("weightIn.kg"), lb: birth("weightIn.lb"), oz: birth("weightIn.oz") }}
      pounds={pounds}
      optional
    />
  );
}

/** Areas and positions come with "only some" by CSS alone, and count only with it. */
async function Allowed() {
  const [t, safety] = [await getTranslations("referrals.refer"), await getTranslations("safety")];
  return (
    <div className={styles.allowed}>
      <ChoiceGroup
        name="allowed.kind"
        legend={t("allowed")}
        hint={t("allowedHint")}
        className={styles.pair ?? ""}
      >
        {(["unsaid", ...ALLOWED] as const).map((kind) => (
          <ChoiceCard
            key={kind}
            value={kind}
            label={t(`allowedKind.${kind}`)}
            defaultChecked={kind === "unsaid"}
          />
        ))}
      </ChoiceGroup>
      <div className={styles.only}>
        <ChoiceGroup
          name="allowed.parts"
          type="checkbox"
          layout="chips"
          legend={t("allowedParts")}
          hint={t("allowedPartsHint")}
        >
          {BODY_PARTS.map((part) => (
            <ChipCheck key={part} value={part} label={safety(`parts.${part}`)} />
          ))}
        </ChoiceGroup>
        <ChoiceGroup
          name="allowed.positions"
          type="checkbox"
          layout="chips"
          legend={t("allowedPositions")}
        >
          {POSITIONS.map((position) => (
            <ChipCheck key={position} value={position} label={safety(`positions.${position}`)} />
          ))}
        </ChoiceGroup>
      </div>
      <TextArea
        name="allowed.words"
        label={t("allowedWords")}
        hint={t("allowedWordsHint")}
        maxLength={500}
        rows={2}
        optional
      />
    </div>
  );
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      <div className={styles.fields}>{children}</div>
    </fieldset>
  );
}

function Chips<T extends string>({
  values,
  label,
}: {
  values: readonly T[];
  label: (value: T) => string;
}) {
  return (
    <div className="chips">
      {values.map((value) => (
        <ChipCheck key={value} value={value} label={label(value)} />
      ))}
    </div>
  );
}

/** Languages by their names in the reader's language, the commonest of all first. */
function languages(locale: string): { value: string; label: string }[] {
  const [first, ...rest] = LANGUAGES.map((code) => ({
    value: code,
    label: languageName(code, locale),
  }));
  return [
    ...(first ? [first] : []),
    ...rest.sort((a, b) => a.label.localeCompare(b.label, locale)),
  ];
}
