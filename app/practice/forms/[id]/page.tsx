import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { type FormDetail, formDetail } from "@/lib/intake/forms.read";
import { builtinName, localeOf, spoken } from "@/lib/intake/words";
import { BackLink } from "../../_setup/back-link";
import styles from "../../_setup/setup.module.css";
import type { Search } from "../../_setup/whose";
import { editFormAction, publishFormAction } from "../actions";
import { Parts } from "./parts";
import { SectionFields } from "./section-fields";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.setup"))("title") };
}

/** The builder of one form: parts and questions, what is wrong before it can be published, and what was published. */
async function Builder({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, await searchParams];
  const actor = await pageActor("practice", `/practice/forms/${id}`);
  const found_ = await found(formDetail(actor, { form: id }));
  const [t, locale] = [await getTranslations("intake.builder"), await getLocale()];
  const form = { ...found_, definition: spoken(found_.definition, localeOf(locale)) };
  const name = form.builtin ? builtinName(form.builtin, localeOf(locale)) : form.name;
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href="/practice/forms">{t("toList")}</BackLink>
      <PageHead title={name} detail={form.builtin ? t("ours") : undefined}>
        <LinkButton href={`/practice/forms/${id}/preview`}>
          {(await getTranslations("intake.setup"))("preview")}
        </LinkButton>
      </PageHead>
      <Said done={search.done} />
      {form.builtin ? null : <Standing form={form} />}
      <Parts form={form} />
      {form.builtin ? null : (
        <>
          <Card>
            <details className={styles.old} open={form.definition.sections.length === 0}>
              <summary>{t("addPart")}</summary>
              <ActionForm
                action={editFormAction}
                id="part"
                formKey={`part-${form.id}-${form.version}`}
              >
                <Change form={form} op="add_section" />
                <SectionFields section={null} />
                <SubmitButton label={t("addPart")} />
              </ActionForm>
            </details>
            <details className={styles.old}>
              <summary>{t("renameForm")}</summary>
              <ActionForm action={editFormAction} id="name">
                <Change form={form} op="name" />
                <TextField
                  name="name"
                  label={t("rename")}
                  maxLength={80}
                  defaultValue={form.name}
                />
                <SubmitButton label={t("save")} variant="default" />
              </ActionForm>
            </details>
          </Card>
          <Versions form={form} />
        </>
      )}
    </div>
  );
}

export function Change({ form, op }: { form: FormDetail; op: string }) {
  return (
    <>
      <input type="hidden" name="formId" value={form.id} />
      <input type="hidden" name="version" value={form.version} />
      <input type="hidden" name="op" value={op} />
    </>
  );
}

/** What was just done. Saved is not published: families see nothing of it yet. */
async function Said({ done }: { done: Search["done"] }) {
  const t = await getTranslations("intake.builder");
  const said = (["saved", "published"] as const).find((one) => one === done);
  return (
    <div role="status">
      {said ? <Note tone="good">{t(said === "saved" ? "saved" : "publishedNow")}</Note> : null}
    </div>
  );
}

async function Standing({ form }: { form: FormDetail }) {
  const [t, p, locale] = [
    await getTranslations("intake.builder"),
    await getTranslations("intake.problems"),
    await getLocale(),
  ];
  const last = form.versions[0];
  // Said above, with the way to mend it.
  const problems = form.problems.filter(({ say }) => say !== form.lack);
  const named = new Map(
    form.definition.sections.flatMap((one) => one.questions).map((one) => [one.id, one.label]),
  );
  return (
    <Card className="stack">
      <p>
        {last?.publishedAt
          ? t("published", {
              day: formatDay(last.publishedAt, { locale, zone: "UTC" }, "date"),
              n: last.number,
            })
          : t("unpublished")}{" "}
        {form.draft && last ? t("changes") : null}
      </p>
      {form.lack ? (
        <Note tone="glow">
          <b>{t("lack")}</b>
          <p>
            {p(form.lack)} {form.lackLive ? t("lackLive") : null}
          </p>
          <ActionForm action={editFormAction} id="bring">
            <Change form={form} op="bring_happened" />
            <p className="sm">{t("bringInHint")}</p>
            <SubmitButton label={t("bringIn")} variant="default" />
          </ActionForm>
        </Note>
      ) : null}
      {form.draft && problems.length > 0 ? (
        <Note tone="glow">
          <b>{t("problems")}</b>
          <ul>
            {problems.map(({ question, say }) => (
              <li key={`${question}${say}`}>
                {question ? `${named.get(question) ?? ""}: ` : null}
                {p(say)}
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      {form.draft ? (
        <ActionForm action={publishFormAction} id="publish">
          <input type="hidden" name="formId" value={form.id} />
          <input type="hidden" name="version" value={form.version} />
          {last ? <p className="sm muted">{t("publishHint")}</p> : null}
          <SubmitButton label={t("publish")} />
        </ActionForm>
      ) : null}
    </Card>
  );
}

async function Versions({ form }: { form: FormDetail }) {
  const [t, locale] = [await getTranslations("intake.builder"), await getLocale()];
  if (form.versions.length === 0) return null;
  return (
    <Card title={t("versions")}>
      <ul className="list">
        {form.versions.map(({ id, number, publishedAt }) => (
          <li key={number}>
            <Link className={styles.back} href={`/practice/forms/${form.id}/preview?version=${id}`}>
              {publishedAt
                ? t("versionLine", {
                    n: number,
                    day: formatDay(publishedAt, { locale, zone: "UTC" }, "date"),
                  })
                : t("readVersion", { n: number })}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default practicePage(Builder);
