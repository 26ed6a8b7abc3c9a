import bidiFactory from "bidi-js";
import LineBreaker from "linebreak";
import { type Face, faceFor, SILENT, type Weight } from "./pdf.fonts";

const bidi = bidiFactory();
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Nearly all of a record, and nothing to think about: each sign a letter, from left to right. */
const PLAIN = /^[ -~]*$/;
const lettersOf = (text: string): string[] =>
  PLAIN.test(text) ? text.split("") : [...graphemes.segment(text)].map(({ segment }) => segment);
// ő written as two signs has no glyph of its own, and a narrow space is a space.
const composed = (text: string): string =>
  PLAIN.test(text) ? text : text.normalize("NFC").replace(/[\t\u00a0\u2000-\u200a\u202f]/g, " ");
const paragraphsOf = (text: string): string[] => text.split(/\r\n?|[\n\v\f\u2028\u2029]/);

/** The scripts that may be asked for and are not here, by their ISO 15924 codes. */
const SCRIPTS = (
  "Thai Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Armn Geor Ethi Khmr Laoo Mymr Tibt Mong Cher Syrc Thaa Nkoo " +
  "Tfng Yiii Adlm Vaii Java Bali Sund Cans Hani Hang Hira Kana Arab Hebr Deva Cyrl Grek Latn"
)
  .split(" ")
  .map((code) => ({ code, letters: new RegExp(`\\p{Script=${code}}`, "u") }));
const scriptOf = (letter: string): string | null =>
  SCRIPTS.find(({ letters }) => letters.test(letter))?.code ?? null;

/** The letters of a document and who draws each; what nobody draws is named, never left out or drawn wrong. */
export type Letters = {
  /** Of a language or kind that no font here has, in the reader's words: "Tamil". */
  missing: readonly string[];
  face: (letter: string) => Face | undefined;
  /** The text as it can be drawn: "[Tamil]" for what cannot. */
  drawn: (text: string) => string;
  fonts: readonly { face: Face; weight: Weight }[];
};
export async function lettersFor(
  texts: Iterable<readonly [text: string, weight: Weight]>,
  lang: string,
  other: string,
): Promise<Letters> {
  const known = new Map<string, Face | null>();
  const names = new Intl.DisplayNames(lang, { type: "script" });
  const nameOf = (letter: string): string => {
    const code = scriptOf(letter);
    return (code && names.of(code)) ?? other;
  };
  const used = new Map<Face, Set<Weight>>();
  const look = async (text: string, weight: Weight) => {
    for (const letter of new Set(lettersOf(composed(text)))) {
      const face = known.has(letter) ? known.get(letter) : await faceFor(letter);
      known.set(letter, face ?? null);
      if (face) used.set(face, (used.get(face) ?? new Set()).add(weight));
    }
  };
  for (const [text, weight] of texts) await look(text, weight);
  const lost = [...known].flatMap(([letter, face]) => (face || isSilent(letter) ? [] : [letter]));
  const missing = [...new Set(lost.map(nameOf))];
  for (const name of missing)
    for (const weight of [400, 600] as const) await look(`[${name}]`, weight);
  const drawn = (text: string): string => {
    if (PLAIN.test(text)) return text;
    const pieces: string[] = [];
    for (const letter of lettersOf(composed(text))) {
      const name = known.get(letter) === null && nameOf(letter);
      if (!name || isSilent(letter)) pieces.push(letter);
      else if (pieces.at(-1) !== `[${name}]`) pieces.push(`[${name}]`);
    }
    return pieces.join("");
  };
  const fonts = [...used].flatMap(([face, weights]) =>
    [...weights].map((weight) => ({ face, weight })),
  );
  return { missing, face: (letter) => known.get(letter) ?? undefined, drawn, fonts };
}
const isSilent = (letter: string): boolean => [...letter].every((sign) => SILENT.test(sign));

type Piece = { text: string; face: Face; level: number; width: number };
/** Pieces as they stand on the paper, from the left. */
export type Line = { pieces: Piece[]; width: number; leftward: boolean };
type Setting = {
  letters: Letters;
  width: number;
  /** "auto": a paragraph goes as its first letter does. "ltr" for a sentence of ours with a name in it. */
  base: "auto" | "ltr";
  measure: (text: string, face: Face) => number;
};

