import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

type Rgb = readonly [number, number, number];
const read = (file: string) => readFileSync(join("app/styles", file), "utf8");

/** oklch to linear sRGB: CSS Color 4, section 19, the sample code of oklab; out of the gamut is clamped, as screens do. */
function linear(lightness: number, chroma: number, hue: number): Rgb {
  const [a, b] = [Math.cos, Math.sin].map((part) => chroma * part((hue * Math.PI) / 180)) as [
    number,
    number,
  ];
  const cubed = (x: number, y: number) => (lightness + x * a + y * b) ** 3;
  const l = cubed(0.3963377773761749, 0.2158037573099136);
  const m = cubed(-0.1055613458156586, -0.0638541728258133);
  const s = cubed(-0.0894841775298119, -1.2914855480194092);
  const clamp = (part: number) => Math.min(1, Math.max(0, part));
  return [
    clamp(4.0767416360759574 * l - 3.3077115392580616 * m + 0.2309699031821044 * s),
    clamp(-1.2684379732850317 * l + 2.6097573492876887 * m - 0.3413193760026573 * s),
    clamp(-0.0041960761386756 * l - 0.7034186179359362 * m + 1.7076146940746117 * s),
  ];
}
/** WCAG 2.2, relative luminance and contrast ratio. */
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const colour = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
const both = (pattern: string) =>
  new RegExp(`${pattern}: (?:light-dark\\(${colour}, ${colour}\\)|${colour});`, "g");
type Colours = Map<string, { day: Rgb; night: Rgb }>;
/** The colours that a stylesheet gives to its custom properties, in both themes. */
function coloursOf(css: string): Colours {
  return new Map(
    [...css.matchAll(both("--([\\w-]+)"))].map(([, name = "", ...parts]) => {
      const given = parts.filter((part) => part !== undefined).map(Number);
      const at = (from: number) =>
        linear(given[from] ?? 0, given[from + 1] ?? 0, given[from + 2] ?? 0);
      return [name, { day: at(0), night: at(given.length > 3 ? 3 : 0) }];
    }),
  );
}
const tokens = coloursOf(read("tokens.css"));

/** Text on what it stands on (WCAG 1.4.3: 4.5; our own reading text: 7), then marks and edges (1.4.11: 3). */
const pairs: readonly [need: number, on: readonly string[], ...words: readonly string[]][] = [
  [7, ["bg", "surface", "sunken", "raised"], "ink"],
  [7, ["brand-soft", "glow-soft", "good-soft", "info-soft", "bad-soft"], "ink"],
  [7, ["bg", "surface"], "ink-2"],
  [
    4.5,
    ["sunken", "raised", "brand-soft", "glow-soft", "good-soft", "info-soft", "bad-soft"],
    "ink-2",
  ],
  [4.5, ["bg", "surface", "sunken", "raised", "brand-soft"], "ink-3"],
  [
    4.5,
    ["bg", "surface", "sunken", "raised"],
    "brand-ink",
    "glow-ink",
    "good-ink",
    "info-ink",
    "bad-ink",
  ],
  [7, ["brand-soft"], "brand-ink"],
  [7, ["brand"], "on-brand"],
  [4.5, ["brand-hover"], "on-brand"],
  [7, ["glow"], "on-glow"],
  [4.5, ["glow-soft"], "glow-ink"],
  [4.5, ["good-soft"], "good-ink"],
  [4.5, ["info-soft"], "info-ink"],
  [4.5, ["bad-soft"], "bad-ink"],
  [4.5, ["bad"], "on-bad"],
  [7, ["ink"], "bg"],
  [3, ["bg", "surface", "sunken"], "line-strong", "focus"],
  [3, ["surface"], "good", "info", "bad", "viz-1", "viz-2", "viz-3", "viz-4", "viz-5", "viz-6"],
  [4.5, ["skin"], "skin-line"],
];
const measured = pairs.flatMap(([need, on, ...words]) =>
  on.flatMap((under) => words.map((word) => ({ word, under, need }))),
);

test.each(["day", "night"] as const)("every pair of colours can be read by %s", (theme) => {
  const poor = measured.flatMap(({ word, under, need }) => {
    const [text, ground] = [tokens.get(word), tokens.get(under)];
    if (!text || !ground) return [`${word} on ${under}: no such colour`];
    const ratio = contrast(text[theme], ground[theme]);
    return ratio < need ? [`${word} on ${under}: ${ratio.toFixed(2)}, needs ${need}`] : [];
  });
  expect(poor).toEqual([]);
});

test("the measure is that of the standard", () => {
  const [black, white] = [linear(0, 0, 0), linear(1, 0, 0)];
  expect(contrast(black, white)).toBeCloseTo(21, 3);
  // #777777 on white, the example that just fails: 4.48.
  const grey = ((0x77 / 255 + 0.055) / 1.055) ** 2.4;
  expect(contrast([grey, grey, grey], white)).toBeCloseTo(4.48, 2);
  // sRGB red is oklch(0.628 0.2577 29.23).
  for (const [at, part] of linear(0.628, 0.2577, 29.23).entries())
    expect(part).toBeCloseTo(at === 0 ? 1 : 0, 2);
});

test("the line of the figure stands out from every skin", () => {
  const tones = read("figure.css").matchAll(/\.skin-\d \{([^}]+)\}/g);
  const found = [...tones].map(([, css = ""]) => coloursOf(css));
  expect(found).toHaveLength(4);
  for (const own of found)
    for (const theme of ["day", "night"] as const) {
      const [line, skin] = ["skin-line", "skin"].map((name) => own.get(name) ?? tokens.get(name));
      expect(line && skin ? contrast(line[theme], skin[theme]) : 0).toBeGreaterThanOrEqual(3);
    }
});

test("every colour that words are given is among the measured ones", () => {
  const sheets = ["app", "components"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".css"))
      .map((name) => readFileSync(join(folder, name), "utf8")),
  );
  const used = new Set(
    sheets.flatMap((css) =>
      [...css.matchAll(/(?<![\w-])color: ([^;]+);/g)].flatMap(([, value = ""]) =>
        [...value.matchAll(/var\(--([\w-]+)\)/g)].map(([, name = ""]) => name),
      ),
    ),
  );
  expect(used.size).toBeGreaterThan(5);
  const known = new Set(measured.map(({ word }) => word));
  expect([...used].filter((name) => !known.has(name))).toEqual([]);
});
