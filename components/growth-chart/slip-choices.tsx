"use client";

import { useForm } from "@/components/ui/form-context";
import { formatDay } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Unit } from "@/lib/growth/schema";
import type { Again, Slip } from "@/lib/growth/slips.rules";
import { formatAmount, type System } from "@/lib/growth/units.rules";
import styles from "./growth-chart.module.css";

export type SlipWords = {
  /** With the places of the amount as `{amount}` and, in the other units, `{other}`. */
  use: string;
  anyway: string;
  meant: string;
  /** Of an entry that looks the same, with the places of its `{day}` and `{amount}`. */
  there: string;
  keep: string;
};
const ownSystem = (unit: Unit): System => (unit === "lb" || unit === "in" ? "imperial" : "metric");

/** After a number that looks like a slip of units: the likely one with one press, or what was typed after all. */
export function SlipChoices({ words, locale }: { words: SlipWords; locale: string }) {
  const facts = useForm()?.state.facts;
  const slip = facts?.slip as Slip | undefined;
  if (facts?.again)
    return <AgainChoice words={words} locale={locale} again={facts.again as Again} />;
  if (!slip) return null;
  const { kind, unit, typed, meant, mayKeep } = slip;
  // As it was typed, and in the other units beside it: whoever confused the two sees which is which.
  const own = ownSystem(unit);
  const other = own === "metric" ? "imperial" : "metric";
  const say = (sentence: string, amount: number) =>
    sentence
      .replace("{amount}", formatAmount(kind, amount, own, locale))
      .replace("{other}", formatAmount(kind, amount, other, locale));
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that send the form, no fields
    <div className={styles.slip} role="group" aria-label={words.meant}>
      <EnterSaves />
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
        <SubmitButton
          name="sure"
          value={String(typed)}
          variant="default"
          label={say(words.anyway, typed)}
        />
      ) : null}
    </div>
  );
}

/** Enter presses a form's first button: then what stands in the field is looked at anew, and no offer is taken. */
const EnterSaves = () => <button type="submit" className="sr" tabIndex={-1} aria-hidden="true" />;

/** The entry that is there, and one press for a second one; whoever sees that it is the same goes back. */
function AgainChoice(props: { words: SlipWords; locale: string; again: Again }) {
  const { words, locale, again } = props;
  const { kind, unit, typed, amount, on } = again;
  const inOwn = (value: number) => formatAmount(kind, value, ownSystem(unit), locale);
  const day = formatDay(on, { locale, zone: "UTC" }, "brief");
  const there = words.there.replace("{day}", day).replace("{amount}", inOwn(amount));
  return (
    <div className={styles.slip}>
      <EnterSaves />
      <p>{there}</p>
      <SubmitButton
        name="again"
        value={String(typed)}
        variant="default"
        label={words.keep.replace("{amount}", inOwn(typed))}
      />
    </div>
  );
}
