import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { create } from "fontkit";
import subsetFont from "subset-font";

export type Weight = 400 | 600;
/** One font file of one script, or of a part of one: Chinese and Korean come in hundreds. */
export type Face = {
  key: string;
  has: (code: number) => boolean;
  bytes: (weight: Weight) => Promise<Buffer>;
};

/**
 * The first of these that has a letter sets it. Vazirmatn draws an Arabic letter with its dots as one sign; Noto, which
 * has the rarer letters, in two, and a text that is copied out of such a PDF has lost its dots.
 */
const FAMILIES = [
  "figtree",
  "noto-sans",
  "vazirmatn",
  "noto-sans-arabic",
  "noto-sans-hebrew",
  "noto-sans-sc",
  "noto-sans-kr",
  "noto-emoji",
] as const;

type Range = readonly [from: number, to: number];
type Part = { family: string; part: string; ranges: readonly Range[] };

const once = <A, B>(make: (key: A) => Promise<B>) => {
  const made = new Map<A, Promise<B>>();
  return (key: A): Promise<B> => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    // What failed may be tried again: a disk has its moments.
    known.catch(() => made.delete(key));
    return known;
  };
};
const packaged = (family: string, file: string) =>
  readFile(
    join(
      /* turbopackIgnore: true */ process.cwd(),
      `node_modules/@fontsource-variable/${family}/${file}`,
    ),
  );

const rangesOf = (said: string): Range[] =>
  said.split(",").map((range) => {
    const [from = 0, to = from] = range
      .slice(2)
      .split("-")
      .map((hex) => Number.parseInt(hex, 16));
    return [from, to];
  });
const partsOf = once(async (family: string): Promise<Part[]> => {
  const said: Record<string, string> = JSON.parse(
    (await packaged(family, "unicode.json")).toString("utf8"),
  );
  return Object.entries(said).map(([part, ranges]) => ({
    ...{ family, part: part.replace(/[[\]]/g, ""), ranges: rangesOf(ranges) },
  }));
});

/** The variable font of a part at one weight: what a PDF can hold. */
async function instance({ family, part, ranges }: Part, weight: Weight): Promise<Buffer> {
  const font = await packaged(family, `files/${family}-${part}-wght-normal.woff2`);
  const letters = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)),
  );
  const how = {
    ...{ targetFormat: "truetype" as const, variationAxes: { wght: weight } },
    ...(family === "noto-sans" && part !== "devanagari" && { keepFeatures: WHOLE_LETTERS }),
  };
  return subsetFont(font, letters.join(""), how);
}
/** Without `ccmp`, which draws ị as two signs of which one means nothing to whoever copies the text. */
const WHOLE_LETTERS = ["kern", "locl", "mark", "mkmk"];

const faces = new WeakMap<Part, Promise<Face>>();
function faceOf(part: Part): Promise<Face> {
  const known = faces.get(part);
  if (known) return known;
  const bytes = once((weight: Weight) => instance(part, weight));
  const made = bytes(400).then((regular): Face => {
    const font = create(regular);
    return {
      ...{ key: `${part.family}-${part.part}`, bytes },
      has: (code) => "hasGlyphForCodePoint" in font && font.hasGlyphForCodePoint(code),
    };
  });
  faces.set(part, made);
  made.catch(() => faces.delete(part));
  return made;
}

/** Joiners and the like: they say how letters meet, and need no sign of their own. */
export const SILENT = /\p{Default_Ignorable_Code_Point}|\p{Cc}/u;

/** Who can draw a letter with all its marks; null when nobody here can. */
export async function faceFor(letter: string): Promise<Face | null> {
  const codes = [...letter]
    .filter((sign) => !SILENT.test(sign))
    .map((sign) => sign.codePointAt(0) ?? 0);
  const [first] = codes;
  if (first === undefined) return null;
  for (const family of FAMILIES)
    for (const part of await partsOf(family)) {
      if (!part.ranges.some(([from, to]) => from <= first && first <= to)) continue;
      const face = await faceOf(part);
      if (codes.every(face.has)) return face;
    }
  return null;
}
