import fc from "fast-check";
import { expect, test } from "vitest";
import { CSV_START, csvCell, csvLine } from "./csv";

/** RFC 4180, read strictly: what is not a row of quoted or empty cells is an error. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let at = text.startsWith(CSV_START) ? 1 : 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      if (text[at] === '"') {
        let cell = "";
        for (at += 1; ; at += 1) {
          if (at >= text.length) throw new Error("a quote without its end");
          if (text[at] !== '"') cell += text[at];
          else if (text[at + 1] === '"') {
            cell += '"';
            at += 1;
          } else break;
        }
        row.push(cell);
        at += 1;
      } else row.push("");
      if (text[at] === ",") at += 1;
      else break;
    }
    if (text.slice(at, at + 2) !== "\r\n") throw new Error("a row without its end");
    at += 2;
    rows.push(row);
  }
  return rows;
}

const anything = fc.string({ unit: "grapheme", maxLength: 60 });
const dangerous = fc
  .tuple(
    fc.constantFrom("", " ", "\u00a0", "\u200b", "\ufeff", "\t", "\r", "\n", "   "),
    fc.constantFrom("=", "+", "-", "@", "＝", "＋", "－", "＠"),
    anything,
  )
  .map((parts) => parts.join(""));

test("rows of any cells are read back as they were, apart from the apostrophe", () => {
  const cell = fc.oneof(anything, dangerous, fc.constant(null));
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1 }),
      (rows) => {
        const text =
          CSV_START + rows.map((row) => csvLine(row.map((one) => csvCell(one, "text")))).join("");
        const back = read(text).map((row) => row.map((one) => one.replace(/^'/, "")));
        expect(back).toEqual(rows.map((row) => row.map((one) => (one ?? "").replace(/^'/, ""))));
      },
    ),
  );
});

test("no cell of text begins as a formula, however it is dressed", () => {
  fc.assert(
    fc.property(dangerous, (text) => {
      const [[cell]] = read(csvLine([csvCell(text, "text")])) as [[string]];
      expect(cell).toBe(`'${text}`);
    }),
  );
});

test("numbers stay numbers, and an empty cell is not an empty text", () => {
  expect(csvLine([csvCell(-12.5, "plain"), csvCell(null, "text"), csvCell("", "text")])).toBe(
    '"-12.5",,""\r\n',
  );
});
