import { actorIn } from "@/app/_server/actor";
import { route } from "@/app/_server/route";
import { saveNote } from "@/lib/notes/write";

/** What the editor sends by itself while somebody writes. */
export const POST = route(saveNote, { as: () => actorIn("practice") });
