import { getTranslations } from "@/i18n/words";
import { publicUrl } from "@/lib/core/env";

const known = ["400", "403", "405", "411", "413", "414"] as const;

/** Where app/_server/gate.ts sends a request that it refuses: the reason in words, for people and for programs. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ status: string }> },
): Promise<Response> {
  const asked = (await params).status;
  const status = known.find((each) => each === asked) ?? "400";
  const t = await getTranslations("edge.refused");
  const detail = t(status, { address: publicUrl() });
  const headers = { "Cache-Control": "private, no-store" };
  if (/\bjson\b/.test(request.headers.get("accept") ?? ""))
    return Response.json(
      { status: Number(status), code: "refused", detail },
      {
        status: Number(status),
        headers: { ...headers, "Content-Type": "application/problem+json" },
      },
    );
  return new Response(`${detail}\n`, {
    status: Number(status),
    headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" },
  });
}
