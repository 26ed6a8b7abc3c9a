import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { TextArea } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { babyHealthDetail } from "@/lib/clients/read";
import { healthStamp } from "@/lib/clients/rules";
import { saveHealthAction } from "../../actions";
import styles from "../../clients.module.css";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ baby?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("clients.care");
  return { title: t("title") };
}

/** What to take care of with one baby: a clinician's page. */
export default async function Care({ params, searchParams }: Props) {
  const [{ id }, { baby }] = [await params, await searchParams];
  const path = `/practice/clients/${id}`;
  const actor = await pageActor("practice", `${path}/care`);
  if (typeof baby !== "string") notFound();
  const { clientId, firstName, health } = await found(babyHealthDetail(actor, { babyId: baby }));
  if (clientId !== id) notFound();
  const [t, safety] = [await getTranslations("clients.care"), await getTranslations("safety")];
  const findings = health?.findings ?? [];
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead title={t("heading", { name: firstName })} detail={t("who")} />
      <ActionForm action={saveHealthAction}>
        <input type="hidden" name="babyId" value={baby} />
        <input type="hidden" name="seen" value={healthStamp(health)} />
        <TextArea
          name="allergies"
          label={t("allergies")}
          hint={t("lineHint")}
          defaultValue={health?.allergies.join("\n")}
          optional
        />
        <TextArea
          name="conditions"
          label={t("conditions")}
          hint={t("lineHint")}
          defaultValue={health?.conditions.join("\n")}
          optional
        />
        <TextArea
          name="takeCare"
          label={t("takeCare")}
          defaultValue={health?.takeCare}
          maxLength={1000}
          optional
        />
        {findings.length > 0 ? (
          <p className="sm muted">
            {t("findings", { list: findings.map((one) => safety(`findings.${one}`)).join(", ") })}
          </p>
        ) : null}
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
