import { Refusal } from "@/lib/core/refusal";
import { MOST_BYTES } from "@/lib/documents/file.rules";
import { databaseIsAway } from "@/lib/work/away";
import { failure, log } from "@/lib/work/log";
import { KB, readForm } from "./body";

/** A form with one file, read no further than a file may be. */
export async function uploadedForm(request: Request): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  const unreadable = "documents:refused.other";
  if (!/^multipart\/form-data;/i.test(type)) throw new Refusal("invalid", unreadable);
  const max = MOST_BYTES + 64 * KB;
  return readForm(request, { max, tooLarge: "documents:refused.tooBig", unreadable });
}

/** Which of the page's sentences says it: an address holds no words of anybody. */
function refusedBecause({ code, say, fields }: Refusal): string {
  if (code === "unauthenticated") return "signIn";
  if (code === "rate_limited") return "often";
  if (fields.onDay) return "onDay";
  if (fields.about) return "about";
  const [space, path = ""] = say.key.split(":");
  return space === "documents" && path.startsWith("refused.") ? path.slice(8) : "other";
}

/** What a form sent without scripts comes back to: its page, which says what became of it. */
export async function sentBack(
  work: () => Promise<unknown>,
  { done, refused }: { done: string; refused: (why: string) => string },
): Promise<Response> {
  try {
    await work();
    return back(done);
  } catch (error) {
    if (error instanceof Refusal) return back(refused(refusedBecause(error)));
    if (!databaseIsAway(error)) throw error;
    log("warn", "database away", failure(error));
    return back(refused("away"));
  }
}

const back = (path: string) =>
  new Response(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
