import { getTranslations } from "@/i18n/words";
import type { Actor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { letterPdf } from "@/lib/documents/letter.read";
import { enforce } from "@/lib/work/rate";
import { downloadHeaders } from "./download";

/** A letter to a doctor as a PDF, for whoever may read it. */
export async function letterResponse(
  actor: Actor | null,
  letterId: string,
  subject: string,
): Promise<Response> {
  if (!actor) throw new Refusal("unauthenticated");
  await enforce("documents.letter", [{ subject, most: 60, minutes: 60 }]);
  const bytes = await letterPdf(actor, { letterId });
  const t = await getTranslations("documents.letter");
  const headers = downloadHeaders(`${t("file")}.pdf`, "application/pdf", bytes.length);
  return new Response(new Uint8Array(bytes), { headers });
}
