"use client";

import { FieldError } from "@/components/ui/field";
import { useField } from "@/components/ui/form-context";

/** What was wrong with the ticks as a whole, below them. */
export function WishesError() {
  const { id, error } = useField("wanted");
  return error ? (
    <div id={id}>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  ) : null;
}
