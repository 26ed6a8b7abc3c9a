import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { found } from "@/app/_server/page";
import { FileList, type ListedFile } from "@/components/files/file-list";
import { Said } from "@/components/files/said";
import { UploadCard } from "@/components/files/upload-card";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { fileList } from "@/lib/documents/file.read";
import { MOST_BYTES } from "@/lib/documents/file.rules";
import styles from "../../../family.module.css";
import { bringBackOwnAction, removeOwnAction } from "./actions";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ page?: string; saved?: string; refused?: string }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("documents.files"))("title") };
}

export default async function OwnFiles({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, await searchParams];
  const path = `/family/babies/${id}/files`;
  const actor = await pageActor("family", path);
  const list = await found(fileList(actor, { babyId: id, page: search.page ?? 1 }));
  const [t, take] = [
    await getTranslations("documents.files"),
    await getTranslations("documents.take"),
  ];
  const at = (page: number) => (page >= 1 && page <= list.pages ? `${path}?page=${page}` : null);
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead", { name: list.firstName })} />
      <Said search={search} />
      <Card title={list.total > 0 ? t("count", { count: list.total }) : t("title")}>
        {list.items.length === 0 ? (
          <Empty title={t("empty")}>{t("emptyText")}</Empty>
        ) : (
          <FileList
            area="family"
            zone={list.zone}
            items={list.items}
            acts={(file) => (file.own ? <Acts file={file} /> : null)}
          />
        )}
        <Pager previous={at(list.page - 1)} next={at(list.page + 1)} />
      </Card>
      <UploadCard
        area="family"
        babyId={id}
        firstName={list.firstName}
        practice={list.practice}
        today={list.today}
        photosAllowed={list.photosAllowed}
        mostBytes={MOST_BYTES}
      />
      <Card title={take("pdfTitle")}>
        <LinkButton href="/family/record">{take("ownTitle")}</LinkButton>
      </Card>
    </div>
  );
}

async function Acts({ file }: { file: ListedFile }) {
  const t = await getTranslations("documents.files");
  return (
    <ActionForm
      action={file.goneAt ? bringBackOwnAction : removeOwnAction}
      id={`own-${file.id}`}
      className=""
    >
      <input type="hidden" name="fileId" value={file.id} />
      <SubmitButton
        size="md"
        variant={file.goneAt ? "default" : "quiet"}
        label={
          <>
            {file.goneAt ? t("bringBack") : t("remove")}
            <span className="sr"> {file.name}</span>
          </>
        }
        busyLabel={file.goneAt ? t("bringing") : t("removing")}
      />
    </ActionForm>
  );
}
