/** The signs of GSM 03.38, in which a segment holds 160; a few of them count twice. Anything else would halve that. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const TWICE = "^{}\\[~]|€\f";
const basic = new Set(BASIC);
const twice = new Set(TWICE);

const SINGLE = 160;
/** Of several, each carries a header that says where it belongs. */
const OF_SEVERAL = 153;
export const MOST_SEGMENTS = 2;

export const unitsOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (twice.has(sign) ? 2 : 1), 0);

export const segmentsOf = (text: string): number =>
  unitsOf(text) <= SINGLE ? 1 : Math.ceil(unitsOf(text) / OF_SEVERAL);

const plainer: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "–": "-",
  "—": "-",
  "…": "...",
  ł: "l",
  Ł: "L",
  đ: "d",
  œ: "oe",
};

/** In the signs of GSM: what has a plain form gets it, "Zoë" is "Zoe"; the rest becomes a question mark. */
export const toGsm = (text: string): string =>
  [...text.normalize("NFC")]
    .map((sign) => {
      if (basic.has(sign) || twice.has(sign)) return sign;
      const plain = plainer[sign] ?? sign.normalize("NFKD").replace(/\p{M}/gu, "");
      return [...plain].every((one) => basic.has(one)) ? plain : "?";
    })
    .join("");

/** The name as a phone can show it, cut to `most` signs; null for one that would be mostly question marks. */
export function shortName(name: string, most = 24): string | null {
  const plain = toGsm(name).replace(/\s+/g, " ").trim();
  if (plain.includes("?")) return null;
  return plain.length <= most
    ? plain
    : plain
        .slice(0, most - 1)
        .trimEnd()
        .concat(".");
}

/** A text in at most two segments. Words longer than that are a fault of ours, not something to send in parts. */
export function asText(words: string): string {
  const text = toGsm(words).trim();
  if (segmentsOf(text) > MOST_SEGMENTS) throw new RangeError("a text message of ours is too long");
  return text;
}

// What carriers everywhere understand (CTIA messaging principles, GSMA): the word alone, in any case.
const stopWords = new Set([
  "STOP",
  "STOPALL",
  "UNSUBSCRIBE",
  "CANCEL",
  "END",
  "QUIT",
  "OPTOUT",
  "REVOKE",
]);

/** Whether an answer asks for no more texts. A sentence with the word in it is something to read, not an order. */
export const isOptOut = (answer: string): boolean =>
  stopWords.has(
    answer
      .trim()
      .toUpperCase()
      .replace(/[\s.!-]+/g, ""),
  );
