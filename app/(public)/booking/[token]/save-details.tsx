import { currentPerson } from "@/app/_server/actor";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { saveDetailsAction } from "./actions";

/** An account after the fact. The address is the one the booking has: the page never shows it. */
export async function SaveDetails({ token }: { token: string }) {
  if (await currentPerson()) return null;
  const t = await getTranslations("booking.done");
  return (
    <section className="card stack">
      <h2>{t("saveTitle")}</h2>
      <p className="muted">{t("save")}</p>
      <ActionForm action={saveDetailsAction} id="save">
        <input type="hidden" name="link" value={token} />
        <SubmitButton variant="soft" label={t("saveButton")} busyLabel={t("saving")} />
      </ActionForm>
    </section>
  );
}
