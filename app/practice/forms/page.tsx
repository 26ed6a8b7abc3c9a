import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { type FormItem, formList } from "@/lib/intake/forms.read";
import { SEND_WHEN } from "@/lib/intake/schema";
import { builtinName, localeOf } from "@/lib/intake/words";
import { RowForm } from "../_setup/row-form";
import styles from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import type { Search } from "../_setup/whose";
import { addFormAction, archiveFormAction, sendFormWhenAction } from "./actions";

type Props = { searchParams: Promise<Search> };
type Services = Awaited<ReturnType<typeof formList>>["services"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.setup"))("title") };
}

/** Which forms families are asked, when, and for which lessons. */
async function Forms({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/forms");
  const [{ forms, services }, search] = [await formList(actor, {}), await searchParams];
  const [t, locale] = [await getTranslations("intake.setup"), await getLocale()];
  const named = forms.map((one) => ({
    ...one,
    name: one.builtin ? builtinName(one.builtin, localeOf(locale)) : one.name,
  }));
  const ours = named.filter((one) => one.builtin);
  const own = named.filter((one) => !one.builtin && !one.archivedAt);
  const old = named.filter((one) => one.archivedAt);
  const edits = isClinician(actor);
  const row = (form: FormItem) => (
    <Row key={form.id} form={form} services={services} edits={edits} />
  );
  return (
    <div className={`page ${styles.page}`}>
      <SetupHead tab="forms" search={search} />
      <Card title={t("ours")}>
        <ul className={styles.rows}>{ours.map(row)}</ul>
      </Card>
      <Card title={t("yours")}>
        {own.length > 0 ? <ul className={styles.rows}>{own.map(row)}</ul> : <p>{t("none")}</p>}
      </Card>
      {edits ? (
        <Card title={t("add")}>
          <ActionForm action={addFormAction} id="add">
            <TextField name="name" label={t("name")} maxLength={80} autoComplete="off" />
            <SelectField
              name="from"
              label={t("from")}
              defaultValue={typeof search.copy === "string" ? search.copy : ""}
              options={[
                { value: "", label: t("empty") },
                ...[...ours, ...own].map((one) => ({ value: one.id, label: one.name })),
              ]}
            />
            <SubmitButton label={t("create")} />
          </ActionForm>
        </Card>
      ) : null}
      {old.length > 0 ? (
        <Card title={t("archived")}>
          <ul className={styles.rows}>{old.map(row)}</ul>
        </Card>
      ) : null}
    </div>
  );
}

async function Row({
  form,
  services,
  edits,
}: {
  form: FormItem;
  services: Services;
  edits: boolean;
}) {
  const [t, w] = [await getTranslations("intake.setup"), await getTranslations("intake.when")];
  const { id, name, number, sendWhen, serviceIds, archivedAt } = form;
  const lessons = serviceIds ? t("some", { count: serviceIds.length }) : t("all");
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <h3>
          {edits ? <Link href={`/practice/forms/${id}`}>{name}</Link> : name}
          {form.draft ? <Tag tone="glow">{t("draft")}</Tag> : null}
          {form.lack && !archivedAt ? (
            <Tag tone="bad" icon="triangle-alert">
              {t("lack")}
            </Tag>
          ) : null}
        </h3>
        <p className="sm muted num">
          {t("questions", { count: form.questions })} ·{" "}
          {number ? t("version", { n: number }) : t("never")}
        </p>
        <p className="sm">
          {w(sendWhen)}
          {sendWhen === "never" ? null : `, ${lessons}`}
        </p>
        {edits && number && !archivedAt ? (
          <details className={styles.old}>
            <summary>
              {t("send")}
              <span className="sr">: {name}</span>
            </summary>
            <ActionForm action={sendFormWhenAction} id={`send-${id}`}>
              <input type="hidden" name="form" value={id} />
              <SelectField
                name="sendWhen"
                label={t("send")}
                defaultValue={sendWhen}
                options={SEND_WHEN.map((value) => ({ value, label: w(value) }))}
              />
              {services.length > 0 ? (
                <ChoiceGroup
                  name="serviceIds"
                  legend={t("services")}
                  hint={t("servicesHint")}
                  type="checkbox"
                  layout="chips"
                >
                  {services.map((service) => (
                    <ChipCheck
                      key={service.id}
                      value={service.id}
                      label={service.name}
                      defaultChecked={serviceIds?.includes(service.id)}
                    />
                  ))}
                </ChoiceGroup>
              ) : null}
              <SubmitButton label={t("save")} size="md" />
            </ActionForm>
          </details>
        ) : null}
      </div>
      {edits ? (
        <div className={styles.tools}>
          <LinkButton
            href={`/practice/forms/${id}/preview`}
            aria-label={`${t("preview")}: ${name}`}
          >
            {t("preview")}
          </LinkButton>
          {form.builtin ? (
            <LinkButton
              href={`/practice/forms?copy=${id}#f-add`}
              aria-label={`${t("copy")}: ${name}`}
            >
              {t("copy")}
            </LinkButton>
          ) : (
            <RowForm
              action={archiveFormAction}
              fields={{ formId: id, archived: archivedAt ? "false" : "true" }}
              label={t(archivedAt ? "restore" : "archive")}
              about={name}
            />
          )}
        </div>
      ) : null}
    </li>
  );
}

export default practicePage(Forms);
