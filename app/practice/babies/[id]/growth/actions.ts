"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { measureInput } from "@/app/_server/measure-input";
import { shareGrowth } from "@/lib/growth/share.write";
import {
  addMeasurement,
  confirmMeasurements,
  correctMeasurement,
  removeMeasurement,
} from "@/lib/growth/write";

const staff = () => actorIn("practice");
const there = ({ babyId, kind = "weight" }: { babyId: string; kind?: string }) =>
  `/practice/babies/${babyId}/growth?measure=${kind}`;

export const addMeasurementAction = action(addMeasurement, {
  as: staff,
  input: (form) => ({ babyId: text(form, "babyId"), ...measureInput(form) }),
  then: there,
});

export const correctMeasurementAction = action(correctMeasurement, {
  as: staff,
  input: (form) => ({
    measurementId: text(form, "measurementId"),
    reason: text(form, "reason"),
    ...measureInput(form),
  }),
  then: there,
});

export const removeMeasurementAction = action(removeMeasurement, {
  as: staff,
  input: (form) => ({ measurementId: text(form, "measurementId"), reason: text(form, "reason") }),
  then: there,
});

export const confirmMeasurementsAction = action(confirmMeasurements, {
  as: staff,
  input: (form) => ({
    babyId: text(form, "babyId"),
    measurementId: text(form, "measurementId") || undefined,
  }),
  then: ({ babyId }, form) => there({ babyId, kind: text(form, "kind") || "weight" }),
});

export const shareGrowthAction = action(shareGrowth, {
  as: staff,
  input: (form) => ({ babyId: text(form, "babyId"), referralId: text(form, "referralId") }),
  then: there,
});
