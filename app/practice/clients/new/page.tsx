import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { ActionForm } from "@/components/ui/action-form";
import { TextField } from "@/components/ui/field";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { addClientAction } from "../actions";
import { BabyFields } from "../baby-fields";
import styles from "../clients.module.css";
import { PersonFields } from "../person-fields";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("clients.form");
  return { title: t("addTitle") };
}

async function NewClient() {
  await pageActor("practice", "/practice/clients/new");
  const t = await getTranslations("clients.form");
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead title={t("addTitle")} />
      <ActionForm action={addClientAction}>
        <h2>{t("grownUp")}</h2>
        <PersonFields />
        <TextField name="second" label={t("second")} autoComplete="off" maxLength={80} optional />
        <h2>{t("baby")}</h2>
        <BabyFields />
        <SubmitButton label={t("add")} />
      </ActionForm>
    </div>
  );
}

export default practicePage(NewClient);
