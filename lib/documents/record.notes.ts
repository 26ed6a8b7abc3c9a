import { type NoteForRecord, notesForRecord } from "@/lib/notes/for-record";
import { LIST_FIELDS } from "@/lib/notes/schema";
import type { Block } from "./pdf";
import type { RecordPart } from "./record";
import type { RecordWords } from "./record.words";

const lists = new Set<string>(LIST_FIELDS);

/** Signed notes, each with what was added to it later and the hash it was signed with. "Only me" stays hers. */
export const notesPart: RecordPart = async (tx, record, words) => {
  const notes = await notesForRecord(tx, record.practiceId, record.babyIds);
  const told = notes.flatMap((note) => (note.privacy === "author" ? [] : noteBlocks(note, words)));
  return told.length > 0 ? [{ is: "heading", text: words.t("record.notes") }, ...told] : [];
};

function noteBlocks(note: NoteForRecord, words: RecordWords): Block[] {
  const { t, moment } = words;
  const rows = Object.entries(note.content).flatMap(([field, value]) => {
    const text = valueText(field, value, words);
    return text ? [[words.named(`documents.note.${field}`), text] as const] : [];
  });
  const signed = note.signedAt ? moment(note.signedAt, note.zone) : "";
  return [
    { is: "small", text: t("record.noteOf", { when: moment(note.startsAt, note.zone) }) },
    { is: "facts", rows },
    { is: "text", text: t("record.signed", { name: note.author, when: signed }) },
    ...note.addenda.flatMap(({ by, at, words: added }): Block[] => [
      {
        is: "text",
        text: t("record.added", { name: by, when: moment(at, note.zone), words: added }),
      },
    ]),
  ];
}

/** Choices are codes of the note's own; what was typed is as it was typed. */
function valueText(field: string, value: unknown, { named, list }: RecordWords): string | null {
  const word = (code: string) => named(`documents.codes.${code}`);
  const name = (code: string) =>
    field === "strokes" || field === "taught" ? named(`strokes.${code}.title`) : word(code);
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return /^(state|skin|position)/.test(field) ? word(value) : value;
  if (Array.isArray(value) && lists.has(field)) {
    const said = value.map((one) =>
      typeof one === "string" && field !== "present" ? name(one) : String(one),
    );
    return said.length > 0 ? list(said) : null;
  }
  if (typeof value === "object") {
    const pairs = Object.entries(value).map(([key, one]) => `${name(key)}: ${word(String(one))}`);
    return pairs.length > 0 ? pairs.join("; ") : null;
  }
  return null;
}
