// Programs for tables run what begins like a formula, also after blanks and signs without width, also in the full-width
// forms of East Asian keyboards; an apostrophe in front makes it text (OWASP, CSV injection).
const formula = /^[\s\p{Cf}\p{Zs}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

export type CellKind = "text" | "plain";

/** One cell. `plain` is for numbers, times and ids, which are ours and begin with no formula. */
export function csvCell(value: string | number | boolean | null, kind: CellKind): string {
  if (value === null) return "";
  const said = String(value);
  const safe = kind === "text" && formula.test(said) ? `'${said}` : said;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The byte order mark tells Excel that the file is UTF-8. */
export const CSV_START = "\ufeff";
export const csvLine = (cells: readonly string[]): string => `${cells.join(",")}\r\n`;
