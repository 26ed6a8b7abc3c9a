import { actorIn } from "@/app/_server/actor";
import { letterResponse } from "@/app/_server/letter";
import { answering } from "@/app/_server/route";
import { notFound, Refusal } from "@/lib/core/refusal";

type Asked = { params: Promise<{ as: string; id: string }> };
const areas = ["practice", "family", "doctor"] as const;

/** A letter to a doctor as a PDF: for the practice, the family it is about, or the doctor it was written to. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { as, id } = await params;
  return answering(async () => {
    const area = areas.find((one) => one === as);
    if (!area) throw notFound();
    const actor = await actorIn(area);
    if (!actor) throw new Refusal("unauthenticated");
    return letterResponse(actor, id, actor.userId);
  });
}
