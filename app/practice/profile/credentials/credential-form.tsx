import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { CredentialDetail } from "@/lib/credentials/read";
import { KINDS } from "@/lib/credentials/schema";
import setup from "../../_setup/setup.module.css";
import { saveCredentialAction } from "./actions";

type CredentialFormProps = { practitionerId: string; credential?: CredentialDetail | undefined };

export async function CredentialForm({ practitionerId, credential }: CredentialFormProps) {
  const [t, papers] = [
    await getTranslations("credentials"),
    await getTranslations("profile.paper"),
  ];
  return (
    <ActionForm action={saveCredentialAction} className={setup.form}>
      <input type="hidden" name="practitionerId" value={practitionerId} />
      {credential ? (
        <>
          <input type="hidden" name="credentialId" value={credential.id} />
          <input type="hidden" name="seen" value={credential.seen} />
        </>
      ) : null}
      <Card>
        <SelectField
          name="kind"
          label={t("kind")}
          defaultValue={credential?.kind ?? "certificate"}
          options={KINDS.map((value) => ({ value, label: papers(value) }))}
        />
        <TextField
          name="title"
          label={t("title")}
          hint={t("titleHint")}
          maxLength={120}
          autoComplete="off"
          defaultValue={credential?.title}
        />
        <TextField
          name="issuer"
          label={t("issuer")}
          hint={t("issuerHint")}
          maxLength={120}
          autoComplete="off"
          defaultValue={credential?.issuer}
        />
        <TextField
          name="number"
          label={t("number")}
          hint={t("numberHint")}
          maxLength={60}
          optional
          autoComplete="off"
          defaultValue={credential?.number ?? ""}
        />
        <div className={setup.pair}>
          <TextField
            name="issuedOn"
            type="date"
            label={t("from")}
            optional
            defaultValue={credential?.issuedOn ?? ""}
          />
          <TextField
            name="expiresOn"
            type="date"
            label={t("until")}
            optional
            defaultValue={credential?.expiresOn ?? ""}
          />
        </div>
        <p className="muted sm">{t("untilHint")}</p>
        <TextField
          name="link"
          type="url"
          label={t("link")}
          hint={t("linkHint")}
          maxLength={500}
          optional
          autoComplete="off"
          defaultValue={credential?.link ?? ""}
        />
      </Card>
      <div className={setup.ends}>
        <SubmitButton label={t(credential ? "save" : "addIt")} busyLabel={t("saving")} />
        <Link className="btn btn-lg" href={`/practice/profile?for=${practitionerId}#credentials`}>
          {t("leave")}
        </Link>
      </div>
    </ActionForm>
  );
}
