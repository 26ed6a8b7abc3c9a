import { getTranslations } from "next-intl/server";
import { FormLinks } from "@/components/form-fill/form-links";
import type { Parent } from "@/lib/core/actor";
import { formsToFill } from "@/lib/intake/fill.read";
import { builtinName, localeOf } from "@/lib/intake/words";

/** Forms that are still open, where the family looks first. */
export async function FormsCard({ actor, locale }: { actor: Parent; locale: string }) {
  const t = await getTranslations("intake.list");
  const open = (await formsToFill(actor, {})).filter((one) => one.status === "open");
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="forms" className="stack">
      <h2 id="forms">{t("open")}</h2>
      <FormLinks
        root="/family/forms"
        forms={open.slice(0, 3).map((one) => ({
          ...one,
          name: one.builtin ? builtinName(one.builtin, localeOf(locale)) : one.form,
        }))}
      />
    </section>
  );
}
