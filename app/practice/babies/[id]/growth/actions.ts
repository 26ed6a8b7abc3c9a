"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { growthActions } from "@/app/_server/growth-actions";
import { shareGrowth } from "@/lib/growth/share.write";
import { confirmMeasurements } from "@/lib/growth/write";

const as = () => actorIn("practice");
const growth = growthActions(as, "practice");

export const addMeasurementAction = growth.add;
export const correctMeasurementAction = growth.correct;
export const removeMeasurementAction = growth.remove;

export const confirmMeasurementsAction = action(confirmMeasurements, {
  as,
  input: (form) => ({
    babyId: text(form, "babyId"),
    measurementIds: form.getAll("measurementId"),
  }),
  then: ({ babyId }, form) => growth.there({ babyId, kind: text(form, "kind") || "weight" }),
});

export const shareGrowthAction = action(shareGrowth, {
  as,
  input: (form) => ({ babyId: text(form, "babyId"), referralId: text(form, "referralId") }),
  then: growth.there,
});
