import { actorIn } from "@/app/_server/actor";
import { route } from "@/app/_server/route";
import { tellMore } from "@/lib/routines/log.write";

export const POST = route(tellMore, { as: () => actorIn("family") });
