import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { FilesCard, RemoveFile } from "@/components/files/files-card";
import { Said } from "@/components/files/said";
import { UploadCard } from "@/components/files/upload-card";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
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

async function OwnFiles({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, await searchParams];
  const actor = await pageActor("family", `/family/babies/${id}/files`);
  const list = await found(fileList(actor, { babyId: id, page: search.page ?? 1 }));
  const [t, take] = [
    await getTranslations("documents.files"),
    await getTranslations("documents.take"),
  ];
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead", { name: list.firstName })} />
      <Said search={search} />
      <FilesCard
        area="family"
        babyId={id}
        list={list}
        acts={(file) =>
          file.own ? (
            <RemoveFile file={file} remove={removeOwnAction} bringBack={bringBackOwnAction} />
          ) : null
        }
      />
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

export default familyPage(OwnFiles);
