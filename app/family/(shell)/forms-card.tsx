import { FormLinks } from "@/components/form-fill/form-links";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import type { Parent } from "@/lib/core/actor";
import { consentsToSign } from "@/lib/intake/consent.read";
import { formsToFill } from "@/lib/intake/fill.read";
import { builtinName, localeOf } from "@/lib/intake/words";

/** Forms that are still open, and consents whose words changed, where the family looks first. */
export async function FormsCard({ actor, locale }: { actor: Parent; locale: string }) {
  const t = await getTranslations("intake.list");
  const open = (await formsToFill(actor, {})).filter((one) => one.status === "open");
  const changed = (await consentsToSign(actor, {})).filter(({ again }) => again > 0);
  if (open.length === 0 && changed.length === 0) return null;
  return (
    <section aria-labelledby="forms" className="stack">
      <h2 id="forms">{t("open")}</h2>
      {open.length > 0 ? (
        <FormLinks
          root="/family/forms"
          forms={open.slice(0, 3).map((one) => ({
            ...one,
            name: one.builtin ? builtinName(one.builtin, localeOf(locale)) : one.form,
          }))}
        />
      ) : null}
      {changed.map(({ clientId, again }) => (
        <Note
          key={clientId}
          tone="glow"
          action={
            <LinkButton href={`/family/forms/consents/${clientId}`}>{t("consentsLink")}</LinkButton>
          }
        >
          {t("consentsAgain", { count: again })}
        </Note>
      ))}
    </section>
  );
}
