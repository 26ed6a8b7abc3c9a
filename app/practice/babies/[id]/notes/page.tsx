import type { Metadata } from "next";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { openClosedAction } from "@/app/practice/notes/actions";
import styles from "@/app/practice/notes/notes.module.css";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { SelectField } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Pager, turns } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { type NoteItem, notesOfBaby } from "@/lib/notes/list.read";
import { OPEN_REASONS } from "@/lib/notes/schema";
import { babyReader } from "../baby";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.list"))("title") };
}

async function BabyNotes({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, await searchParams];
  const actor = await babyReader(id);
  const page = typeof search.page === "string" ? search.page : "1";
  const notes = await found(notesOfBaby(actor, { babyId: id, page }));
  const t = await getTranslations("notes.list");
  const at = (n: number) => `/practice/babies/${id}/notes?page=${n}`;
  return (
    <>
      <Card title={t("title")}>
        {notes.items.length > 0 ? (
          <ul className={`${styles.rows} list`}>
            {notes.items.map((note) => (
              <Row key={note.id} note={note} />
            ))}
          </ul>
        ) : (
          <Empty
            title={t("none")}
            action={<LinkButton href={`/practice/notes/new?baby=${id}`}>{t("write")}</LinkButton>}
          />
        )}
        <Pager {...turns(notes, at)} />
      </Card>
      {notes.closed.length > 0 ? (
        <Card title={t("closedTitle")} id="closed">
          <p className="sm muted">{t("closedHint")}</p>
          <ul className={`${styles.rows} list`}>
            {notes.closed.map((note) => (
              <li key={note.id}>
                <span>
                  <b>{t("closedOne", { name: note.author })}</b>,{" "}
                  <DateText on={note.startsAt} zone={note.zone} look="date" />
                </span>
                <ActionForm id={`open-${note.id}`} action={openClosedAction}>
                  <input type="hidden" name="noteId" value={note.id} />
                  <SelectField
                    name="reason"
                    label={t("reason")}
                    options={[
                      { value: "", label: "" },
                      ...OPEN_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
                    ]}
                  />
                  <SubmitButton label={t("open")} size="md" variant="default" />
                </ActionForm>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

async function Row({ note }: { note: NoteItem }) {
  const t = await getTranslations("notes");
  const draft = note.status === "draft";
  return (
    <li>
      <span>
        <Link
          href={
            draft && note.mine ? `/practice/notes/${note.id}/edit` : `/practice/notes/${note.id}`
          }
          className={styles.link}
        >
          <DateText on={note.startsAt} zone={note.zone} look="date" />,{" "}
          {t(`template.${note.template}`)}
        </Link>
        <span className="muted"> {t("list.by", { name: note.author })}</span>
        <br />
        {note.excerpt}
      </span>
      <span className="wrap-row">
        {note.addenda > 0 ? <Tag>{t("list.addenda", { count: note.addenda })}</Tag> : null}
        {note.privacy === "author" ? <Tag icon="eye-off">{t("list.private")}</Tag> : null}
        <Tag tone={draft ? "info" : "good"} icon={draft ? "pen-line" : "signature"}>
          {t(draft ? "list.draft" : "list.signed")}
        </Tag>
      </span>
    </li>
  );
}

export default practicePage(BabyNotes);
