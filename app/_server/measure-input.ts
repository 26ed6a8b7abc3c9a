import { text } from "./action";

/** The fields of components/growth-chart/measure-form.tsx, for the commands that take them. */
export const measureInput = (form: FormData) => ({
  kind: text(form, "kind"),
  unit: text(form, "unit"),
  amount: text(form, "amount"),
  ounces: text(form, "ounces"),
  use: text(form, "use"),
  measuredOn: {
    day: text(form, "measuredOn.day"),
    month: text(form, "measuredOn.month"),
    year: text(form, "measuredOn.year"),
  },
  measuredTime: text(form, "measuredTime"),
  source: text(form, "source"),
  ...(text(form, "sure") && { sure: text(form, "sure") }),
});
