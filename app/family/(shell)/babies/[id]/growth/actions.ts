"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { measureInput } from "@/app/_server/measure-input";
import { addMeasurement, correctMeasurement, removeMeasurement } from "@/lib/growth/write";

const parent = () => actorIn("family");
const there = ({ babyId, kind }: { babyId: string; kind: string }) =>
  `/family/babies/${babyId}/growth?measure=${kind}`;

export const addMeasurementAction = action(addMeasurement, {
  as: parent,
  input: (form) => ({ babyId: text(form, "babyId"), ...measureInput(form) }),
  then: there,
});

export const correctMeasurementAction = action(correctMeasurement, {
  as: parent,
  input: (form) => ({
    measurementId: text(form, "measurementId"),
    reason: text(form, "reason"),
    ...measureInput(form),
  }),
  then: there,
});

export const removeMeasurementAction = action(removeMeasurement, {
  as: parent,
  input: (form) => ({ measurementId: text(form, "measurementId"), reason: text(form, "reason") }),
  then: there,
});
