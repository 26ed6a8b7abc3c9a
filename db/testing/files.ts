import { newId } from "@/lib/core/id";
import { partRows, sealFacts } from "@/lib/documents/file.store";
import { CheckedUpload } from "@/lib/documents/upload";
import { sealBytesForSystem } from "@/lib/work/vault";
import type { Database } from "../client";
import * as t from "../schema";
import type { TestFamily, TestPractice } from "./world";

/** The smallest thing that is taken for a PDF. */
export const paper = (words: string): Buffer =>
  Buffer.from(`%PDF-1.4\n% ${words}\nstartxref\n0\n%%EOF\n`);

/** A file of a baby, shown to its family. */
export async function makeFile(
  owner: Database,
  at: TestPractice,
  family: TestFamily,
  words = "letter",
): Promise<string> {
  const { practiceId } = at;
  const { clientId, babyId, dataKey } = family;
  const fileId = newId<"file">();
  const { bytes, kind, name, sha256 } = await CheckedUpload.of({
    name: `${words}.pdf`,
    bytes: paper(words),
  });
  const parts = partRows(dataKey, { practiceId, fileId, clientId }, bytes);
  await owner.insert(t.files).values({
    ...{ practiceId, id: fileId, clientId, babyId, kind, about: "letter", onDay: "2026-11-01" },
    facts: sealFacts(dataKey, fileId, {
      ...{ name, caption: words, length: bytes.length, parts: parts.length, sha256 },
    }),
    ...{ size: bytes.length, byKind: "staff", byUserId: at.userId, shownAt: new Date(0) },
  });
  await owner.insert(t.fileParts).values(parts);
  return fileId;
}

/** A ready export of a whole practice, with one part. */
export async function makeExportRows(owner: Database, at: TestPractice): Promise<string> {
  const exportId = newId<"export">();
  const { practiceId, userId: byUserId } = at;
  await owner.insert(t.practiceExports).values({
    ...{ practiceId, id: exportId, byKind: "staff", byUserId, locale: "en-GB" },
    ...{ phase: "ready", parts: 1, size: 3, readyAt: new Date(), fetchedAt: new Date() },
    expiresAt: new Date(Date.now() + 86_400_000),
  });
  const where = { table: "export_parts", column: "body", practiceId, id: exportId, version: 0 };
  await owner.insert(t.exportParts).values({
    ...{ practiceId, exportId, part: 0 },
    body: sealBytesForSystem(where, Buffer.from("zip")),
  });
  return exportId;
}
