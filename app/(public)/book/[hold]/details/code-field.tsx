"use client";

import { TextField } from "@/components/ui/field";
import { useForm } from "@/components/ui/form-context";

type Props = { label: string; hint: string; className: string };

/** The field for the code that was sent, once one was. */
export function CodeField({ label, hint, className }: Props) {
  if (useForm()?.state.facts?.prove !== true) return null;
  return (
    <div className={className}>
      <TextField
        name="code"
        label={label}
        hint={hint}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={12}
      />
    </div>
  );
}
