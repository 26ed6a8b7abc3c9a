"use server";

import { action, fieldsOf } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { skipPractice, tellSkipWhy } from "@/lib/routines/log.write";

const as = () => actorIn("family");
const back = ({ assignmentId }: { assignmentId: string }) => `/family/routine/${assignmentId}`;

export const skipAction = action(skipPractice, { as, input: (form) => fieldsOf(form), then: back });

export const skipWhyAction = action(tellSkipWhy, {
  as,
  input: (form) => fieldsOf(form),
  then: (told) => `${back(told)}?told=1`,
});
