import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { practiceFacts } from "@/lib/practices/read";
import { BackLink } from "../../_setup/back-link";
import styles from "../../_setup/setup.module.css";
import { PlaceForm } from "../place-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.places");
  return { title: t("new") };
}

async function NewPlace() {
  const actor = await pageActor("practice", "/practice/places/new");
  if (!isClinician(actor)) notFound();
  const t = await getTranslations("services.places");
  const { zone } = await practiceFacts(actor, {});
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href="/practice/places">{t("back")}</BackLink>
      <PageHead title={t("new")} />
      <PlaceForm zone={zone} />
    </div>
  );
}

export default practicePage(NewPlace);
