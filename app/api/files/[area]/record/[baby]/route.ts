import { getLocale } from "next-intl/server";
import { actorIn } from "@/app/_server/actor";
import { areaOf, downloadHeaders } from "@/app/_server/download";
import { answering } from "@/app/_server/route";
import { getTranslations } from "@/i18n/words";
import { notFound, Refusal } from "@/lib/core/refusal";
import { babyRecord } from "@/lib/documents/record.read";
import { enforce } from "@/lib/work/rate";

type Asked = { params: Promise<{ area: string; baby: string }> };

/**
 * One baby's record as a PDF. Staff say for whom (`?for=` a grown-up of the family, or `practice`); `?notes=yes` with the
 * signed notes, for a clinician who hands them out.
 */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { area: asked, baby: babyId } = await params;
  return answering(async () => {
    const area = areaOf(asked);
    if (!area) throw notFound();
    const actor = await actorIn(area);
    if (!actor) throw new Refusal("unauthenticated");
    await enforce("documents.record", [{ subject: actor.userId, most: 60, minutes: 60 }]);
    const locale = (await getLocale()) === "en-US" ? "en-US" : "en-GB";
    const { searchParams } = new URL(request.url);
    const notes = searchParams.get("notes") === "yes" ? "yes" : "no";
    const forWhom = searchParams.get("for") ?? undefined;
    const { bytes } = await babyRecord(actor, {
      ...{ babyId, locale, notes },
      ...(area === "practice" && { forWhom }),
    });
    const t = await getTranslations("documents.take");
    const name = `${t("pdfFile")}.pdf`;
    const headers = downloadHeaders(name, "application/pdf", bytes.length);
    return new Response(new Uint8Array(bytes), { headers });
  });
}
