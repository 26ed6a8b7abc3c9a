import { actorIn } from "@/app/_server/actor";
import { keptLongEnough } from "@/lib/clients/retention.read";
import { isOwner } from "@/lib/core/actor";

/** How many families may be deleted; that is the owner's to look at, and nobody else's. */
export async function familiesOver(): Promise<number> {
  const actor = await actorIn("practice");
  return actor && isOwner(actor) ? (await keptLongEnough(actor, {})).count : 0;
}
