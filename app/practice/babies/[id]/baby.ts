import { cache } from "react";
import { pageActor } from "@/app/_server/actor";
import { found } from "@/app/_server/page";
import { babyHead } from "@/lib/clients/baby.read";

/** Who looks at a baby's page. */
export const babyReader = (babyId: string) => pageActor("practice", `/practice/babies/${babyId}`);

/** The baby of this request as its head shows it: the layout and the page below ask once, and the trail says it once. */
export const babyOfPage = cache(async (babyId: string) => {
  const actor = await babyReader(babyId);
  return { actor, baby: await found(babyHead(actor, { babyId })) };
});
