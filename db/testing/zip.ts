import { fromBuffer } from "yauzl";

/** A ZIP as it is handed out: the content of each file by its path. */
export type Zip = Map<string, Buffer>;
export const unzip = (bytes: Buffer): Promise<Zip> =>
  new Promise((done, fail) => {
    const found: Zip = new Map();
    fromBuffer(bytes, { lazyEntries: true }, (problem, zip) => {
      if (problem) return fail(problem);
      zip.on("error", fail);
      zip.on("end", () => done(found));
      zip.on("entry", (entry) =>
        zip.openReadStream(entry, (wrong, stream) => {
          if (wrong) return fail(wrong);
          const pieces: Buffer[] = [];
          stream.on("data", (piece: Buffer) => pieces.push(piece));
          stream.on("end", () => {
            found.set(entry.fileName, Buffer.concat(pieces));
            zip.readEntry();
          });
        }),
      );
      zip.readEntry();
    });
  });

export const rowsIn = (zip: Zip, table: string): Record<string, unknown>[] =>
  JSON.parse(zip.get(`data/${table}.json`)?.toString("utf8") ?? "[]");
export const allOf = (zip: Zip): string =>
  [...zip].map(([name, bytes]) => `${name}\n${bytes.toString("latin1")}`).join("\n");
