import { actorIn } from "@/app/_server/actor";
import { areaOf } from "@/app/_server/download";
import { assertSameOrigin } from "@/app/_server/origin";
import { answering } from "@/app/_server/route";
import { sentBack, uploadedForm } from "@/app/_server/upload";
import { notFound, Refusal } from "@/lib/core/refusal";
import { uploadPlace } from "@/lib/documents/file.read";
import { keepFile } from "@/lib/documents/file.write";
import { CheckedUpload } from "@/lib/documents/upload";
import { enforce } from "@/lib/work/rate";

type Asked = { params: Promise<{ area: string }> };

/**
 * Takes one file for a baby (`?baby=`). Whether it may come is asked before its body is read, and the body is read no
 * further than a file may be. Our page sends it with JavaScript and gets JSON; a plain form is sent back to its page.
 */
export async function POST(request: Request, { params }: Asked): Promise<Response> {
  const { area: asked } = await params;
  const area = areaOf(asked);
  const baby = new URL(request.url).searchParams.get("baby") ?? "";
  const json = /\bjson\b/.test(request.headers.get("accept") ?? "");
  const work = async () => {
    assertSameOrigin(request.headers);
    if (!area) throw notFound();
    const actor = await actorIn(area);
    if (!actor) throw new Refusal("unauthenticated");
    await uploadPlace(actor, { babyId: baby });
    await enforce("documents.upload", [{ subject: actor.userId, most: 60, minutes: 60 }]);
    const form = await uploadedForm(request);
    const text = (name: string) => String(form.get(name) ?? "");
    const file = form.get("file");
    if (!(file instanceof File)) throw new Refusal("invalid", "documents:refused.empty");
    const bytes = new Uint8Array(await file.arrayBuffer());
    return keepFile(actor, {
      ...{ babyId: baby, fileId: text("id"), caption: text("caption"), onDay: text("onDay") },
      about: (text("about") || "letter") as "letter",
      content: await CheckedUpload.of({ name: file.name, bytes }),
    });
  };
  if (json) return answering(async () => Response.json(await work(), { status: 201 }));
  const page = `/${area ?? "family"}/babies/${encodeURIComponent(baby)}/files`;
  return sentBack(work, {
    done: `${page}?saved=added`,
    refused: (why) => `${page}?refused=${why}`,
  });
}
