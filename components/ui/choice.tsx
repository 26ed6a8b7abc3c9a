"use client";

import { createContext, type ReactNode, useContext } from "react";
import { FieldError } from "./field";
import { useField } from "./form-context";
import { keptList } from "./form-state";

type Group = { name: string; type: "radio" | "checkbox"; kept: string[] | null };
const GroupContext = createContext<Group | null>(null);

export type ChoiceGroupProps = {
  name: string;
  legend: ReactNode;
  /** The page's heading already asks the question; the legend is for listeners. */
  hideLegend?: boolean | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  type?: "radio" | "checkbox" | undefined;
  /** "chips" puts them in a row that wraps. */
  layout?: "list" | "chips" | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** One question with several answers: radios or ticks of one name. */
export function ChoiceGroup({
  name,
  legend,
  hideLegend,
  hint,
  error,
  type = "radio",
  layout = "list",
  className,
  children,
}: ChoiceGroupProps) {
  const { id, error: known, kept, sent } = useField(name);
  const wrong = error ?? known;
  const describedBy = [hint ? `${id}-hint` : "", wrong ? `${id}-error` : ""].filter(Boolean);
  return (
    <fieldset
      className="field"
      id={id}
      // Only a radio group has an invalid state of its own; ticks carry it one by one.
      role={type === "radio" ? "radiogroup" : undefined}
      aria-invalid={type === "radio" && wrong ? true : undefined}
      aria-describedby={describedBy.join(" ") || undefined}
    >
      <legend className={hideLegend ? "sr" : undefined}>{legend}</legend>
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      <div className={className ?? (layout === "chips" ? "chips" : "choices")}>
        <GroupContext value={{ name, type, kept: sent ? keptList(kept) : null }}>
          {children}
        </GroupContext>
      </div>
      {wrong ? <FieldError id={`${id}-error`}>{wrong}</FieldError> : null}
    </fieldset>
  );
}

export type ChoiceProps = {
  value: string;
  label: ReactNode;
  detail?: ReactNode;
  /** At the right end: a price, a picture. */
  end?: ReactNode;
  defaultChecked?: boolean | undefined;
  checked?: boolean | undefined;
  onChange?: ((checked: boolean) => void) | undefined;
  disabled?: boolean | undefined;
  /** Only outside a ChoiceGroup. */
  name?: string | undefined;
  type?: "radio" | "checkbox" | undefined;
};

/** A whole card to press, with the native mark inside. */
export const ChoiceCard = (props: ChoiceProps) => <Choice look="choice" {...props} />;
/** The small form, for many short answers. */
export const ChipCheck = (props: ChoiceProps) => <Choice look="choice chip" {...props} />;

function Choice({
  look,
  value,
  label,
  detail,
  end,
  defaultChecked,
  checked,
  onChange,
  disabled,
  name,
  type,
}: ChoiceProps & { look: string }) {
  const group = useContext(GroupContext);
  const own = group?.name ?? name ?? "";
  const first = group?.kept ? group.kept.includes(value) : defaultChecked;
  return (
    <label className={detail || end ? `${look} tall` : look}>
      <input
        type={group?.type ?? type ?? "checkbox"}
        name={own}
        value={value}
        disabled={disabled}
        {...(checked === undefined ? { defaultChecked: first } : { checked })}
        {...(onChange ? { onChange: (event) => onChange(event.currentTarget.checked) } : {})}
      />
      <span>
        {detail ? <b>{label}</b> : label}
        {detail ? <span className="detail">{detail}</span> : null}
      </span>
      {end}
    </label>
  );
}

export type CheckFieldProps = Omit<ChoiceProps, "type" | "value" | "name" | "end"> & {
  name: string;
  value?: string | undefined;
  error?: string | undefined;
};

/** One statement to agree to. */
export function CheckField({
  name,
  value = "yes",
  label,
  detail,
  error,
  defaultChecked,
  checked,
  onChange,
  disabled,
}: CheckFieldProps) {
  const { id, error: known, kept, sent } = useField(name);
  const wrong = error ?? known;
  return (
    <div className="field">
      <label className={detail ? "choice tall" : "choice"}>
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          disabled={disabled}
          {...(checked === undefined
            ? { defaultChecked: sent ? kept === value : defaultChecked }
            : { checked })}
          {...(onChange ? { onChange: (event) => onChange(event.currentTarget.checked) } : {})}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? `${id}-error` : undefined}
        />
        <span>
          {label}
          {detail ? <span className="detail">{detail}</span> : null}
        </span>
      </label>
      {wrong ? <FieldError id={`${id}-error`}>{wrong}</FieldError> : null}
    </div>
  );
}
