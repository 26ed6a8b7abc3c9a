import { z } from "zod";
import { id } from "@/lib/core/id";
import { optionalProse, wholeNumber } from "@/lib/core/text";
import { day } from "@/lib/core/time";
import { CheckedUpload } from "./upload";

export const ABOUT = ["letter", "photo", "other"] as const;

/** What lies sealed in files.facts; with the hash and the length no part can be left out or put in another's place. */
export const FileFacts = z.strictObject({
  name: z.string().max(200),
  caption: z.string().max(300).optional(),
  length: z.int().positive(),
  parts: z.int().positive(),
  sha256: z.string().length(64),
});
export type FileFacts = z.output<typeof FileFacts>;

const caption = optionalProse(300);

export const AskUpload = z.strictObject({ babyId: id("baby") });
export const KeepFile = z.strictObject({
  babyId: id("baby"),
  /** Made with the form: the same form sent twice is one file. */
  fileId: id("file"),
  about: z.enum(ABOUT, "errors:choose"),
  caption,
  onDay: day,
  content: z.custom<CheckedUpload>((value) => value instanceof CheckedUpload, "errors:missing"),
});
export const OneFile = z.strictObject({ fileId: id("file") });
export const DescribeFile = z.strictObject({ fileId: id("file"), caption, onDay: day });
export const ShowFile = z.strictObject({
  fileId: id("file"),
  shown: z.enum(["yes", "no"], "errors:choose"),
});
export const FilePart = z.strictObject({ fileId: id("file"), part: wholeNumber(0, 63) });
export const FileSearch = z.strictObject({
  babyId: id("baby"),
  page: wholeNumber(1, 1000).default(1),
});
