import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextArea } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { newId } from "@/lib/core/id";
import type { NoteDetail } from "@/lib/notes/read";
import { sendSummaryAction } from "../actions";
import styles from "../notes.module.css";
import { SummaryPreview } from "./summary-preview";

/** Plain words for the family: written apart from the note, looked at first, sent by a press of its own. */
export async function Summary({ note }: { note: NoteDetail }) {
  const t = await getTranslations("notes.show");
  const { summaries, practiceZone: zone } = note;
  const [last] = summaries;
  return (
    <Card title={t("summary")} id="summary">
      {last ? (
        <div className={styles.preview}>
          <p className="sm muted">
            {t("sentBy", { name: last.by })} <DateText on={last.at} zone={zone} />,{" "}
            <Time at={last.at} zone={zone} />
          </p>
          <p className={styles.words}>{last.words}</p>
        </div>
      ) : null}
      {note.lessonId === null ? (
        <p className="sm muted">{t("noLesson")}</p>
      ) : (
        <ActionForm id="summary-form" action={sendSummaryAction} key={summaries.length}>
          <input type="hidden" name="noteId" value={note.id} />
          <input type="hidden" name="summaryId" value={newId()} />
          <input type="hidden" name="after" value={last?.id ?? ""} />
          <TextArea
            name="words"
            label={t("summaryWords")}
            hint={t("summaryHint")}
            defaultValue={last?.words ?? ""}
            rows={5}
          />
          <SummaryPreview title={t("previewTitle")} reader={t("reader")} />
          <SubmitButton label={t("send")} size="md" variant="default" />
        </ActionForm>
      )}
    </Card>
  );
}
