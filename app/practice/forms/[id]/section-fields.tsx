import { CheckField } from "@/components/ui/choice";
import { TextArea, TextField } from "@/components/ui/field";
import { getTranslations } from "@/i18n/words";
import type { Section } from "@/lib/intake/schema";

/** The fields of one part of a form. */
export async function SectionFields({ section }: { section: Section | null }) {
  const t = await getTranslations("intake.builder");
  return (
    <>
      <TextField
        name="title"
        label={t("partTitle")}
        maxLength={120}
        autoComplete="off"
        defaultValue={section?.title}
      />
      <TextArea
        name="intro"
        label={t("partIntro")}
        maxLength={1000}
        optional
        defaultValue={section?.intro}
      />
      <CheckField name="each" label={t("each")} defaultChecked={section?.each} />
      <CheckField name="fresh" label={t("fresh")} defaultChecked={section?.fresh} />
    </>
  );
}
