"use client";

import type {
  InputHTMLAttributes,
  ReactNode,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "react";
import { useField, useForm } from "./form-context";

type Labels = {
  label: ReactNode;
  hint?: ReactNode;
  /** Overrides the error that the form's state has for this name. */
  error?: string | undefined;
  optional?: boolean | undefined;
};

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p className="error" id={id}>
      <svg
        className="icon"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        aria-hidden="true"
      >
        <circle cx="12" cy="12" r="10" />
        <path d="M12 8v4M12 16v.01" strokeLinecap="round" />
      </svg>
      <span>{children}</span>
    </p>
  );
}

/** Ids and attributes that tie a label, a hint and an error to one control. */
function useControl(name: string, { hint, error }: Pick<Labels, "hint" | "error">) {
  const field = useField(name);
  const wrong = error ?? field.error;
  const describedBy = [hint ? `${field.id}-hint` : "", wrong ? `${field.id}-error` : ""]
    .filter(Boolean)
    .join(" ");
  return {
    ...field,
    error: wrong,
    control: {
      id: field.id,
      name,
      "aria-describedby": describedBy || undefined,
      "aria-invalid": wrong ? true : undefined,
    },
  };
}

function Around({
  id,
  label,
  hint,
  error,
  optional,
  children,
}: Labels & { id: string; children: ReactNode }) {
  const words = useForm()?.words;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional && words ? <span className="optional"> {words.optional}</span> : null}
      </label>
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      {children}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}

type Own<Attributes> = Labels & { name: string } & Omit<Attributes, "name" | "id">;

export type TextFieldProps = Own<InputHTMLAttributes<HTMLInputElement>> & {
  prefix?: ReactNode;
  suffix?: ReactNode;
};

/** `autoComplete`, `inputMode`, `type`, `maxLength` and the like pass through to the input. */
export function TextField({
  name,
  label,
  hint,
  error,
  optional,
  prefix,
  suffix,
  defaultValue,
  className,
  ...rest
}: TextFieldProps) {
  const { kept, error: wrong, control } = useControl(name, { hint, error });
  const secret = rest.type === "password";
  const input = (
    <input
      className={className ? `input ${className}` : "input"}
      defaultValue={secret ? undefined : (kept ?? defaultValue)}
      required={!optional}
      {...rest}
      {...control}
    />
  );
  return (
    <Around id={control.id} label={label} hint={hint} error={wrong} optional={optional}>
      {prefix || suffix ? (
        <span className="affix">
          {prefix}
          {input}
          {suffix}
        </span>
      ) : (
        input
      )}
    </Around>
  );
}

export type TextAreaProps = Own<TextareaHTMLAttributes<HTMLTextAreaElement>>;

export function TextArea({
  name,
  label,
  hint,
  error,
  optional,
  defaultValue,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const { kept, error: wrong, control } = useControl(name, { hint, error });
  return (
    <Around id={control.id} label={label} hint={hint} error={wrong} optional={optional}>
      <textarea
        className="input"
        rows={rows}
        defaultValue={kept ?? defaultValue}
        required={!optional}
        {...rest}
        {...control}
      />
    </Around>
  );
}

export type SelectFieldProps = Own<SelectHTMLAttributes<HTMLSelectElement>> & {
  options: readonly { value: string; label: string; disabled?: boolean }[];
};

export function SelectField({
  name,
  label,
  hint,
  error,
  optional,
  options,
  defaultValue,
  ...rest
}: SelectFieldProps) {
  const { kept, error: wrong, control } = useControl(name, { hint, error });
  return (
    <Around id={control.id} label={label} hint={hint} error={wrong} optional={optional}>
      <select
        className="input"
        defaultValue={kept ?? defaultValue}
        required={!optional}
        {...rest}
        {...control}
      >
        {options.map(({ value, label: text, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {text}
          </option>
        ))}
      </select>
    </Around>
  );
}
