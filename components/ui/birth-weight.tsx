"use client";

import type { ReactNode } from "react";
import styles from "./birth-weight.module.css";
import { FieldError, TextField } from "./field";
import { useField, useForm } from "./form-context";

const PARTS = ["kg", "lb", "oz"] as const;
const POUNDS_FIRST = ["lb", "oz", "kg"] as const;
type Parts = Readonly<Partial<Record<(typeof PARTS)[number], string>>>;

export type BirthWeightProps = {
  /** The parts are `${name}.kg`, `${name}.lb` and `${name}.oz`. */
  name: string;
  legend: ReactNode;
  hint: ReactNode;
  labels: Required<Parts>;
  /** Whether the reader weighs in pounds: those stand first. */
  pounds: boolean;
  optional?: boolean | undefined;
  defaultValue?: Parts;
};

/** A weight at birth in the reader's own unit first; kilograms and grams share a field, because no number is both. */
export function BirthWeight(props: BirthWeightProps) {
  const { name, legend, hint, labels, pounds, optional, defaultValue } = props;
  const form = useForm();
  const { id } = useField(name);
  const wrong = form?.state.fields?.[name]?.[0];
  return (
    <fieldset
      className="field"
      id={id}
      aria-describedby={[`${id}-hint`, wrong ? `${id}-error` : ""].join(" ").trim()}
    >
      <legend>
        {legend}
        {optional && form ? <span className="optional"> {form.words.optional}</span> : null}
      </legend>
      <span className="hint" id={`${id}-hint`}>
        {hint}
      </span>
      <div className={styles.parts}>
        {(pounds ? POUNDS_FIRST : PARTS).map((part) => (
          <TextField
            key={part}
            name={`${name}.${part}`}
            label={labels[part]}
            inputMode="decimal"
            autoComplete="off"
            maxLength={part === "lb" ? 4 : 6}
            defaultValue={defaultValue?.[part]}
            required={false}
          />
        ))}
      </div>
      {wrong ? <FieldError id={`${id}-error`}>{wrong}</FieldError> : null}
    </fieldset>
  );
}
