import { attachment } from "@/lib/documents/file.rules";

/** A record's file is never shown in a page of ours: it is saved, whatever its type says, and kept by nobody between. */
export const downloadHeaders = (name: string, type: string, length: number) => ({
  "Content-Type": type,
  "Content-Length": String(length),
  "Content-Disposition": attachment(name),
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cache-Control": "private, no-store",
});

/** Parts one after another, each read when the last one was taken; a part that fails ends the download unfinished. */
export function partsStream(
  count: number,
  read: (part: number) => Promise<Uint8Array>,
): ReadableStream<Uint8Array> {
  let part = 0;
  return new ReadableStream({
    pull: async (to) => {
      to.enqueue(await read(part));
      part += 1;
      if (part >= count) to.close();
    },
  });
}

const areas = ["practice", "family"] as const;
export const areaOf = (text: string) => areas.find((area) => area === text) ?? null;
