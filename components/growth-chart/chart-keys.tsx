"use client";

import type { KeyboardEvent, ReactNode } from "react";

/** The arrows go from point to point of a chart, Home and End to its ends; each point says its own sentence. */
export function ChartKeys({
  children,
  className,
}: {
  children: ReactNode;
  className?: string | undefined;
}) {
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const end = { Home: 0, End: -1 }[event.key];
    if (step === undefined && end === undefined) return;
    const here = (event.target as Element).closest<SVGAElement>("[data-point]");
    if (!here) return;
    const points = [...(here.closest("svg")?.querySelectorAll<SVGAElement>("[data-point]") ?? [])];
    const index = points.indexOf(here);
    event.preventDefault();
    const next = end !== undefined ? points.at(end) : points[index + (step ?? 0)];
    next?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links inside
    <div className={className} onKeyDown={move}>
      {children}
    </div>
  );
}
