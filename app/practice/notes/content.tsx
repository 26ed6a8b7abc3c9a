import { fieldLabel, shown } from "@/components/note-editor/labels";
import { getTranslations } from "@/i18n/words";
import { sectionsOf } from "@/lib/notes/rules";
import type { NoteContent, Template } from "@/lib/notes/schema";
import { editorWords } from "./editor";
import styles from "./notes.module.css";

/** What a note says, part by part; parts that say nothing are left out. */
export async function NoteWords({
  template,
  content,
}: {
  template: Template;
  content: NoteContent;
}) {
  const [t, words] = [await getTranslations("notes.show"), await editorWords(null)];
  // How each stroke was taught names the stroke as well.
  const ways = new Set(content.taught.map((one) => one.split(":")[0]));
  const told: NoteContent = {
    ...content,
    taught: content.taught.filter((one) =>
      content.strokes.some((key) => one.startsWith(`${key}:`)),
    ),
    strokes: content.strokes.filter((key) => !ways.has(key)),
  };
  const filled = sectionsOf[template].flatMap((field) => {
    const value = shown(field, told[field], words);
    return value ? [{ field, value, label: fieldLabel(field, words) }] : [];
  });
  if (filled.length === 0) return <p className="sm muted">{t("empty")}</p>;
  return (
    <dl className={styles.facts}>
      {filled.map(({ field, value, label }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
