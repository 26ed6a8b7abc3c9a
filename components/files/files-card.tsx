import type { ReactNode } from "react";
import { getTranslations } from "@/i18n/words";
import { ActionForm } from "../ui/action-form";
import { Card } from "../ui/card";
import { Empty } from "../ui/empty";
import type { FormAction } from "../ui/form-state";
import { Pager } from "../ui/pager";
import { SubmitButton } from "../ui/submit-button";
import { FileList, type ListedFile } from "./file-list";

type List = {
  items: readonly ListedFile[];
  total: number;
  page: number;
  pages: number;
  zone: string;
};
type Props = {
  area: "practice" | "family";
  babyId: string;
  list: List;
  acts: (file: ListedFile) => ReactNode;
};

/** The card of a baby's files, a page of them at a time. */
export async function FilesCard({ area, babyId, list, acts }: Props) {
  const t = await getTranslations("documents.files");
  const { items, total, page, pages, zone } = list;
  const at = (n: number) =>
    n >= 1 && n <= pages ? `/${area}/babies/${babyId}/files?page=${n}` : null;
  return (
    <Card title={total > 0 ? t("count", { count: total }) : t("title")}>
      {items.length === 0 ? (
        <Empty title={t("empty")}>{t("emptyText")}</Empty>
      ) : (
        <FileList {...{ area, zone, items, acts }} />
      )}
      <Pager previous={at(page - 1)} next={at(page + 1)} />
    </Card>
  );
}

/** Takes a file away, or brings it back while that is possible. It asks nothing first: it can be brought back. */
export async function RemoveFile({
  file,
  remove,
  bringBack,
}: {
  file: ListedFile;
  remove: FormAction;
  bringBack: FormAction;
}) {
  const t = await getTranslations("documents.files");
  const gone = file.goneAt !== null;
  return (
    <ActionForm
      action={gone ? bringBack : remove}
      id={`${gone ? "back" : "remove"}-${file.id}`}
      className=""
    >
      <input type="hidden" name="fileId" value={file.id} />
      <SubmitButton
        size="md"
        variant={gone ? "default" : "quiet"}
        label={
          <>
            {t(gone ? "bringBack" : "remove")}
            <span className="sr"> {file.name}</span>
          </>
        }
        busyLabel={t(gone ? "bringing" : "removing")}
      />
    </ActionForm>
  );
}