/** A text as lines of a width: each letter in a font that has it, Arabic and Hebrew from the right. */
export function linesOf(text: string, { letters, width, base, measure }: Setting): Line[] {
  return paragraphsOf(letters.drawn(text)).flatMap((paragraph) => {
    const found = PLAIN.test(paragraph) ? null : bidi.getEmbeddingLevels(paragraph, base);
    const leftward = (found?.paragraphs[0]?.level ?? 0) % 2 === 1;
    const runs = runsOf(paragraph, found?.levels, letters);
    const piecesOf = (start: number, end: number): Piece[] =>
      runs.flatMap((run) => {
        const [from, to] = [Math.max(start, run.start), Math.min(end, run.end)];
        if (from >= to) return [];
        const shown = shownOf(paragraph.slice(from, to), run);
        return [{ ...run, text: shown, width: measure(shown, run.face) }];
      });
    const widthOf = (start: number, end: number) =>
      piecesOf(start, end).reduce((sum, piece) => sum + piece.width, 0);
    return spansOf(paragraph, width, widthOf).map(([start, end]) => {
      const pieces = inOrder(piecesOf(start, end));
      return { pieces, leftward, width: pieces.reduce((sum, piece) => sum + piece.width, 0) };
    });
  });
}

type Run = { start: number; end: number; face: Face; level: number };
/** What is given to the font: it turns Arabic and Hebrew round itself, but neither brackets nor what stands alone. */
function shownOf(text: string, { face, level }: Run): string {
  if (PLAIN.test(text) && level === 0) return text;
  const signs = [...text].filter(
    (sign) => !SILENT.test(sign) || face.has(sign.codePointAt(0) ?? 0),
  );
  if (level % 2 === 0) return signs.join("");
  const mirrored = signs.map((sign) => bidi.getMirroredCharacter(sign) ?? sign);
  return (LEFTWARD.test(text) ? mirrored : mirrored.reverse()).join("");
}
export const LEFTWARD = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** Stretches of one font and one direction. A space or a stop goes with what is before it. */
function runsOf(text: string, levels: Uint8Array | undefined, letters: Letters): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const letter of lettersOf(text)) {
    const [last, level, code] = [runs.at(-1), levels?.[at] ?? 0, letter.codePointAt(0) ?? 0];
    const shared = /^[\p{Zs}\p{P}\p{Cc}\p{DI}]$/u.test(letter);
    const face = last && shared && last.face.has(code) ? last.face : letters.face(letter);
    at += letter.length;
    if (last && (!face || (face === last.face && level === last.level))) last.end = at;
    else if (face) runs.push({ start: at - letter.length, end: at, face, level });
  }
  return runs;
}

/** From where to where each line goes, without the spaces at its end; a word that is too long is cut. */
function spansOf(
  text: string,
  width: number,
  widthOf: (start: number, end: number) => number,
): [number, number][] {
  const spans: [number, number][] = [];
  const breaker = new LineBreaker(text);
  let [start, end, used] = [0, 0, 0];
  const close = () => {
    spans.push([start, start + text.slice(start, end).trimEnd().length]);
    [start, used] = [end, 0];
  };
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    const bare = end + text.slice(end, next.position).trimEnd().length;
    if (used > 0 && used + widthOf(end, bare) > width) close();
    if (widthOf(end, bare) > width)
      for (const letter of lettersOf(text.slice(end, bare))) {
        const more = widthOf(end, end + letter.length);
        if (used > 0 && used + more > width) close();
        [end, used] = [end + letter.length, used + more];
      }
    used += widthOf(end, next.position);
    end = next.position;
  }
  if (start < end || spans.length === 0) close();
  return spans;
}

/** The pieces of one line as they stand on the paper: Unicode annex 9, rule L2. */
function inOrder(pieces: Piece[]): Piece[] {
  const placed = [...pieces];
  for (let level = Math.max(0, ...placed.map((one) => one.level)); level > 0; level--)
    for (let from = 0; from < placed.length; from++) {
      let to = from;
      while ((placed[to]?.level ?? -1) >= level) to++;
      placed.splice(from, to - from, ...placed.slice(from, to).reverse());
      from = to;
    }
  return placed;
}
