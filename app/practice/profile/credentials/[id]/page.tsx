import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { ConfirmButton } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { credentialDetail } from "@/lib/credentials/read";
import { BackLink } from "../../../_setup/back-link";
import styles from "../../../_setup/setup.module.css";
import { withdrawCredentialAction } from "../actions";
import { CredentialForm } from "../credential-form";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credentials");
  return { title: t("edit") };
}

async function EditCredential({ params }: Props) {
  const { id } = await params;
  const path = `/practice/profile/credentials/${encodeURIComponent(id)}`;
  const actor = await pageActor("practice", path);
  if (!isClinician(actor)) notFound();
  const credential = await found(credentialDetail(actor, { credentialId: id }));
  const { practitionerId, state, title } = credential;
  const t = await getTranslations("credentials");
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href={`/practice/profile?for=${practitionerId}#credentials`}>{t("back")}</BackLink>
      <PageHead title={title} />
      {state === "claimed" ? null : <Note tone="info">{t(`again.${state}`)}</Note>}
      <CredentialForm
        key={credential.seen}
        practitionerId={practitionerId}
        credential={credential}
      />
      <div>
        <ConfirmButton
          label={t("withdraw")}
          variant="quiet"
          title={t("withdrawTitle", { title })}
          body={<p>{t("withdrawBody")}</p>}
          keepLabel={t("keep")}
        >
          <ActionForm action={withdrawCredentialAction} id="withdraw" className="">
            <input type="hidden" name="credentialId" value={id} />
            <SubmitButton label={t("withdraw")} busyLabel={t("saving")} variant="danger" />
          </ActionForm>
        </ConfirmButton>
      </div>
    </div>
  );
}

export default practicePage(EditCredential);
