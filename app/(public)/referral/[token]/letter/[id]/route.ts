import { letterResponse } from "@/app/_server/letter";
import { answering } from "@/app/_server/route";
import { linkHolder } from "@/lib/accounts/links";
import { notFound } from "@/lib/core/refusal";

type Asked = { params: Promise<{ token: string; id: string }> };

/** A letter as a PDF, for the doctor who holds the referral's link. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { token, id } = await params;
  return answering(async () => {
    const link = await linkHolder(token, "referral");
    if (!link) throw notFound();
    return letterResponse(link, id, link.subjectId);
  });
}
