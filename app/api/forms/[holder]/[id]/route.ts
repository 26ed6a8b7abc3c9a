import { actorIn } from "@/app/_server/actor";
import { callerAddress } from "@/app/_server/caller";
import { assertSameOrigin } from "@/app/_server/origin";
import { answering } from "@/app/_server/route";
import { sentBack, uploadedForm } from "@/app/_server/upload";
import { linkHolder } from "@/lib/accounts/links";
import { notFound, Refusal } from "@/lib/core/refusal";
import { formFilePlace } from "@/lib/documents/form-file.read";
import { attachToForm, detachFromForm } from "@/lib/documents/form-file.write";
import { CheckedUpload } from "@/lib/documents/upload";
import { enforce } from "@/lib/work/rate";

type Asked = { params: Promise<{ holder: string; id: string }> };

/**
 * One file as the answer to a question of a form (`?question=`), or out of it again (`&remove=`). `holder` is "family"
 * or the secret of a guardian's link. Whether it may come is asked before its body is read. Our page sends it with
 * JavaScript and gets JSON; a plain form is sent back to its page.
 */
export async function POST(request: Request, { params }: Asked): Promise<Response> {
  const { holder, id: assignmentId } = await params;
  const search = new URL(request.url).searchParams;
  const question = search.get("question") ?? "";
  const fileId = search.get("remove");
  const json = /\bjson\b/.test(request.headers.get("accept") ?? "");
  const work = async () => {
    assertSameOrigin(request.headers);
    const ip = callerAddress(request.headers);
    const actor = holder === "family" ? await actorIn("family") : await linkHolder(holder, "forms");
    if (!actor) throw holder === "family" ? new Refusal("unauthenticated") : notFound();
    if (fileId !== null) return detachFromForm(actor, { assignmentId, question, fileId }, { ip });
    await formFilePlace(actor, { assignmentId, question });
    await enforce("documents.upload", [{ subject: assignmentId, most: 60, minutes: 60 }]);
    const form = await uploadedForm(request);
    const file = form.get("file");
    if (!(file instanceof File)) throw new Refusal("invalid", "documents:refused.empty");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const content = await CheckedUpload.of({ name: file.name, bytes });
    const given = String(form.get("id") ?? "");
    return attachToForm(actor, { assignmentId, question, fileId: given, content }, { ip });
  };
  if (json) return answering(async () => Response.json(await work(), { status: 201 }));
  const root = holder === "family" ? "/family/forms" : `/forms/${encodeURIComponent(holder)}`;
  const part = `part=${encodeURIComponent(search.get("part") ?? "")}`;
  const page = `${root}/${encodeURIComponent(assignmentId)}?${part}`;
  const file = `file=${encodeURIComponent(question)}`;
  return sentBack(work, {
    done: `${page}&edit=1`,
    refused: (why) => `${page}&${file}&refused=${why}`,
  });
}
