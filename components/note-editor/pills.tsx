"use client";

import type { ReactNode } from "react";
import { FieldError } from "@/components/ui/field";
import { useField } from "@/components/ui/form-context";
import { keptList } from "@/components/ui/form-state";
import styles from "./note-editor.module.css";

type Option = { value: string; label: ReactNode; icon?: ReactNode };
type Props = {
  name: string;
  legend: string;
  /** The section's heading says it already. */
  hideLegend?: boolean;
  type: "radio" | "checkbox";
  options: readonly Option[];
  chosen: readonly string[];
  look?: "pills" | "tiles";
  /** Another question of the same name, folded away, holds the rest. */
  id?: string;
};

/** Native radios or ticks that look like what they choose. */
export function Pills({
  name,
  legend,
  hideLegend,
  type,
  options,
  chosen,
  look = "pills",
  id: own,
}: Props) {
  const { id, error, kept, sent } = useField(name);
  const now = sent ? keptList(kept) : chosen;
  const at = own ?? id;
  return (
    <fieldset
      id={at}
      className={styles.group}
      aria-describedby={error && !own ? `${at}-error` : undefined}
    >
      <legend className={hideLegend ? "sr" : styles.legend}>{legend}</legend>
      <div className={look === "tiles" ? styles.tiles : styles.pills}>
        {options.map(({ value, label, icon }) => (
          <label key={value} className={look === "tiles" ? styles.tile : styles.pill}>
            <input
              type={type}
              name={name}
              value={value}
              defaultChecked={now.includes(value)}
              aria-invalid={type === "checkbox" && error ? true : undefined}
            />
            {icon}
            <span>{label}</span>
          </label>
        ))}
      </div>
      {error && !own ? <FieldError id={`${at}-error`}>{error}</FieldError> : null}
    </fieldset>
  );
}

type SelectProps = {
  name: string;
  label: string;
  hideLabel?: boolean;
  options: readonly { value: string; label: string }[];
  value: string;
  id: string;
};
export function Choose({ name, label, hideLabel, options, value, id }: SelectProps) {
  const { kept, sent } = useField(name);
  const now = sent
    ? (options.find((option) => option.value && keptList(kept).includes(option.value))?.value ?? "")
    : value;
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? "sr" : undefined}>
        {label}
      </label>
      <select id={id} name={name} className="input" defaultValue={now}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
