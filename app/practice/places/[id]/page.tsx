import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { placeDetail } from "@/lib/practices/read";
import { BackLink } from "../../_setup/back-link";
import styles from "../../_setup/setup.module.css";
import { PlaceForm } from "../place-form";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.places");
  return { title: t("edit") };
}

async function EditPlace({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/places/${encodeURIComponent(id)}`);
  const place = await found(placeDetail(actor, { placeId: id }));
  const t = await getTranslations("services.places");
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href="/practice/places">{t("back")}</BackLink>
      <PageHead title={place.name} />
      <PlaceForm zone={place.timeZone} place={place} />
    </div>
  );
}

export default practicePage(EditPlace);
