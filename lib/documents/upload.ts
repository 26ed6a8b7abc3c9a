import { createHash } from "node:crypto";
import type { FileKind } from "@/db/schema";
import { Refusal } from "@/lib/core/refusal";
import { kindOf, MOST_BYTES, safeName } from "./file.rules";
import { drawnAnew } from "./picture";

const refusal = (why: string) => new Refusal("invalid", `documents:refused.${why}`);

/**
 * A file that was looked at: only this reaches the database. Pictures are drawn anew, so nothing of what came but what is
 * seen stays: no place, no camera, nothing hidden behind the last pixel.
 */
export class CheckedUpload {
  private constructor(
    readonly kind: FileKind,
    readonly name: string,
    readonly bytes: Buffer,
    readonly sha256: string,
  ) {}

  /** Refuses, in words, what is empty, too big, broken or none of PDF, PNG and JPEG. */
  static async of(given: { name: string; bytes: Uint8Array }): Promise<CheckedUpload> {
    const { bytes } = given;
    if (bytes.length === 0) throw refusal("empty");
    if (bytes.length > MOST_BYTES) throw refusal("tooBig");
    const kind = kindOf(bytes);
    if (kind === "heic") throw refusal("heic");
    if (kind === "broken_pdf") throw refusal("brokenPdf");
    if (kind === "other") throw refusal("notAllowed");
    const kept = kind === "pdf" ? Buffer.from(bytes) : await drawnAnew(bytes, kind, refusal);
    const sha256 = createHash("sha256").update(kept).digest("hex");
    return new CheckedUpload(kind, safeName(given.name, kind), kept, sha256);
  }
}
