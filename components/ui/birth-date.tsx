"use client";

import { type ClipboardEvent, type ReactNode, useRef } from "react";
import { readDate } from "./date-parts";
import { FieldError } from "./field";
import { useField, useForm } from "./form-context";

export type DateOfBirthProps = {
  /** The parts are `${name}.day`, `${name}.month` and `${name}.year`. */
  name: string;
  legend: ReactNode;
  /** An example date, unless another hint is given. */
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean | undefined;
  /** "2026-08-24" */
  defaultValue?: string | undefined;
};

/** Three text fields rather than a picker: nobody should page back through months to a birthday. */
export function DateOfBirth({
  name,
  legend,
  hint,
  error,
  optional,
  defaultValue,
}: DateOfBirthProps) {
  const words = useForm()?.words;
  const { id, error: known } = useField(name);
  const box = useRef<HTMLDivElement>(null);
  const wrong = error ?? known;
  const order = words?.dateOrder ?? ["day", "month", "year"];
  const [year, month, day] = defaultValue?.split("-") ?? [];
  const given = { day: day?.replace(/^0/, ""), month: month?.replace(/^0/, ""), year };

  const paste = (event: ClipboardEvent) => {
    const parts = readDate(event.clipboardData.getData("text"), order);
    if (!parts) return;
    event.preventDefault();
    for (const part of order) {
      const input = box.current?.querySelector<HTMLInputElement>(`[name="${name}.${part}"]`);
      if (input) input.value = parts[part];
    }
  };

  return (
    <fieldset
      className="field"
      id={id}
      aria-describedby={[`${id}-hint`, wrong ? `${id}-error` : ""].join(" ").trim()}
    >
      <legend>
        {legend}
        {optional && words ? <span className="optional"> {words.optional}</span> : null}
      </legend>
      <span className="hint" id={`${id}-hint`}>
        {hint ?? words?.dateExample}
      </span>
      <div className="parts" ref={box} onPaste={paste}>
        {order.map((part) => (
          <Part
            key={part}
            name={`${name}.${part}`}
            label={words?.[part]}
            wide={part === "year"}
            invalid={wrong !== undefined}
            whole={name}
            defaultValue={given[part]}
          />
        ))}
      </div>
      {wrong ? <FieldError id={`${id}-error`}>{wrong}</FieldError> : null}
    </fieldset>
  );
}

type PartProps = {
  name: string;
  label: ReactNode;
  wide: boolean;
  invalid: boolean;
  whole: string;
  defaultValue: string | undefined;
};

function Part({ name, label, wide, invalid, whole, defaultValue }: PartProps) {
  const { id, kept } = useField(name);
  const fields = useForm()?.state.fields ?? {};
  // An error of one part marks that part; an error of the date marks all three.
  const marked = invalid && (fields[name] !== undefined || !hasPartErrors(fields, whole));
  return (
    <div className={wide ? "field wide" : "field"}>
      <label htmlFor={id}>{label}</label>
      <input
        className="input num"
        id={id}
        name={name}
        inputMode="numeric"
        autoComplete="off"
        maxLength={wide ? 4 : 2}
        defaultValue={kept ?? defaultValue}
        aria-invalid={marked || undefined}
      />
    </div>
  );
}

const hasPartErrors = (fields: Record<string, string[]>, whole: string): boolean =>
  Object.keys(fields).some((key) => key.startsWith(`${whole}.`));
