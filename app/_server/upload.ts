import { Refusal } from "@/lib/core/refusal";
import { MOST_BYTES } from "@/lib/documents/file.rules";
import { KB, readBody } from "./body";

/** A form with one file, read no further than a file may be. */
export async function uploadedForm(request: Request): Promise<FormData> {
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

/** Which of the page's sentences says it: an address holds no words of anybody. */
export function refusedBecause({ code, say, fields }: Refusal): string {
  if (code === "unauthenticated") return "signIn";
  if (code === "rate_limited") return "often";
  if (fields.onDay) return "onDay";
  if (fields.about) return "about";
  const [space, path = ""] = say.key.split(":");
  return space === "documents" && path.startsWith("refused.") ? path.slice(8) : "other";
}

export const back = (path: string) =>
  new Response(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
