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
import { guardianStamp } from "@/lib/clients/rules";
import { saveGuardianAction } from "../../actions";
import styles from "../../clients.module.css";
import { PersonFields, PersonRights } from "../../person-fields";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ person?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("clients.form");
  return { title: t("personTitle") };
}

async function Guardian({ params, searchParams }: Props) {
  const [{ id }, { person: asked }] = [await params, await searchParams];
  const path = `/practice/clients/${id}`;
  const actor = await pageActor("practice", `${path}/guardian`);
  const client = await found(clientDetail(actor, { clientId: id }));
  const person = client.guardians.find((one) => one.id === asked);
  if (asked && !person) notFound();
  const t = await getTranslations("clients.form");
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead title={person ? person.name : t("addPerson")} />
      <ActionForm action={saveGuardianAction}>
        <input type="hidden" name="clientId" value={person?.clientId ?? client.id} />
        {person ? (
          <>
            <input type="hidden" name="guardianId" value={person.id} />
            <input type="hidden" name="seen" value={guardianStamp(person)} />
          </>
        ) : null}
        <PersonFields person={person} />
        <PersonRights person={person} />
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

export default practicePage(Guardian);
