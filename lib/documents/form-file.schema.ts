import { z } from "zod";
import { id } from "@/lib/core/id";
import { key } from "@/lib/intake/schema";
import { CheckedUpload } from "./upload";

const assignmentId = id("form_assignment");
export const FormQuestion = z.strictObject({ assignmentId, question: key });
export const FormFiles = z.strictObject({ assignmentId });
export const AttachFile = z.strictObject({
  assignmentId,
  question: key,
  /** Made with the page: the same file sent twice is one. */
  fileId: id("file"),
  content: z.custom<CheckedUpload>((value) => value instanceof CheckedUpload, "errors:missing"),
});
export const DetachFile = z.strictObject({ assignmentId, question: key, fileId: id("file") });
