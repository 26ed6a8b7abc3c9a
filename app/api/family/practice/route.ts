import { actorIn } from "@/app/_server/actor";
import { route } from "@/app/_server/route";
import { logPractice } from "@/lib/routines/log.write";

/** What the player tells when a practice has ended, and again when it learns more. */
export const POST = route(logPractice, { as: () => actorIn("family"), status: 201 });
