import { getTranslations } from "@/i18n/words";
import { SelectField } from "../ui/field";

type Props = { name: string; readers: readonly { id: string; name: string }[] };

/** Who gets the record: what one grown-up told in confidence is never in what is made for another. */
export async function ForWhom({ name, readers }: Props) {
  const t = await getTranslations("documents.take");
  return (
    <>
      <SelectField
        name={name}
        label={t("forWhom")}
        hint={t("forWhomHint")}
        options={[
          { value: "", label: t("forWhomChoose") },
          ...readers.map((one) => ({ value: one.id, label: one.name })),
          { value: "practice", label: t("forPractice") },
        ]}
      />
      <p className="sm muted">{t("forWhomCare")}</p>
    </>
  );
}
