import { SelectField, TextField } from "@/components/ui/field";
import { getTranslations } from "@/i18n/words";
import type { ClientDetail } from "@/lib/clients/read";
import { KIN } from "@/lib/clients/schema";
import styles from "./clients.module.css";

type Person = ClientDetail["guardians"][number];

export async function PersonFields({ person }: { person?: Person | undefined }) {
  const t = await getTranslations("clients.form");
  return (
    <>
      <TextField
        name="name"
        label={t("name")}
        defaultValue={person?.name}
        autoComplete="off"
        maxLength={80}
      />
      <TextField
        name="email"
        label={t("email")}
        hint={person?.claimed ? t("emailClaimed") : t("emailHint")}
        type="email"
        readOnly={person?.claimed}
        defaultValue={person?.email ?? undefined}
        autoComplete="off"
        optional
      />
      <TextField
        name="phone"
        label={t("phone")}
        type="tel"
        defaultValue={person?.phone ?? undefined}
        autoComplete="off"
        optional
      />
      <SelectField
        name="kin"
        label={t("relation")}
        defaultValue={person?.kin ?? ""}
        optional
        options={["", ...KIN].map((value) => ({ value, label: t(`kin.${value || "unsaid"}`) }))}
      />
      <TextField
        name="relation"
        label={t("relationWords")}
        hint={t("relationHint")}
        defaultValue={person?.relation ?? undefined}
        autoComplete="off"
        maxLength={40}
        optional
      />
    </>
  );
}

const RIGHTS = ["mayConsent", "mayAttend", "maySee"] as const;

/** What one grown-up may do. Nothing that nobody said is a yes. */
export async function PersonRights({ person }: { person?: Person | undefined }) {
  const t = await getTranslations("clients.rights");
  const answers = (["unsaid", "yes", "no"] as const).map((value) => ({
    value,
    label: t(`answer.${value}`),
  }));
  return (
    <>
      <h2>{t("title")}</h2>
      <SelectField
        name="responsibility"
        label={t("responsibility")}
        hint={t("responsibilityHint")}
        defaultValue={person?.responsibility ?? "unsaid"}
        options={answers}
      />
      {RIGHTS.map((name) => (
        <SelectField
          key={name}
          name={name}
          label={t(name)}
          hint={t(`${name}Hint`)}
          defaultValue={person?.[name] ?? "unsaid"}
          options={answers}
        />
      ))}
      <fieldset className={styles.foster}>
        <legend>{t("foster")}</legend>
        <p className="sm muted">{t("fosterHint")}</p>
        <TextField
          name="fosterBy"
          label={t("fosterBy")}
          defaultValue={person?.fosterBy ?? undefined}
          autoComplete="off"
          maxLength={120}
          optional
        />
        <div className={styles.pair}>
          <TextField
            name="fosterOn"
            type="date"
            label={t("fosterOn")}
            defaultValue={person?.fosterOn ?? undefined}
            optional
          />
          <TextField
            name="fosterUntil"
            type="date"
            label={t("fosterUntil")}
            defaultValue={person?.fosterUntil ?? undefined}
            optional
          />
        </div>
      </fieldset>
    </>
  );
}
