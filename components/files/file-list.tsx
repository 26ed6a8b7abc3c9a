import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { getTranslations } from "@/i18n/words";
import { ButtonLink } from "../ui/button";
import { Icon } from "../ui/icon";
import { Tag } from "../ui/tag";
import { DateText } from "../ui/time";
import styles from "./files.module.css";
import { sizeText } from "./size";

export type ListedFile = {
  id: string;
  name: string;
  caption: string | null;
  length: number;
  kind: "pdf" | "png" | "jpeg";
  about: "letter" | "photo" | "other";
  onDay: string;
  addedAt: Date;
  by: string | null;
  byKind: "staff" | "parent";
  own: boolean;
  shownAt: Date | null;
  goneAt: Date | null;
};
type Props = {
  area: "practice" | "family";
  zone: string;
  items: readonly ListedFile[];
  /** What can be done with one. */
  acts: (file: ListedFile) => ReactNode;
};

/** A baby's files: what each is, of when and from whom, who sees it, and what can be done. */
export async function FileList({ area, zone, items, acts }: Props) {
  const [t, locale] = [await getTranslations("documents.files"), await getLocale()];
  return (
    <ul className="list">
      {items.map((file) => (
        <li key={file.id} className={file.goneAt ? `${styles.file} ${styles.gone}` : styles.file}>
          <div className={styles.head}>
            <span className={styles.name}>{file.name}</span>
            {file.goneAt ? (
              <Tag>{t("removed")}</Tag>
            ) : area === "family" ? null : file.byKind === "parent" ? (
              <Tag tone="info" icon="users-round">
                {t("sentByFamily")}
              </Tag>
            ) : file.shownAt ? (
              <Tag tone="good" icon="users-round">
                {t("shown")}
              </Tag>
            ) : (
              <Tag icon="eye-off">{t("hidden")}</Tag>
            )}
          </div>
          {file.caption ? <p>{file.caption}</p> : null}
          <p className="sm muted num">
            {t("aboutName", { about: file.about })}
            {". "}
            {t("kind", { kind: file.kind, size: sizeText(file.length, locale) })}
            {". "}
            {t("of")} <DateText on={file.onDay} look="date" />
            {". "}
            {file.own && area === "family"
              ? t("byYou")
              : t(file.byKind === "parent" ? "byFamily" : "by", { name: file.by ?? "" })}{" "}
            <DateText on={file.addedAt} zone={zone} look="date" />
            {"."}
          </p>
          {file.goneAt ? (
            <p className="sm muted">
              {t("goneOn")} <DateText on={file.goneAt} zone={zone} look="date" />
              {"."}
            </p>
          ) : null}
          <div className={styles.acts}>
            {file.goneAt ? null : (
              <ButtonLink
                href={`/api/files/${area}/${file.id}`}
                download
                icon={<Icon name="file-text" />}
                aria-label={t("downloadName", { name: file.name })}
              >
                {t("download")}
              </ButtonLink>
            )}
            {acts(file)}
          </div>
        </li>
      ))}
    </ul>
  );
}
