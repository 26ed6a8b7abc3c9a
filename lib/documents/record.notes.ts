import { type NoteForRecord, notesForRecord } from "@/lib/notes/for-record";
import type { ContentField } from "@/lib/notes/schema";
import type { Block } from "./pdf";
import type { RecordPart } from "./record";
import type { RecordWords } from "./record.words";

/** Signed notes, each with what was added to it later and the hash it was signed with. "Only me" stays hers. */
export const notesPart: RecordPart = async (tx, record, words) => {
  const notes = await notesForRecord(tx, record.practiceId, record.babyIds);
  const told = notes.flatMap((note) => (note.privacy === "author" ? [] : noteBlocks(note, words)));
  return told.length > 0 ? [{ is: "heading", text: words.t("record.notes") }, ...told] : [];
};

function noteBlocks(note: NoteForRecord, words: RecordWords): Block[] {
  const { t, moment } = words;
  const signed = note.signedAt ? moment(note.signedAt, note.zone) : "";
  return [
    { is: "small", text: t("record.noteOf", { when: moment(note.startsAt, note.zone) }) },
    { is: "facts", rows: noteFacts(note.content, words) },
    { is: "text", text: t("record.signed", { name: note.author, when: signed }) },
    ...note.addenda.flatMap(({ by, at, words: added }): Block[] => [
      {
        is: "text",
        text: t("record.added", { name: by, when: moment(at, note.zone), words: added }),
      },
    ]),
  ];
}

/** What a signed note says, field by field, in the words of the page it was written on. */
export const noteFacts = (
  content: NoteForRecord["content"],
  words: RecordWords,
): (readonly [string, string])[] =>
  Object.entries(content).flatMap(([field, value]) => {
    const text = valueText(field, value, words);
    return text ? [[words.t(`note.${field}`), text] as const] : [];
  });

const STROKE = (key: string) => `strokes.${key}.title`;
const editor = (of: string) => (code: string) => `notes.editor.${of}.${code}`;
/** Where the word for a code of a field is; the other fields are as they were typed. */
const CHOICES: Partial<Record<string, (code: string) => string>> = {
  ...{ stateStart: editor("states"), stateMiddle: editor("states"), stateEnd: editor("states") },
  ...{ cues: editor("cueNames"), strokes: STROKE, position: editor("positions") },
  ...{ skinBefore: editor("skin"), skinAfter: editor("skin"), plan: editor("plans") },
  checks: editor("checkNames"),
} satisfies Partial<Record<ContentField, (code: string) => string>>;
/** Of "tummy:parent", where the words for what and for how are. */
const PAIRS: Partial<Record<string, readonly [typeof STROKE, typeof STROKE]>> = {
  taught: [STROKE, editor("taughtAs")],
  goals: [editor("goalNames"), editor("levels")],
} satisfies Partial<Record<ContentField, readonly [typeof STROKE, typeof STROKE]>>;

function valueText(
  field: string,
  value: string | number | readonly string[] | undefined,
  { named, list }: RecordWords,
): string | null {
  if (value === undefined || value === "") return null;
  const at = CHOICES[field];
  const word = (code: string) => (at ? named(at(code)) : code);
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return word(value);
  if (value.length === 0) return null;
  const pair = PAIRS[field];
  if (!pair) return list(value.map(word));
  return value
    .map((one) => {
      const [what = "", how = ""] = one.split(":");
      return `${named(pair[0](what))}: ${named(pair[1](how))}`;
    })
    .join("; ");
}
