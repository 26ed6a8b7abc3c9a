import PDFDocument from "pdfkit";
import type { Face, Weight } from "./pdf.fonts";
import { LEFTWARD, type Letters, type Line, lettersFor, linesOf } from "./pdf.text";

/** What a page of a record is made of. Words only: how it looks is settled here. */
export type Block =
  | { is: "title"; text: string; detail: string }
  | { is: "heading"; text: string }
  | { is: "small"; text: string }
  | { is: "text"; text: string }
  | { is: "facts"; rows: readonly (readonly [name: string, value: string])[] }
  | { is: "list"; items: readonly string[] }
  | { is: "table"; head: readonly string[]; rows: readonly (readonly string[])[] };

export type PdfLook = {
  lang: string;
  title: string;
  foot: (page: number, pages: number) => string;
  /** What is said when no font here has some of the letters. */
  missing: (of: readonly string[]) => string;
  /** The word for signs that belong to no script. */
  signs: string;
};

type Doc = InstanceType<typeof PDFDocument>;
const INK = "#2a2027";
const QUIET = "#5d5159";
const LINE = "#cfc4ca";
const BRAND = "#6d2a47";
const MARGIN = 56;

type Look = {
  weight?: Weight;
  size?: number;
  color?: string;
  x?: number;
  width?: number;
  /** Somebody's own words: a paragraph of Arabic goes from the right, whatever the language of the record. */
  own?: boolean;
};
/** Scripts that are drawn in another order than they are spoken: what is read aloud is kept beside the signs. */
const REORDERED = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}]/u;
const spoken = (text: string) => (REORDERED.test(text) ? { actual: text } : {});

/** PDFKit shapes word by word and puts the words from left to right; with any list of features it shapes the whole. */
const shaping = (text: string) => (LEFTWARD.test(text) ? { features: [] } : {});

class Page {
  private readonly widths = new Map<string, number>();
  constructor(
    private readonly doc: Doc,
    private readonly letters: Letters,
    private readonly width: number,
  ) {}

  lines(text: string, look: Look = {}): Line[] {
    const { weight = 400, size = 10.5, width = this.width } = look;
    const measure = (piece: string, face: Face): number => {
      const key = `${face.key}-${weight}`;
      const known = this.widths.get(`${key} ${size} ${piece}`);
      if (known !== undefined) return known;
      const found = this.doc.font(key).fontSize(size).widthOfString(piece, shaping(piece));
      this.widths.set(`${key} ${size} ${piece}`, found);
      return found;
    };
    const base = look.own ? "auto" : "ltr";
    return linesOf(text, { letters: this.letters, width, base, measure });
  }

  write(text: string, look: Look = {}): void {
    for (const line of this.lines(text, look)) {
      if (this.doc.y + lineHeight(look) > this.bottom) this.turnOver();
      this.line(line, this.doc.y, look);
      this.doc.y += lineHeight(look);
    }
  }

  line(line: Line, top: number, look: Look): void {
    const { weight = 400, size = 10.5, color = INK, width = this.width } = look;
    let x = look.x ?? MARGIN;
    if (look.own && !look.x && line.leftward) x += width - line.width;
    this.doc.fontSize(size).fillColor(color);
    const y = top + size * ASCENT;
    for (const piece of line.pieces) {
      this.doc.font(`${piece.face.key}-${weight}`);
      this.doc.text(piece.text, x, y, {
        lineBreak: false,
        baseline: "alphabetic",
        ...shaping(piece.text),
      });
      x += piece.width;
    }
    this.doc.x = MARGIN;
    this.doc.y = top;
  }

  get bottom(): number {
    return this.doc.page.height - this.doc.page.margins.bottom;
  }
  room(height: number): void {
    if (this.doc.y + height > this.bottom) this.doc.addPage();
  }
  /** A new page in the middle of a paragraph. */
  turnOver(): void {
    this.doc.continueOnNewPage();
    this.doc.y = MARGIN;
  }
  down(points: number): void {
    this.doc.y += points;
  }
}
/** Of a line's height; enough for the marks above and below Vietnamese, Arabic and Devanagari letters. */
const ASCENT = 1.05;
const lineHeight = ({ size = 10.5 }: Look): number => size * 1.42;

function* textsOf(look: PdfLook, blocks: readonly Block[]): Generator<readonly [string, Weight]> {
  yield [`${look.foot(1, 1)} 0123456789 \u2022 ${look.missing([])}`, 400];
  for (const block of blocks) {
    if ("text" in block) yield [block.text, block.is === "text" ? 400 : 600];
    if (block.is === "title") yield [block.detail, 400];
    if (block.is === "list") for (const item of block.items) yield [item, 400];
    if (block.is === "table") for (const cell of block.head) yield [cell, 600];
    if (block.is === "table" || block.is === "facts")
      for (const row of block.rows)
        for (const [at, cell] of row.entries())
          yield [cell, block.is === "facts" && at === 0 ? 600 : 400];
  }
}

