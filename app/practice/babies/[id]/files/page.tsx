import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ForWhom } from "@/components/exports/for-whom";
import type { ListedFile } from "@/components/files/file-list";
import styles from "@/components/files/files.module.css";
import { FilesCard, RemoveFile } from "@/components/files/files-card";
import { Said } from "@/components/files/said";
import { UploadCard } from "@/components/files/upload-card";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Card } from "@/components/ui/card";
import { CheckField } from "@/components/ui/choice";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { fileList } from "@/lib/documents/file.read";
import { MOST_BYTES } from "@/lib/documents/file.rules";
import { recordReaders } from "@/lib/documents/record.read";
import { babyOfPage } from "../baby";
import { bringBackAction, describeAction, removeAction, showAction } from "./actions";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ page?: string; saved?: string; refused?: string }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("documents.files"))("title") };
}

async function Files({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, await searchParams];
  const { actor } = await babyOfPage(id);
  if (actor.role === "front_desk") notFound();
  const list = await found(fileList(actor, { babyId: id, page: search.page ?? 1 }));
  const readers = await found(recordReaders(actor, { clientId: list.clientId }));
  const take = await getTranslations("documents.take");
  const files = await getTranslations("documents.files");
  const record = `/api/files/practice/record/${id}`;
  return (
    <div className="stack">
      <Said search={search} />
      {list.photosToDelete > 0 ? (
        <Note tone="glow">{files("photosToDelete", { count: list.photosToDelete })}</Note>
      ) : null}
      <div className={styles.columns}>
        <FilesCard
          area="practice"
          babyId={id}
          list={list}
          acts={(file) => <Acts file={file} today={list.today} />}
        />
        <div className="stack">
          <UploadCard
            area="practice"
            babyId={id}
            firstName={list.firstName}
            practice={list.practice}
            today={list.today}
            photosAllowed={list.photosAllowed}
            mostBytes={MOST_BYTES}
          />
          <Card title={take("pdfTitle")}>
            <p className="sm muted">{take("pdfLead")}</p>
            <form action={record} method="get" className="form">
              <ForWhom name="for" readers={readers} />
              <CheckField name="notes" label={take("withNotes")} detail={take("notesCare")} />
              <div className="wrap-row">
                <button type="submit" className={buttonClass({ size: "md" })}>
                  <Icon name="file-text" />
                  {take("pdfPractice", { name: list.firstName })}
                </button>
                <ButtonLink href={`/practice/clients/${list.clientId}/export`}>
                  {take("zipTitle")}
                </ButtonLink>
              </div>
            </form>
          </Card>
        </div>
      </div>
    </div>
  );
}

/** What a clinician can do with one file. */
async function Acts({ file, today }: { file: ListedFile; today: string }) {
  const t = await getTranslations("documents.files");
  const hidden = <input type="hidden" name="fileId" value={file.id} />;
  const look = { size: "md", variant: "default" } as const;
  const name = <span className="sr"> {file.name}</span>;
  const said = (words: string) => (
    <>
      {words}
      {name}
    </>
  );
  const away = <RemoveFile file={file} remove={removeAction} bringBack={bringBackAction} />;
  if (file.goneAt) return away;
  return (
    <>
      {file.byKind === "staff" ? (
        <ActionForm action={showAction} id={`show-${file.id}`} className="">
          {hidden}
          <input type="hidden" name="shown" value={file.shownAt ? "no" : "yes"} />
          <SubmitButton
            {...look}
            label={said(file.shownAt ? t("hide") : t("show"))}
            busyLabel={t("saving")}
          />
        </ActionForm>
      ) : null}
      {away}
      <details className={styles.change}>
        <summary>{said(t("change"))}</summary>
        <ActionForm action={describeAction} id={`words-${file.id}`}>
          {hidden}
          <TextField
            name="caption"
            label={t("caption")}
            optional
            maxLength={300}
            defaultValue={file.caption ?? ""}
          />
          <TextField
            name="onDay"
            type="date"
            label={t("onDay")}
            max={today}
            defaultValue={file.onDay}
          />
          <SubmitButton {...look} label={t("save")} busyLabel={t("saving")} />
        </ActionForm>
      </details>
    </>
  );
}

export default practicePage(Files);
