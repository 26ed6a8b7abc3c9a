import { actorIn } from "@/app/_server/actor";
import { isClinician } from "@/lib/core/actor";
import { picturesToDelete } from "@/lib/documents/pictures.read";

/** Pictures that wait to be taken away; the front desk sees no files. */
export async function picturesOfToday() {
  const actor = await actorIn("practice");
  return actor && isClinician(actor) ? picturesToDelete(actor, {}) : [];
}
