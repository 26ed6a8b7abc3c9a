import { Refusal } from "@/lib/core/refusal";

export const KB = 1024;

/** The body, read no further than the cap: a route handler has none of its own. */
export async function readBody(
  request: Request,
  max = 256 * KB,
  tooLarge = "errors:tooLarge",
): Promise<Uint8Array<ArrayBuffer>> {
  const refused = () => new Refusal("invalid", tooLarge);
  if (Number(request.headers.get("content-length") ?? 0) > max) throw refused();
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > max) {
      await reader.cancel();
      throw refused();
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The body as JSON. Plain forms of other sites cannot send this content type without asking first. */
export async function readJson(request: Request, max?: number): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new Refusal("invalid", "edge:body.notJson");
  const bytes = await readBody(request, max);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const read: unknown = JSON.parse(text);
    return read;
  } catch {
    throw new Refusal("invalid", "edge:body.unreadable");
  }
}

/** The body as a form; who takes more than a page's own fields says how much and what is said beyond it. */
export async function readForm(
  request: Request,
  at: { max?: number; tooLarge?: string; unreadable?: string } = {},
): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  const body = await readBody(request, at.max, at.tooLarge);
  try {
    return await new Response(body, { headers: { "content-type": type } }).formData();
  } catch {
    throw new Refusal("invalid", at.unreadable ?? "edge:body.unreadable");
  }
}
