import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { page } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { PublicShell } from "@/components/shell/public-shell";
import { ActionForm } from "@/components/ui/action-form";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { copiesQuestion } from "@/lib/clients/copies.write";
import { answerCopiesAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("change.copies");
  return { title: t("question"), robots: { index: false, follow: false } };
}

export default page(Copies);

/** Asks another parent whether mail about the family's lessons may come to them too. */
async function Copies({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const holder = await linkHolder(token, "copies");
  if (!holder) notFound();
  const asked = await found(copiesQuestion(holder, {}));
  const t = await getTranslations("change.copies");
  return (
    <PublicShell items={["find", "signIn"]} width="narrow">
      <div className="stack">
        <h1>{t("question")}</h1>
        <p>{t("lead", { asked: asked.askedBy, practice: asked.practice })}</p>
        {asked.agreed ? <Note tone="good">{t("agreed")}</Note> : null}
        <ActionForm action={answerCopiesAction} id="copies">
          <input type="hidden" name="link" value={token} />
          <div className="wrap-row">
            {asked.agreed ? null : <SubmitButton name="answer" value="yes" label={t("yes")} />}
            <SubmitButton
              name="answer"
              value="no"
              variant="default"
              label={t(asked.agreed ? "stop" : "no")}
            />
          </div>
        </ActionForm>
        <p className="muted sm">{t("free")}</p>
      </div>
    </PublicShell>
  );
}
