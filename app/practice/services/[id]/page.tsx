import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { serviceDetail } from "@/lib/practices/read";
import { BackLink } from "../../_setup/back-link";
import styles from "../../_setup/setup.module.css";
import { ServiceForm } from "../service-form";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.form");
  return { title: t("edit") };
}

async function EditService({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/services/${encodeURIComponent(id)}`);
  const service = await found(serviceDetail(actor, { serviceId: id }));
  const t = await getTranslations("services.form");
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href={`/practice/services?for=${service.practitionerId}`}>{t("back")}</BackLink>
      <PageHead title={service.name} />
      {service.archivedAt ? <Note>{t("isArchived")}</Note> : null}
      <ServiceForm actor={actor} practitionerId={service.practitionerId} service={service} />
    </div>
  );
}

export default practicePage(EditService);
