import { revalidatePath } from "next/cache";
import { actorIn } from "@/app/_server/actor";
import { practiceTeachers } from "@/lib/practices/read";

/** Services, places and free times are on the public pages, which are kept ready: the next reader gets them made anew. */
export async function refreshPublicPages(): Promise<void> {
  const actor = await actorIn("practice");
  if (!actor) return;
  for (const { slug } of await practiceTeachers(actor, {})) revalidatePath(`/p/${slug}`);
}
