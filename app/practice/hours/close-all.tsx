"use client";

import { CheckField } from "@/components/ui/choice";
import { useField } from "@/components/ui/form-context";

/** Asked only of somebody who emptied the whole week: it takes every free time from families at once. */
export function CloseAll({ label }: { label: string }) {
  const { error, kept } = useField("closed");
  return error || kept ? <CheckField name="closed" label={label} /> : null;
}
