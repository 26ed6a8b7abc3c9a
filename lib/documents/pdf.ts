import { join } from "node:path";
import PDFDocument from "pdfkit";

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
};

type Doc = InstanceType<typeof PDFDocument>;
type Weight = "400" | "600";
const INK = "#2a2027";
const QUIET = "#5d5159";
const LINE = "#cfc4ca";
const BRAND = "#6d2a47";
const MARGIN = 56;

/** Figtree comes in two files by script: neither has all of Łukasz, Ő, £ and the en dash. */
const SUBSETS = ["latin", "latin-ext"] as const;
const fontFile = (subset: string, weight: Weight) =>
  join(
    /* turbopackIgnore: true */ process.cwd(),
    `node_modules/@fontsource/figtree/files/figtree-${subset}-${weight}-normal.woff`,
  );
const inLatin = (code: number): boolean =>
  code <= 0xff ||
  [0x131, 0x152, 0x153, 0x20ac, 0x2122, 0x2212].includes(code) ||
  (code >= 0x2000 && code <= 0x206f);
const inLatinExt = (code: number): boolean =>
  (code >= 0x100 && code <= 0x2af) ||
  (code >= 0x1e00 && code <= 0x1eff) ||
  (code >= 0x20a0 && code <= 0x20c0);

/** What no font here can draw is said to be missing, not left out. */
const MISSING = "\u00bf?";

/** A text in runs of one font each. Composed first, since ő as two signs has no glyph. */
export function runsOf(text: string): { subset: (typeof SUBSETS)[number]; text: string }[] {
  const runs: { subset: (typeof SUBSETS)[number]; text: string }[] = [];
  for (const sign of text.normalize("NFC").replace(/[\u00a0\u2009\u202f]/g, " ")) {
    const code = sign.codePointAt(0) ?? 0;
    const known = inLatin(code) ? "latin" : inLatinExt(code) ? "latin-ext" : null;
    const subset = known ?? "latin";
    const drawn = known ? sign : MISSING;
    const last = runs.at(-1);
    if (last?.subset === subset) last.text += drawn;
    else runs.push({ subset, text: drawn });
  }
  return runs;
}

class Page {
  constructor(
    private readonly doc: Doc,
    private readonly width: number,
  ) {}

  write(
    text: string,
    look: {
      weight?: Weight;
      size?: number;
      color?: string;
      x?: number;
      y?: number;
      width?: number;
    } = {},
  ): void {
    const { weight = "400", size = 10.5, color = INK, x = MARGIN, width = this.width } = look;
    const runs = runsOf(text || " ");
    this.doc.fontSize(size).fillColor(color);
    runs.forEach((run, at) => {
      const options = { width, continued: at < runs.length - 1, lineGap: 2 };
      this.doc.font(`${run.subset}-${weight}`);
      if (at > 0) this.doc.text(run.text, options);
      else this.doc.text(run.text, x, look.y ?? this.doc.y, options);
    });
  }

  /** Height of a text, as the wider of the two fonts would set it. */
  height(text: string, width: number, weight: Weight = "400", size = 10.5): number {
    this.doc.font(`latin-${weight}`).fontSize(size);
    return this.doc.heightOfString(text || " ", { width: width - 2, lineGap: 2 });
  }

  room(height: number): void {
    const bottom = this.doc.page.height - MARGIN - 16;
    if (this.doc.y + height > bottom) this.doc.addPage();
  }
  down(points: number): void {
    this.doc.y += points;
  }
}

/** A tagged PDF/UA-like document: its language, its headings, lists and tables are there for readers that listen. */
export async function pdfOf(look: PdfLook, blocks: readonly Block[]): Promise<Buffer> {
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
  for (const subset of SUBSETS)
    for (const weight of ["400", "600"] as const)
      doc.registerFont(`${subset}-${weight}`, fontFile(subset, weight));
  doc.font("latin-400");
  const root = doc.struct("Document");
  doc.addStructure(root);
  const page = new Page(doc, doc.page.width - 2 * MARGIN);
  for (const block of blocks) draw(doc, root, page, block);
  root.end();
  const { start, count } = doc.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    doc.switchToPage(start + at);
    doc.page.margins.bottom = 0;
    doc.markContent("Artifact", { type: "Pagination" });
    page.write(look.foot(at + 1, count), {
      ...{ size: 8.5, color: QUIET, y: doc.page.height - MARGIN + 8 },
    });
    doc.endMarkedContent();
  }
  doc.end();
  return whole;
}

type Struct = ReturnType<Doc["struct"]>;

function draw(doc: Doc, root: Struct, page: Page, block: Block): void {
  const tagged = (type: string, work: () => void) => {
    root.add(doc.struct(type, {}, work));
  };
  switch (block.is) {
    case "title":
      tagged("H1", () => page.write(block.text, { weight: "600", size: 22, color: BRAND }));
      tagged("P", () => page.write(block.detail, { color: QUIET }));
      page.down(8);
      break;
    case "heading":
      page.room(70);
      page.down(14);
      tagged("H2", () => page.write(block.text, { weight: "600", size: 14, color: BRAND }));
      break;
    case "small":
      page.room(44);
      page.down(8);
      tagged("H3", () => page.write(block.text, { weight: "600", size: 11 }));
      break;
    case "text":
      page.down(4);
      tagged("P", () => page.write(block.text));
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
    one.add(doc.struct("LBody", {}, () => page.write(`\u2022 ${item}`)));
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
    const weight = (at: number): Weight => (heading || (!head && at === 0) ? "600" : "400");
    const height = Math.max(
      ...cells.map((cell, at) => page.height(cell, (widths[at] ?? 0) - 8, weight(at), 9.5)),
    );
    page.room(height + 8);
    const top = doc.y + 3;
    const row = doc.struct("TR");
    table.add(row);
    cells.forEach((cell, at) => {
      row.add(
        doc.struct(weight(at) === "600" ? "TH" : "TD", {}, () =>
          page.write(cell, {
            ...{ weight: weight(at), size: 9.5, x: lefts[at] ?? MARGIN, y: top },
            width: (widths[at] ?? 0) - 8,
          }),
        ),
      );
    });
    row.end();
    const bottom = top + height + 3;
    doc.markContent("Artifact", { type: "Layout" });
    doc
      .lineWidth(0.5)
      .strokeColor(LINE)
      .moveTo(MARGIN, bottom)
      .lineTo(MARGIN + whole, bottom)
      .stroke();
    doc.endMarkedContent();
    doc.x = MARGIN;
    doc.y = bottom;
  };
  if (head) line(head, true);
  for (const cells of rows) line(cells, false);
  table.end();
  page.down(4);
}
