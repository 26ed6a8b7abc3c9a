"use client";

import { useForm } from "@/components/ui/form-context";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Slip } from "@/lib/growth/slips.rules";
import { formatAmount, type System } from "@/lib/growth/units.rules";
import styles from "./growth-chart.module.css";

export type SlipWords = {
  /** With the places of the amount as `{amount}` and, in the other units, `{other}`. */
  use: string;
  anyway: string;
  meant: string;
};

/** After a number that looks like a slip of units: the likely one with one press, or what was typed after all. */
export function SlipChoices({ words, locale }: { words: SlipWords; locale: string }) {
  const slip = useForm()?.state.facts?.slip as Slip | undefined;
  if (!slip) return null;
  const { kind, unit, typed, meant, mayKeep } = slip;
  // As it was typed, and in the other units beside it: whoever confused the two sees which is which.
  const own: System = unit === "lb" || unit === "in" ? "imperial" : "metric";
  const other = own === "metric" ? "imperial" : "metric";
  const say = (sentence: string, amount: number) =>
    sentence
      .replace("{amount}", formatAmount(kind, amount, own, locale))
      .replace("{other}", formatAmount(kind, amount, other, locale));
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that send the form, no fields
    <div className={styles.slip} role="group" aria-label={words.meant}>
      {meant.map((amount, index) => (
        <SubmitButton
          key={amount}
          name="use"
          value={String(amount)}
          variant={index === 0 ? "primary" : "soft"}
          label={say(words.use, amount)}
        />
      ))}
      {mayKeep ? (
        <SubmitButton name="sure" value="yes" variant="default" label={say(words.anyway, typed)} />
      ) : null}
    </div>
  );
}
