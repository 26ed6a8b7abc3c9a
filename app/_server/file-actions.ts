import type { Actor } from "@/lib/core/actor";
import { bringBackFile, removeFile } from "@/lib/documents/file.write";
import { action, text } from "./action";

export const oneFile = (form: FormData) => ({ fileId: text(form, "fileId") });

/** What everybody can do with their files; each leads back to the list, which says what became of it. */
export function fileActions(as: () => Promise<Actor | null>, area: "practice" | "family") {
  const there =
    (saved: string) =>
    ({ babyId }: { babyId: string }) =>
      `/${area}/babies/${babyId}/files?saved=${saved}`;
  return {
    there,
    remove: action(removeFile, { as, input: oneFile, then: there("removed") }),
    bringBack: action(bringBackFile, { as, input: oneFile, then: there("back") }),
  };
}
