import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { clientDetail } from "@/lib/clients/read";
import { isClinician } from "@/lib/core/actor";
import { clientConsents } from "@/lib/intake/consent.read";
import { formList } from "@/lib/intake/forms.read";
import { clientForms } from "@/lib/intake/staff.read";
import { builtinName, localeOf } from "@/lib/intake/words";
import { practiceFacts } from "@/lib/practices/read";
import { BackLink } from "../../../_setup/back-link";
import setup from "../../../_setup/setup.module.css";
import { askFormAction } from "./actions";
import { Consents } from "./consents";
import { FormRows } from "./form-rows";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};
const DONE = { asked: "asked", withdrawn: "withdrawn", recorded: "paperSaved" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.staff"))("title") };
}

/** What a family was asked and agreed to: whether it is done is for everybody who works here, what it says is not. */
async function ClientForms({ params, searchParams }: Props) {
  const [{ id }, { done }] = [await params, await searchParams];
  const actor = await pageActor("practice", `/practice/clients/${id}/forms`);
  const client = await found(clientDetail(actor, { clientId: id }));
  const [asked, consents, all, practice] = [
    await clientForms(actor, { clientId: id }),
    await clientConsents(actor, { clientId: id }),
    await formList(actor, {}),
    await practiceFacts(actor, {}),
  ];
  const [t, locale] = [await getTranslations("intake.staff"), await getLocale()];
  const said = typeof done === "string" && done in DONE ? DONE[done as keyof typeof DONE] : null;
  return (
    <div className={`page ${setup.page}`}>
      <BackLink href={`/practice/clients/${id}`}>{t("back")}</BackLink>
      <PageHead title={t("title")} detail={client.name} />
      <div role="status">{said ? <Note tone="good">{t(said)}</Note> : null}</div>
      <Card title={t("forms")}>
        <FormRows forms={asked} clientId={id} zone={client.zone} reads={isClinician(actor)} />
        <details className={setup.old}>
          <summary>{t("ask")}</summary>
          <p className="sm muted">{t("askLead")}</p>
          <ActionForm action={askFormAction} id="ask">
            <input type="hidden" name="clientId" value={id} />
            <SelectField
              name="form"
              label={t("askWhich")}
              options={all.forms
                .filter((one) => one.number && !one.archivedAt)
                .map((one) => ({
                  value: one.id,
                  label: one.builtin ? builtinName(one.builtin, localeOf(locale)) : one.name,
                }))}
            />
            <SubmitButton label={t("askSend")} size="md" />
          </ActionForm>
        </details>
      </Card>
      <Consents consents={consents} clientId={id} practice={practice.name} zone={client.zone} />
    </div>
  );
}

export default practicePage(ClientForms);
