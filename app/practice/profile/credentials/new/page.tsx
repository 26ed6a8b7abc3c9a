import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { BackLink } from "../../../_setup/back-link";
import styles from "../../../_setup/setup.module.css";
import { type Search, whose } from "../../../_setup/whose";
import { CredentialForm } from "../credential-form";

type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credentials");
  return { title: t("new") };
}

async function NewCredential({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/profile/credentials/new");
  if (!isClinician(actor)) notFound();
  const { teachers, chosen } = await whose(actor, await searchParams, (one) => one.mayManage);
  if (!chosen) notFound();
  const t = await getTranslations("credentials");
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href={`/practice/profile?for=${chosen.id}#credentials`}>{t("back")}</BackLink>
      <PageHead
        title={t("new")}
        detail={teachers.length > 1 ? t("newOf", { name: chosen.name }) : t("newLead")}
      />
      <CredentialForm practitionerId={chosen.id} />
    </div>
  );
}

export default practicePage(NewCredential);
