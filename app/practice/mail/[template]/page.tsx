import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/dialog";
import { TextArea, TextField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { Segmented } from "@/components/ui/tabs";
import { isLocale, locales } from "@/i18n/locale";
import { getTranslations } from "@/i18n/words";
import { isOwner } from "@/lib/core/actor";
import { ownTemplates, variables } from "@/lib/messaging/own-words";
import { ownWords } from "@/lib/messaging/own-words.read";
import { BackLink } from "../../_setup/back-link";
import setup from "../../_setup/setup.module.css";
import type { Search } from "../../_setup/whose";
import { dropWordsAction, wordsAction } from "../actions";
import { Example } from "./example";
import styles from "./words.module.css";

type Props = { params: Promise<{ template: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mail_settings.page.words");
  return { title: t("title") };
}

/** One message in one language: the practice's words, how they look, and the way back to ours. */
async function OwnWords({ params, searchParams }: Props) {
  const { template: asked } = await params;
  const actor = await pageActor("practice", `/practice/mail/${encodeURIComponent(asked)}`);
  const search = await searchParams;
  const template = ownTemplates.find((one) => one === asked);
  if (!template || !isOwner(actor)) notFound();
  const locale = isLocale(search.locale) ? search.locale : locales[0];
  const words = await found(ownWords(actor, { template, locale }));
  const [t, names] = [
    await getTranslations("mail_settings.words"),
    await getTranslations("mail_settings.templates"),
  ];
  const languages = await getTranslations("ui.locale");
  const done = (["saved", "dropped"] as const).find((one) => one === search.done);
  const { version } = words;
  return (
    <div className={`page ${setup.page}`}>
      <BackLink href="/practice/mail">{t("back")}</BackLink>
      <PageHead title={names(template)}>
        <Segmented
          label={t("language")}
          items={locales.map((key) => ({
            key,
            label: languages(key),
            current: key === locale,
            href: `/practice/mail/${template}?locale=${key}`,
          }))}
        />
      </PageHead>
      <div role="status">{done ? <Note tone="good">{t(done)}</Note> : null}</div>
      {/* Other words make another form: what was typed for one language is not shown for the next. */}
      <ActionForm
        action={wordsAction}
        className={styles.form}
        key={`${locale} ${version} ${words.subject}`}
      >
        <input type="hidden" name="template" value={template} />
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="version" value={version} />
        <Card className={setup.several}>
          <TextField
            name="subject"
            label={t("subject")}
            hint={t("subjectHint")}
            defaultValue={words.subject}
            maxLength={140}
          />
          <TextArea
            name="body"
            label={t("body")}
            hint={t("bodyHint")}
            defaultValue={words.body}
            rows={9}
            maxLength={4000}
          />
          <details className={setup.old}>
            <summary>{t("variables")}</summary>
            <dl className={styles.variables}>
              {variables.map((name) => (
                <div key={name}>
                  <dt>
                    <code>{`{${name}}`}</code>
                  </dt>
                  <dd>{t(`meaning.${name}`)}</dd>
                </div>
              ))}
            </dl>
          </details>
          <p className="muted sm">{t("kept")}</p>
          <div className={setup.ends}>
            <SubmitButton label={t("save")} name="do" value="save" />
            <SubmitButton
              label={t("preview")}
              busyLabel={t("looking")}
              variant="default"
              name="do"
              value="preview"
            />
          </div>
        </Card>
        <Example
          first={words.example}
          words={{ title: t("asSeen"), text: t("asText"), lead: t("example") }}
        />
      </ActionForm>
      {version > 0 ? (
        <div>
          <ConfirmButton
            label={t("drop")}
            title={t("dropTitle")}
            body={<p>{t("dropBody")}</p>}
            keepLabel={t("keep")}
          >
            <ActionForm action={dropWordsAction} id="drop" className="">
              <input type="hidden" name="template" value={template} />
              <input type="hidden" name="locale" value={locale} />
              <input type="hidden" name="version" value={version} />
              <SubmitButton label={t("drop")} variant="danger" />
            </ActionForm>
          </ConfirmButton>
        </div>
      ) : null}
    </div>
  );
}

export default practicePage(OwnWords);
