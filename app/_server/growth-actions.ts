import type { Actor } from "@/lib/core/actor";
import { addMeasurement, correctMeasurement, removeMeasurement } from "@/lib/growth/write";
import { action, text } from "./action";

/** The fields of components/growth-chart/measure-form.tsx, for the commands that take them. */
const measured = (form: FormData) => ({
  kind: text(form, "kind"),
  unit: text(form, "unit"),
  amount: text(form, "amount"),
  ounces: text(form, "ounces"),
  use: text(form, "use"),
  again: text(form, "again"),
  measuredOn: {
    day: text(form, "measuredOn.day"),
    month: text(form, "measuredOn.month"),
    year: text(form, "measuredOn.year"),
  },
  measuredTime: text(form, "measuredTime"),
  source: text(form, "source"),
  ...(text(form, "sure") && { sure: text(form, "sure") }),
});
const wrong = (form: FormData) => ({
  measurementId: text(form, "measurementId"),
  reason: text(form, "reason"),
});

/** What a person in one part of the product does with measurements; each leads back to the chart of its kind. */
export function growthActions(as: () => Promise<Actor | null>, area: "practice" | "family") {
  const there = ({ babyId, kind = "weight" }: { babyId: string; kind?: string }) =>
    `/${area}/babies/${babyId}/growth?measure=${kind}`;
  return {
    there,
    add: action(addMeasurement, {
      as,
      input: (form) => ({ babyId: text(form, "babyId"), ...measured(form) }),
      then: there,
    }),
    correct: action(correctMeasurement, {
      as,
      input: (form) => ({ ...wrong(form), ...measured(form) }),
      then: there,
    }),
    remove: action(removeMeasurement, { as, input: wrong, then: there }),
  };
}
