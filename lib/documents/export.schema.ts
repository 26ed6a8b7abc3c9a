import { z } from "zod";
import { id } from "@/lib/core/id";
import { wholeNumber } from "@/lib/core/text";

/** The browser's own session, which must have begun a moment ago. */
const cookie = z.string().max(200).optional();
const bytes = z.custom<Buffer>((value) => Buffer.isBuffer(value), "errors:missing");

/** For whom staff make a record of a family: one grown-up of it, or the practice itself (or a court). */
export const forWhom = z
  .preprocess(
    (typed) => (typed === "" ? undefined : typed),
    z.union([z.literal("practice"), id("guardian")], "documents:errors.forWhom").optional(),
  )
  .optional();

export const AskExport = z.strictObject({
  /** Left out for the whole practice. */
  clientId: id("client").optional(),
  /** Staff say it with a family; a parent's own is theirs. */
  forWhom,
  locale: z.enum(["en-GB", "en-US"]),
  cookie,
});
export const FetchExport = z.strictObject({ exportId: id("export"), cookie });
export const DropExport = z.strictObject({ exportId: id("export") });
export const ExportSearch = z.strictObject({ clientId: id("client").optional(), cookie });
export const ExportPart = z.strictObject({
  exportId: id("export"),
  part: wholeNumber(0, 100_000),
});

export const ThisExport = z.strictObject({ practiceId: id("practice"), exportId: id("export") });
const progress = {
  exportId: id("export"),
  run: z.uuid(),
  phase: z.enum(["rows", "records", "files"]),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
};
export const NoteExport = z.strictObject({
  ...progress,
  part: z.strictObject({ number: z.int().nonnegative(), bytes }).optional(),
});
export const FinishExport = z.strictObject({
  exportId: id("export"),
  run: z.uuid(),
  rows: z.int().nonnegative(),
  records: z.int().nonnegative(),
  privateNotes: z.int().nonnegative(),
  files: z.int().nonnegative(),
  size: z.int().nonnegative(),
  parts: z.int().nonnegative(),
});
