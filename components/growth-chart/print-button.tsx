"use client";

import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button-class";

export function PrintButton({ label, icon }: { label: string; icon: ReactNode }) {
  return (
    <button
      type="button"
      className={`${buttonClass({ size: "lg" })} js-only no-print`}
      onClick={() => window.print()}
    >
      {icon}
      {label}
    </button>
  );
}
