import { leftOutFor } from "./export.reader";
import { type ExportColumn, type ExportTable, LEFT_OUT } from "./export.tables";
import type { Reader } from "./reader";
import type { RecordWords } from "./record.words";

/**
 * What the data files hold: every table and column with its type and meaning, every list of codes, and what was left out
 * with the reason. Made from the tables themselves, so it cannot fall behind them.
 */
export function schemaOf(
  tables: readonly ExportTable[],
  words: RecordWords,
  reader: Reader,
): string {
  const described = tables.map((table) => ({
    table: table.name,
    meaning: tableMeaning(table.name, words),
    files: [`data/${table.name}.json`, `data/${table.name}.csv`],
    key: table.order.map((column) => column.name),
    columns: table.columns.map((column) => ({
      name: column.name,
      type: column.type === "bytea" && column.sealed ? typeOf(column) : column.type,
      nullable: column.nullable,
      meaning: columnMeaning(column, table.name, words),
      ...(column.references && { references: column.references }),
      ...(column.codes && { codes: column.codes }),
      ...(column.sealed && { sealedAtRest: true }),
    })),
    ...(table.without.length > 0 && { leftOut: table.without }),
  }));
  const leftOut = Object.entries(LEFT_OUT).map(([table, because]) => ({ table, because }));
  const othersOnly = leftOutFor(reader).map(({ because, of }) => ({
    of,
    because: words.t(`readme.left.${because}`),
  }));
  const all = { tables: described, leftOut, ...(othersOnly.length > 0 && { othersOnly }) };
  return `${JSON.stringify(all, null, 2)}\n`;
}

const typeOf = ({ sealed }: ExportColumn): string =>
  sealed?.holds === "json" ? "json" : sealed?.holds === "bytes" ? "base64" : "text";

const asWords = (name: string): string => {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

function tableMeaning(name: string, { named }: RecordWords): string {
  const said = named(`documents.tables.${name}`);
  return said === name.replaceAll("_", " ") ? asWords(name) : said;
}

/** Said by name where that needs saying, else by what names of that kind always mean here. */
function columnMeaning(column: ExportColumn, table: string, { t, named }: RecordWords): string {
  const { name, references, type } = column;
  for (const path of [`documents.columns.${table}.${name}`, `documents.columns.${name}`]) {
    const said = named(path);
    if (said !== name.replaceAll("_", " ")) return said;
  }
  const what = asWords(name.replace(/_(at|on|id|minor|by)$/, ""));
  if (references) return t("shape.reference", { what, to: references });
  if (name.endsWith("_at")) return t("shape.instant", { what });
  if (name.endsWith("_on") || type === "date") return t("shape.day", { what });
  if (name.endsWith("_minor")) return t("shape.minor", { what });
  if (type.startsWith("time")) return t("shape.time", { what });
  if (type === "bytea" && !column.sealed) return t("shape.hash", { what });
  return what;
}

type About = {
  words: RecordWords;
  practice: string;
  family: boolean;
  reader: Reader;
  counts: { rows: number; records: number; files: number };
  now: Date;
};

export function readme({ words, practice, family, reader, counts, now }: About): string {
  const { t } = words;
  const lines = [
    t(family ? "readme.family" : "readme.practice", { practice }),
    t("readme.made", { at: now.toISOString(), ...counts }),
    ...(family ? [forWhom(reader, words)] : []),
    "",
    t("readme.data"),
    t("readme.csv"),
    t("readme.schema"),
    t("readme.records"),
    t("readme.files"),
    t("readme.manifest"),
    "",
    t("readme.times"),
    t("readme.ids"),
    t("readme.leftOut"),
    t(family ? "readme.notTheirs" : "readme.keep"),
    ...leftOutOf(reader, words),
    "",
  ];
  return lines.join("\r\n");
}

/** For whom it was made, with what that means for whoever hands it on. */
export const forWhom = (reader: Reader, { t }: RecordWords): string =>
  reader.is === "practice" ? t("readme.forPractice") : t("readme.forOne", { name: reader.name });

const leftOutOf = (reader: Reader, { t }: RecordWords): string[] => {
  const left = leftOutFor(reader);
  if (left.length === 0) return [];
  return [
    ...["", t("readme.left.title")],
    ...left.map(({ because, of }) => `- ${t(`readme.left.${because}`)} (${of.join(", ")})`),
  ];
};
