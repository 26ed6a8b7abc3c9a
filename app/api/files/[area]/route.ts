import { actorIn } from "@/app/_server/actor";
import { KB, readBody } from "@/app/_server/body";
import { areaOf } from "@/app/_server/download";
import { assertSameOrigin } from "@/app/_server/origin";
import { answering } from "@/app/_server/route";
import { notFound, Refusal } from "@/lib/core/refusal";
import { uploadPlace } from "@/lib/documents/file.read";
import { MOST_BYTES } from "@/lib/documents/file.rules";
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
    const form = await formOf(request);
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
  try {
    await work();
    return back(`${page}?saved=added`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return back(`${page}?refused=${reason(error)}`);
  }
}

const back = (path: string) =>
  new Response(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });

/** Which of the page's sentences says it: an address holds no words of anybody. */
function reason({ code, say, fields }: Refusal): string {
  if (code === "unauthenticated") return "signIn";
  if (code === "rate_limited") return "often";
  if (fields.onDay) return "onDay";
  if (fields.about) return "about";
  const [space, path = ""] = say.key.split(":");
  return space === "documents" && path.startsWith("refused.") ? path.slice(8) : "other";
}

async function formOf(request: Request): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data;/i.test(type))
    throw new Refusal("invalid", "documents:refused.other");
  const body = await readBody(request, MOST_BYTES + 64 * KB).catch((error) => {
    throw error instanceof Refusal ? new Refusal("invalid", "documents:refused.tooBig") : error;
  });
  try {
    const copy = new Uint8Array(body);
    return await new Response(copy, { headers: { "content-type": type } }).formData();
  } catch {
    throw new Refusal("invalid", "documents:refused.other");
  }
}
