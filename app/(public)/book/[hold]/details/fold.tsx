"use client";

import type { ReactNode } from "react";
import { useForm } from "@/components/ui/form-context";

type FoldProps = {
  summary: string;
  /** Names of the fields inside begin with this: with an answer or an error among them it stands open. */
  holds: string;
  className: string;
  children: ReactNode;
};

export function Fold({ summary, holds, className, children }: FoldProps) {
  const { fields = {}, values = {} } = useForm()?.state ?? {};
  const within = (name: string) => name.startsWith(holds);
  const open =
    Object.keys(fields).some(within) ||
    Object.entries(values).some(([name, value]) => within(name) && value !== "");
  return (
    <details className={className} open={open || undefined}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
