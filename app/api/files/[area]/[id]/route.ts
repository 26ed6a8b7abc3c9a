import { actorIn } from "@/app/_server/actor";
import { areaOf, downloadHeaders, partsStream } from "@/app/_server/download";
import { answering } from "@/app/_server/route";
import { notFound, Refusal } from "@/lib/core/refusal";
import { filePart } from "@/lib/documents/file.read";
import { CONTENT_TYPE } from "@/lib/documents/file.rules";

type Asked = { params: Promise<{ area: string; id: string }> };

/** One file of a baby, to save. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { area: asked, id: fileId } = await params;
  return answering(async () => {
    const area = areaOf(asked);
    if (!area) throw notFound();
    const actor = await actorIn(area);
    if (!actor) throw new Refusal("unauthenticated");
    const first = await filePart(actor, { fileId, part: 0 });
    const stream = partsStream(first.parts, async (part) =>
      part === 0 ? first.bytes : (await filePart(actor, { fileId, part })).bytes,
    );
    const { name, kind, length } = first;
    return new Response(stream, { headers: downloadHeaders(name, CONTENT_TYPE[kind], length) });
  });
}
