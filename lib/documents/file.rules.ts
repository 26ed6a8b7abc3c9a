import type { FileKind } from "@/db/schema";

const MB = 1024 * 1024;
/** What one file may weigh, and what a family may keep. */
export const MOST_BYTES = 10 * MB;
export const MOST_FAMILY_BYTES = 300 * MB;
export const MOST_FAMILY_FILES = 400;
/** A file taken away can be brought back for this long. */
export const KEPT_DAYS = 7;
/** Each part is sealed apart, so that a download opens one at a time. */
export const PART_BYTES = MB;

export const EXTENSION: Readonly<Record<FileKind, string>> = {
  pdf: "pdf",
  png: "png",
  jpeg: "jpg",
};
export const CONTENT_TYPE: Readonly<Record<FileKind, string>> = {
  pdf: "application/pdf",
  png: "image/png",
  jpeg: "image/jpeg",
};

export type Seen = FileKind | "heic" | "broken_pdf" | "other";

const text = (bytes: Uint8Array, from: number, until: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", from, until);

/**
 * What a file is by its first and last bytes; the name and the browser's word for it count for nothing. A PDF must begin
 * and end as one: readers forgive junk around it, and that is where other formats hide.
 */
export function kindOf(bytes: Uint8Array): Seen {
  const head = text(bytes, 0, 16);
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (/^%PDF-[12]\.\d/.test(head)) {
    const tail = text(bytes, Math.max(0, bytes.length - 1024), bytes.length);
    return /startxref\s+\d+\s+%%EOF\s*$/.test(tail) ? "pdf" : "broken_pdf";
  }
  if (/^ftyp(heic|heix|hevc|hevx|heim|heis|mif1|msf1|avif)/.test(text(bytes, 4, 12))) return "heic";
  return "other";
}

// Reserved on Windows whatever follows the dot.
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** The name that a file is offered under: no path, nothing hidden, and the ending of what it really is. */
export function safeName(given: string, kind: FileKind): string {
  const last = given.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const stem = last
    .replace(/\.[^.]{0,10}$/, "")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029\ufffd]/gu, "")
    .replace(/[<>:"|?*%;]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const short = [...stem].slice(0, 80).join("").trim();
  const name = !short || reserved.test(short) ? `file ${short}`.trim() : short;
  return `${name}.${EXTENSION[kind]}`;
}

/** RFC 6266: the name in plain letters for old programs, and as it is for all others. */
export function attachment(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
