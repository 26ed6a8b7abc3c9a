import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextArea, TextField } from "@/components/ui/field";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { ownSnippets, type Snippet } from "@/lib/notes/snippets.write";
import { removeSnippetAction, saveSnippetAction } from "../actions";
import styles from "../notes.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.phrases"))("title") };
}

/** One's own phrases for `/`. */
async function Phrases() {
  const actor = await pageActor("practice", "/practice/notes/phrases");
  const snippets = await found(ownSnippets(actor, {}));
  const t = await getTranslations("notes.phrases");
  return (
    <div className="page">
      <PageHead title={t("title")} detail={t("intro")} />
      <Card title={t("add")} className={styles.gap}>
        <PhraseForm key={snippets.length} id="new" />
      </Card>
      {snippets.length === 0 ? <p className="sm muted">{t("none")}</p> : null}
      {snippets.map((snippet) => (
        <Card key={snippet.id} title={`/${snippet.name}`} className={styles.gap}>
          <PhraseForm id={snippet.id} snippet={snippet} />
          <ActionForm id={`remove-${snippet.id}`} action={removeSnippetAction}>
            <input type="hidden" name="snippetId" value={snippet.id} />
            <SubmitButton
              label={t("remove")}
              aria-label={t("removeNamed", { name: snippet.name })}
              size="md"
              variant="quiet"
            />
          </ActionForm>
        </Card>
      ))}
    </div>
  );
}

async function PhraseForm({ id, snippet }: { id: string; snippet?: Snippet }) {
  const t = await getTranslations("notes.phrases");
  return (
    <ActionForm id={id} action={saveSnippetAction}>
      <input type="hidden" name="snippetId" value={snippet?.id ?? ""} />
      <TextField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        defaultValue={snippet?.name ?? ""}
        autoComplete="off"
        maxLength={30}
      />
      <TextArea name="words" label={t("words")} defaultValue={snippet?.words ?? ""} rows={2} />
      <SubmitButton label={t(snippet ? "save" : "add")} size="md" variant="default" />
    </ActionForm>
  );
}

export default practicePage(Phrases);
