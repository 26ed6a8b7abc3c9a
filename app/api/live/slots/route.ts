import { visitor } from "@/app/_server/actor";
import { answer, notThisWay } from "@/app/_server/route";
import { slots } from "@/lib/availability/read";

/** `?service=&from=&days=`: the free times of a service as integer minutes, read with lib/availability/wire.ts. */
export const GET = answer(slots, { as: async () => visitor });
export { notThisWay as DELETE, notThisWay as PATCH, notThisWay as POST, notThisWay as PUT };
