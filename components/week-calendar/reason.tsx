"use client";

import { useId } from "react";
import { LIMIT_REASONS } from "@/lib/booking/limits.rules";
import type { Wanted } from "./send";
import { type Speech, say } from "./words";

type ReasonProps = {
  name: Wanted;
  label: string;
  none: string;
  hint?: string;
  reasons: readonly (readonly [string, string])[];
  given?: string | undefined;
  required?: boolean;
};

/** Why it may be all the same, by name: kept in the record of changes. */
export function Reason({
  name,
  label,
  none,
  hint,
  reasons,
  given = "",
  required = false,
}: ReasonProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      <select
        className="input"
        id={id}
        name={name}
        defaultValue={given}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
      >
        <option value="">{none}</option>
        {reasons.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

type LimitProps = { speech: Speech } & Pick<ReasonProps, "given" | "required">;

/** Why there may be one more that day or week, or less time than the way takes. */
export function LimitReason({ speech, required = false, given }: LimitProps) {
  const words = (of: string) => say(speech, `beyond.${required ? "asked." : ""}${of}`);
  return (
    <Reason
      name="limits"
      label={words("label")}
      none={words("none")}
      hint={words("hint")}
      reasons={LIMIT_REASONS.map((one) => [one, say(speech, `beyond.reason.${one}`)])}
      given={given}
      required={required}
    />
  );
}
