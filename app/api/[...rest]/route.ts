import { getTranslations } from "@/i18n/words";

/** Programs that ask for an address that is not there get a problem (RFC 9457), not a page. */
async function nothing(): Promise<Response> {
  const t = await getTranslations("edge");
  return Response.json(
    { status: 404, code: "not_found", detail: t("noSuchAddress") },
    {
      status: 404,
      headers: { "Cache-Control": "private, no-store", "Content-Type": "application/problem+json" },
    },
  );
}

export {
  nothing as DELETE,
  nothing as GET,
  nothing as OPTIONS,
  nothing as PATCH,
  nothing as POST,
  nothing as PUT,
};
