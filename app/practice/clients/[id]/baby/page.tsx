import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { clientDetail } from "@/lib/clients/read";
import { babyStamp } from "@/lib/clients/rules";
import { saveBabyAction } from "../../actions";
import { BabyFields } from "../../baby-fields";
import styles from "../../clients.module.css";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ baby?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("clients.form");
  return { title: t("babyTitle") };
}

async function Baby({ params, searchParams }: Props) {
  const [{ id }, { baby: asked }] = [await params, await searchParams];
  const path = `/practice/clients/${id}`;
  const actor = await pageActor("practice", `${path}/baby`);
  const client = await found(clientDetail(actor, { clientId: id }));
  const baby = client.babies.find((one) => one.id === asked);
  if (asked && !baby) notFound();
  const t = await getTranslations("clients.form");
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead title={baby ? baby.firstName : t("addBaby")} />
      <ActionForm action={saveBabyAction}>
        <input type="hidden" name="clientId" value={baby?.clientId ?? client.id} />
        {baby ? (
          <>
            <input type="hidden" name="babyId" value={baby.id} />
            <input type="hidden" name="seen" value={babyStamp(baby)} />
          </>
        ) : null}
        <BabyFields baby={baby} />
        <div className="wrap-row">
          <SubmitButton label={t("save")} />
          <LinkButton href={path} size="lg">
            {t("back")}
          </LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}

export default practicePage(Baby);
