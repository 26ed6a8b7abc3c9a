import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { Empty } from "@/components/ui/empty";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { placeList } from "@/lib/practices/read";
import { BackLink } from "../../_setup/back-link";
import styles from "../../_setup/setup.module.css";
import { type Search, whose } from "../../_setup/whose";
import { ServiceForm } from "../service-form";

type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.form");
  return { title: t("new") };
}

async function NewService({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/services/new");
  const t = await getTranslations("services");
  const { teachers, chosen } = await whose(actor, await searchParams, (one) => one.mayManage);
  if (!chosen) notFound();
  const places = await placeList(actor, {});
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href={`/practice/services?for=${chosen.id}`}>{t("form.back")}</BackLink>
      <PageHead
        title={t("form.new")}
        detail={teachers.length > 1 ? t("form.for", { name: chosen.name }) : undefined}
      />
      {places.length > 0 ? (
        <ServiceForm actor={actor} practitionerId={chosen.id} />
      ) : (
        <Empty
          title={t("list.placeFirst")}
          action={<Link href="/practice/places/new">{t("list.placeFirst")}</Link>}
        >
          {t("list.placeFirstHint")}
        </Empty>
      )}
    </div>
  );
}

export default practicePage(NewService);
