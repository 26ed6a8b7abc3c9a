import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { noteVersion } from "@/lib/notes/read";
import { NoteWords } from "../../../content";
import styles from "../../../notes.module.css";

type Props = { params: Promise<{ id: string; n: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.heading"))("page") };
}

async function Version({ params }: Props) {
  const { id, n } = await params;
  const actor = await pageActor("practice", `/practice/notes/${id}/versions/${n}`);
  const version = await found(noteVersion(actor, { noteId: id, version: n }));
  const t = await getTranslations("notes.show");
  const { at, by, zone, kind } = version;
  return (
    <div className="page">
      <PageHead
        title={t("versionTitle", { n: version.version })}
        detail={
          <>
            {t(`version.${kind}`)}, {by}, <DateText on={at} zone={zone} look="date" />,{" "}
            <Time at={at} zone={zone} />
          </>
        }
      />
      <Card title={t("history")}>
        <NoteWords template={version.template} content={version.content} />
      </Card>
      <p>
        <Link href={`/practice/notes/${id}`} className={styles.link}>
          {t("toNote")}
        </Link>
      </p>
    </div>
  );
}

export default practicePage(Version);
