"use server";

import { actorIn } from "@/app/_server/actor";
import { growthActions } from "@/app/_server/growth-actions";

const growth = growthActions(() => actorIn("family"), "family");

export const addMeasurementAction = growth.add;
export const correctMeasurementAction = growth.correct;
export const removeMeasurementAction = growth.remove;
