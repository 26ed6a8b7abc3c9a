import { actorIn } from "@/app/_server/actor";
import { answer, route } from "@/app/_server/route";
import { feedClock } from "@/lib/safety/read";
import { feedEnded } from "@/lib/safety/write";

const as = () => actorIn("family");

/** `?babyId=`: when the last feed ended, for every carer's open page. */
export const GET = answer(feedClock, { as });
export const POST = route(feedEnded, { as, status: 201 });
