import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";

type Piece = Buffer | string;
/** One file of a ZIP; its content is asked for when its turn comes. */
export type Entry = { path: string; content: () => AsyncIterable<Piece>; packed?: boolean };
export type Written = { path: string; bytes: number; sha256: string };

/**
 * The ZIP of some files, piece by piece, nothing held but the piece in hand; at its end `manifest.json` names every
 * file with its length and SHA-256. A fault in a file ends the whole: half a ZIP never looks like one.
 */
export async function* zipped(
  entries: readonly Entry[],
  at: Date,
  head: () => Readonly<Record<string, unknown>>,
): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const written: Written[] = [];
  const out = zip.outputStream as Readable;
  zip.on("error", (error: Error) => out.destroy(error));
  const add = (path: string, packed: boolean, content: () => AsyncIterable<Piece>) =>
    zip.addReadStreamLazy(path, { mtime: at, mode: 0o100644, compress: !packed }, (ready) => {
      const source = Readable.from(content(), { objectMode: false });
      source.on("error", (error) => out.destroy(error));
      ready(null, source);
    });
  for (const { path, packed = false, content } of entries)
    add(path, packed, () => counted(path, content(), written));
  add("manifest.json", false, async function* () {
    yield `${JSON.stringify({ ...head(), files: written }, null, 2)}\n`;
  });
  zip.end();
  for await (const piece of out) yield Buffer.from(piece);
}

async function* counted(
  path: string,
  content: AsyncIterable<Piece>,
  into: Written[],
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of content) {
    const raw = Buffer.from(piece);
    hash.update(raw);
    bytes += raw.length;
    yield raw;
  }
  into.push({ path, bytes, sha256: hash.digest("hex") });
}

/** The same bytes in pieces of one size, the last one shorter. */
export async function* inParts(
  pieces: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    while (length >= size) {
      const all = Buffer.concat(held);
      yield all.subarray(0, size);
      held = [all.subarray(size)];
      length -= size;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}