/** A tagged PDF/UA-like document: its language, its headings, lists and tables are there for readers that listen. */
export async function pdfOf(look: PdfLook, blocks: readonly Block[]): Promise<Buffer> {
  const letters = await lettersFor(textsOf(look, blocks), look.lang, look.signs);
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN + 16, left: MARGIN, right: MARGIN },
    pdfVersion: "1.7",
    tagged: true,
    displayTitle: true,
    lang: look.lang,
    bufferPages: true,
    info: { Title: look.title, Producer: "Handsel", Creator: "Handsel" },
  });
  const pieces: Buffer[] = [];
  const whole = new Promise<Buffer>((done, fail) => {
    doc.on("data", (piece: Buffer) => pieces.push(piece));
    doc.on("end", () => done(Buffer.concat(pieces)));
    doc.on("error", fail);
  });
  for (const { face, weight } of letters.fonts)
    doc.registerFont(`${face.key}-${weight}`, await face.bytes(weight));
  const root = doc.struct("Document");
  doc.addStructure(root);
  const page = new Page(doc, letters, doc.page.width - 2 * MARGIN);
  for (const block of blocks) draw(doc, root, page, block);
  if (letters.missing.length > 0)
    draw(doc, root, page, { is: "text", text: look.missing(letters.missing) });
  root.end();
  const { start, count } = doc.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    doc.switchToPage(start + at);
    doc.page.margins.bottom = 0;
    doc.markContent("Artifact", { type: "Pagination" });
    const foot = { size: 8.5, color: QUIET };
    const [line] = page.lines(look.foot(at + 1, count), foot);
    if (line) page.line(line, doc.page.height - MARGIN + 8, foot);
    doc.endMarkedContent();
  }
  doc.end();
  return whole;
}

type Struct = ReturnType<Doc["struct"]>;

function draw(doc: Doc, root: Struct, page: Page, block: Block): void {
  const tagged = (type: string, text: string, look: Look = {}) => {
    root.add(doc.struct(type, spoken(text), () => page.write(text, look)));
  };
  switch (block.is) {
    case "title":
      tagged("H1", block.text, { weight: 600, size: 22, color: BRAND });
      tagged("P", block.detail, { color: QUIET });
      page.down(8);
      break;
    case "heading":
      page.room(70);
      page.down(14);
      tagged("H2", block.text, { weight: 600, size: 14, color: BRAND });
      break;
    case "small":
      page.room(44);
      page.down(8);
      tagged("H3", block.text, { weight: 600, size: 11 });
      break;
    case "text":
      page.down(4);
      tagged("P", block.text, { own: true });
      break;
    case "list":
      drawList(doc, root, page, block.items);
      break;
    case "facts":
      drawTable(doc, root, page, null, block.rows, [0.3, 0.7]);
      break;
    case "table":
      drawTable(doc, root, page, block.head, block.rows);
      break;
  }
}

function drawList(doc: Doc, root: Struct, page: Page, items: readonly string[]): void {
  const list = doc.struct("L");
  root.add(list);
  for (const item of items) {
    page.down(3);
    const one = doc.struct("LI");
    list.add(one);
    const text = `\u2022 ${item}`;
    one.add(doc.struct("LBody", spoken(text), () => page.write(text)));
    one.end();
  }
  list.end();
}

function drawTable(
  doc: Doc,
  root: Struct,
  page: Page,
  head: readonly string[] | null,
  rows: readonly (readonly string[])[],
  shares?: readonly number[],
): void {
  const columns = (head ?? rows[0] ?? []).length;
  if (columns === 0) return;
  const whole = doc.page.width - 2 * MARGIN;
  const widths = Array.from({ length: columns }, (_, at) => whole * (shares?.[at] ?? 1 / columns));
  const lefts = widths.map((_, at) => MARGIN + widths.slice(0, at).reduce((a, b) => a + b, 0));
  const table = doc.struct("Table");
  root.add(table);
  page.down(4);
  const line = (cells: readonly string[], heading: boolean) => {
    const look = (at: number) => ({
      ...{ weight: (heading || (!head && at === 0) ? 600 : 400) as Weight, size: 9.5 },
      ...{ x: lefts[at] ?? MARGIN, width: (widths[at] ?? 0) - 8, own: true },
    });
    const set = cells.map((cell, at) => page.lines(cell, look(at)));
    const step = lineHeight({ size: 9.5 });
    // A row higher than what is left of the page goes to the next; one that no page holds is cut between two lines.
    const most = Math.max(1, ...set.map((lines) => lines.length));
    page.room(Math.min(most, 12) * step + 8);
    for (let from = 0; from < most; ) {
      const fits = Math.max(1, Math.floor((page.bottom - doc.y - 8) / step));
      const to = Math.min(most, from + fits);
      const top = doc.y + 3;
      const row = doc.struct("TR");
      table.add(row);
      set.forEach((lines, at) => {
        const type = look(at).weight === 600 ? "TH" : "TD";
        const draw = () =>
          lines.slice(from, to).forEach((one, n) => {
            page.line(one, top + n * step, look(at));
          });
        row.add(doc.struct(type, spoken(from === 0 ? (cells[at] ?? "") : ""), draw));
      });
      row.end();
      rule(doc, top + (to - from) * step + 3, whole);
      from = to;
      if (from < most) doc.addPage();
    }
  };
  if (head) line(head, true);
  for (const cells of rows) line(cells, false);
  table.end();
  page.down(4);
}

function rule(doc: Doc, at: number, width: number): void {
  doc.markContent("Artifact", { type: "Layout" });
  doc
    .lineWidth(0.5)
    .strokeColor(LINE)
    .moveTo(MARGIN, at)
    .lineTo(MARGIN + width, at)
    .stroke();
  doc.endMarkedContent();
  doc.x = MARGIN;
  doc.y = at;
}
