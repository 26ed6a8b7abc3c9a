"use client";

import { useForm } from "@/components/ui/form-context";
import { SubmitButton } from "@/components/ui/submit-button";

type Other = { value: string; label: string };
const isOther = (one: unknown): one is Other =>
  typeof one === "object" && one !== null && "value" in one && "label" in one;

/** After the time was lost: the nearest free ones. Each sends the same form for itself. */
export function OtherTimes({ className }: { className: string }) {
  const nearest = useForm()?.state.facts?.nearest;
  const others = Array.isArray(nearest) ? nearest.filter(isOther) : [];
  if (others.length === 0) return null;
  return (
    <div className={className}>
      {others.map(({ value, label }) => (
        <SubmitButton
          key={value}
          variant="default"
          size="lg"
          name="other"
          value={value}
          label={<span className="num">{label}</span>}
        />
      ))}
    </div>
  );
}
