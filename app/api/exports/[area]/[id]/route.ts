import { actorIn } from "@/app/_server/actor";
import { areaOf, downloadHeaders, partsStream } from "@/app/_server/download";
import { ownCookie } from "@/app/_server/entry";
import { assertSameOrigin } from "@/app/_server/origin";
import { answering } from "@/app/_server/route";
import { notFound, Refusal } from "@/lib/core/refusal";
import { exportPart } from "@/lib/documents/export.read";
import { fetchExport } from "@/lib/documents/export.write";

type Asked = { params: Promise<{ area: string; id: string }> };

/** The ZIP, for whoever asked for it and signed in a moment ago. A form's POST, so that no address fetches it. */
export async function POST(request: Request, { params }: Asked): Promise<Response> {
  const { area: asked, id: exportId } = await params;
  return answering(async () => {
    assertSameOrigin(request.headers);
    const area = areaOf(asked);
    if (!area) throw notFound();
    const actor = await actorIn(area);
    if (!actor) throw new Refusal("unauthenticated");
    const cookie = await ownCookie();
    const { parts, size, name } = await fetchExport(actor, { exportId, cookie });
    const stream = partsStream(
      parts,
      async (part) => (await exportPart(actor, { exportId, part })).bytes,
    );
    return new Response(stream, { headers: downloadHeaders(name, "application/zip", size) });
  });
}
